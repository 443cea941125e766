"""The style sheet made from the tokens, so that no widget carries a colour or a size of its own."""

from string import Template

from station.shell.theme import SCALE, Tokens

_SHEET = Template(
    """
QMainWindow, QWidget#room_stack, QWidget#room_area { background: $ground; }
QToolTip { background: $ink; color: $ground; border: none; padding: 6px 10px; }

QFrame#navigation { background: $card; border: none; border-right: 1px solid $line; }
QFrame#top_strip { background: $card; border: none; border-bottom: 1px solid $line; }
QFrame[card="true"] { background: $card; border: 1px solid $line; border-radius: 12px; }

QToolButton[room="true"] {
  border: none; border-radius: 12px; padding: 8px 2px 6px 2px; color: $ink_soft; background: transparent;
}
QToolButton[room="flat"] { border: none; border-radius: 12px; padding: 0 2px; color: $ink_soft; }
QToolButton[room="true"]:hover, QToolButton[room="flat"]:hover { background: $pressed; color: $ink; }
QToolButton[room="true"]:checked, QToolButton[room="flat"]:checked {
  background: $accent_soft; color: $ink; font-weight: bold;
}
QToolButton[room="true"]:focus, QToolButton[room="flat"]:focus { border: 2px solid $accent; }

QPushButton {
  background: $card; color: $ink; border: 1px solid $line; border-radius: 10px;
  padding: 0 18px; min-height: ${target}px;
}
QPushButton:hover { background: $pressed; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 17px; }
QPushButton:disabled { color: $on_dim; background: $dim; border-color: $dim; }
QPushButton[kind="next"] {
  background: $accent; color: $on_accent; border: none; font-weight: bold; min-width: 96px;
}
QPushButton[kind="next"]:hover, QPushButton[kind="next"]:pressed { background: $accent_pressed; }
QPushButton[kind="next"]:focus { border: 3px solid $ink; padding: 0 15px; }
QPushButton[kind="next"]:disabled { background: $dim; color: $on_dim; }
QPushButton[kind="danger"] { color: $refused_words; border: 1px solid $refused_mark; }
QPushButton[kind="quiet"] { border: none; background: transparent; padding: 0 12px; color: $ink_soft; }
QPushButton[kind="quiet"]:hover { background: $pressed; color: $ink; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 0 10px; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  background: $card; color: $ink; border: 2px solid $line; border-radius: 10px; padding: 0 12px;
  min-height: ${target}px; selection-background-color: $accent; selection-color: $on_accent;
  placeholder-text-color: $ink_soft;
}
QPlainTextEdit {
  background: $card; color: $ink; border: 2px solid $line; border-radius: 10px; padding: 6px 8px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit:focus { border-color: $accent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: $accent; }
QLineEdit:disabled { background: $dim; color: $on_dim; }
QComboBox::drop-down { border: none; width: ${target}px; }

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
  background: transparent; color: $ink_soft; border: none; border-bottom: 3px solid $line;
  padding: 8px 10px; min-height: 26px;
}
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; font-weight: bold; }
QTabBar::tab:hover { color: $ink; background: $pressed; }

*[small="true"] { min-height: 34px; }

QProgressBar {
  background: $line; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; text-align: center;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QTableView, QListView {
  background: $card; alternate-background-color: $ground; color: $ink; border: 1px solid $line;
  border-radius: 10px; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $ink;
}
QHeaderView::section {
  background: $card; color: $ink_soft; border: none; border-bottom: 1px solid $line; padding: 10px 12px;
}
QTableView::item, QListView::item { padding: 6px 10px; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 2px; }
QScrollBar::handle:vertical { background: $line; border-radius: 5px; min-height: 48px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollArea { border: none; background: transparent; }
"""
)


def style_sheet(tokens: Tokens) -> str:
    """The Qt style sheet of `tokens`."""
    return _SHEET.substitute(
        target=SCALE.target_px,
        ground=tokens.ground,
        card=tokens.card,
        ink=tokens.ink,
        ink_soft=tokens.ink_soft,
        line=tokens.line,
        pressed=tokens.pressed,
        dim=tokens.dim,
        on_dim=tokens.on_dim,
        accent=tokens.accent,
        on_accent=tokens.on_accent,
        accent_pressed=tokens.accent_pressed,
        accent_soft=tokens.accent_soft,
        refused_words=tokens.refused.words,
        refused_mark=tokens.refused.mark,
    )
