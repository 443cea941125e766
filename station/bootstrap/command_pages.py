"""A room's command sheet on A4: words, key and a large code a line, and the keypad on the last page."""

import argparse
import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hardware.codes import make_command_code
from station.bootstrap.command_sheet import DOOR, KEYPAD, Row, commands_for
from station.bootstrap.resources import Resources
from station.bootstrap.roles import TITLES
from station.kernel.desk_commands import DeskCommand
from station.kernel.key_names import key_name
from station.kernel.messages import Message, Texts
from station.kernel.settings import read_settings
from station.kernel.trouble import Trouble

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 210.0, 297.0, 15.0
HEAD_MM, MOST_ROW_MM = 34.0, 19.0
MODULE_MM, CODE_SHARE, CODE_LEFT_MM = 0.38, 0.58, 145.0
"""All codes stand in one column, and beside each is nothing but words: a straight beam that crosses one of
them whole can cross no other, however wide or tilted it is. Above and below each is as much white as half a
code is high at least."""
KEY_LEFT_MM = 112.0
REGULAR, BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"
ROOM_KEYS = tuple(DeskCommand(DeskCommand.ROOM_1 + number) for number in range(10))


class CommandPages:
    """Draws the sheet of one room in one language; one is used once."""

    def __init__(self, texts: Texts, fonts: Path, room: str) -> None:
        """`fonts` is the folder of Noto Sans SC; `room` one of SHEETS."""
        for name in (REGULAR, BOLD):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
        self._say = texts.say
        self._room = room
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=(WIDTH_MM * mm, HEIGHT_MM * mm), pageCompression=1)

    def pdf(self) -> bytes:
        """The finished file: the room's commands, then the keypad and, behind the door, the rooms."""
        where = Message("Door") if self._room == DOOR else TITLES[self._room][0]
        title = Message("Commands to scan: {room}", room=where)
        self._canvas.setTitle(self._say(title))
        self._page(
            title, Message("Scanning a code is the same as pressing its key"), commands_for(self._room)
        )
        rooms = () if self._room == DOOR else _rooms()
        self._page(
            Message("Digits and rooms") if rooms else Message("Digits"),
            Message("For numbers that are typed, and to go from room to room as they stand on the left"),
            (*KEYPAD, *rooms),
        )
        self._canvas.save()
        return self._out.getvalue()

    def _page(self, title: Message, below: Message, rows: Sequence[Row]) -> None:
        self._write(self._say(title), BOLD, 20, MARGIN_MM, MARGIN_MM + 8)
        self._write(self._say(below), REGULAR, 11, MARGIN_MM, MARGIN_MM + 15)
        pitch_mm = min(MOST_ROW_MM, (HEIGHT_MM - HEAD_MM - MARGIN_MM) / len(rows))
        for at, (words, command) in enumerate(rows):
            self._row(words, command, HEAD_MM + at * pitch_mm, pitch_mm)
        self._canvas.showPage()

    def _row(self, words: Message, command: DeskCommand, top_mm: float, pitch_mm: float) -> None:
        """Words and key on the left, the code on the right, a hair line below."""
        baseline_mm = top_mm + pitch_mm / 2 + 1.5
        self._write(self._say(words), BOLD, 15, MARGIN_MM, baseline_mm)
        key = self._say(key_name(command))
        if key != self._say(words):
            self._write(key, REGULAR, 13, KEY_LEFT_MM, baseline_mm)
        high_mm = pitch_mm * CODE_SHARE
        code = Code128(
            make_command_code(command),
            barWidth=MODULE_MM * mm,
            barHeight=high_mm * mm,
            quiet=0,
            humanReadable=0,
        )
        bottom_mm = HEIGHT_MM - top_mm - (pitch_mm + high_mm) / 2
        code.drawOn(self._canvas, CODE_LEFT_MM * mm, bottom_mm * mm)

    def _write(self, line: str, font: str, size: float, left_mm: float, baseline_mm: float) -> None:
        """One line, smaller where it would reach into what stands on its right."""
        room_mm = (KEY_LEFT_MM if left_mm < KEY_LEFT_MM else CODE_LEFT_MM) - left_mm - 3
        if baseline_mm < HEAD_MM - 3:
            room_mm = WIDTH_MM - 2 * MARGIN_MM
        wide_mm = pdfmetrics.stringWidth(line, font, size) / mm
        self._canvas.setFont(font, size * min(1.0, room_mm / wide_mm))
        self._canvas.drawString(left_mm * mm, (HEIGHT_MM - baseline_mm) * mm, line)


def command_sheet(options: argparse.Namespace, resources_folder: Path) -> None:
    """Write the sheet of `options.room` to `options.out`. Raises Trouble where it cannot be written."""
    resources = Resources(resources_folder)
    settings, _ = read_settings(options.settings)
    texts = Texts(resources.texts, settings.language)
    try:
        options.out.write_bytes(CommandPages(texts, resources.fonts, options.room).pdf())
    except OSError as error:
        raise Trouble(
            Message("{file} cannot be written", file=str(options.out)),
            Message("Choose another folder, or close the program that shows the file"),
            retry_helps=False,
        ) from error


def _rooms() -> tuple[Row, ...]:
    return tuple((key_name(command), command) for command in ROOM_KEYS)
