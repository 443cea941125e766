"""Paper of printers read with other eyes: decoders that share no line with the encoders they check."""

from PIL import Image, ImageChops


def tspl_paper(job: bytes) -> tuple[Image.Image, dict[bytes, bytes]]:
    """The picture a TSPL printer makes (black is 0), and the commands before it by their names."""
    commands: dict[bytes, bytes] = {}
    rest = job
    while not rest.startswith(b"BITMAP "):
        line, _, rest = rest.partition(b"\r\n")
        name, _, words = line.partition(b" ")
        commands[name] = words
    x, y, row_bytes, height, mode, dots = rest.removeprefix(b"BITMAP ").split(b",", 5)
    assert (x, y, mode) == (b"0", b"0", b"0")
    size = int(row_bytes) * int(height)
    assert dots[size:] == b"\r\nPRINT 1,1\r\n"
    # Pillow reads a 1 as white, as TSPL prints it
    picture = Image.frombytes("1", (int(row_bytes) * 8, int(height)), dots[:size])
    return picture.convert("L"), commands


def escpos_paper(job: bytes) -> Image.Image:
    """The picture an ESC/POS printer makes on one label (black is 0)."""
    stream = iter(job)

    def take(count: int) -> bytes:
        return bytes(next(stream) for _ in range(count))

    assert take(2) == b"\x1b@", "the modes of an earlier job are not undone"
    strips: list[Image.Image] = []
    while (begin := take(2)) == b"\x1dv":
        assert take(2) == b"0\x00"
        low, high, rows_low, rows_high = take(4)
        width, rows = (low + 256 * high) * 8, rows_low + 256 * rows_high
        assert rows <= 2303, "more rows than HPRT's printers take at once"
        strips.append(Image.frombytes("1", (width, rows), take(width // 8 * rows)).convert("L"))
    assert begin == b"\x1d\x0c", "the paper does not move to the next label"
    assert not list(stream), "something is left behind the label"
    paper = Image.new("L", (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    # ESC/POS prints a 1, which Pillow reads as white
    return ImageChops.invert(paper)
