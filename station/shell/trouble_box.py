"""Says why the station cannot start, before there is a window that could say it."""

from PySide6.QtWidgets import QMessageBox

from station.kernel.messages import Message, Texts
from station.kernel.trouble import Trouble


def ask_again(texts: Texts, trouble: Trouble) -> bool:
    """Show `trouble` and what to do; True when the person put it right and wants another try."""
    box = QMessageBox()
    box.setObjectName("start_trouble")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(texts.say(Message("Youlin Station")))
    box.setText(texts.say(trouble.what))
    box.setInformativeText(texts.say(trouble.remedy))
    close = box.addButton(texts.say(Message("Close")), QMessageBox.ButtonRole.RejectRole)
    close.setObjectName("start_trouble_close")
    again = None
    if trouble.retry_helps:
        again = box.addButton(texts.say(Message("Try again")), QMessageBox.ButtonRole.AcceptRole)
        again.setObjectName("start_trouble_again")
    box.setEscapeButton(close)
    box.exec()
    return again is not None and box.clickedButton() is again
