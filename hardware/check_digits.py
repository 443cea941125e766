"""Numbers with a GS1 check digit, made and checked in one place: crates, badges, routes, pickup codes."""

BADGE_PREFIX = "77"
BADGE_DIGITS = 10
DOCUMENT_PREFIX = "74"
DOCUMENT_DIGITS = 10
ROUTE_PREFIX = "75"
ROUTE_DIGITS = 10
PICKUP_QR_PREFIX = "76"
PICKUP_QR_DIGITS = 20
BOX_PREFIX = "72"
BOX_DIGITS = 11
PARCEL_PREFIX = "73"
PARCEL_DIGITS = 22
BIN_PREFIX = "78"
BIN_DIGITS = 11
COMMAND_PREFIX = "79"
COMMAND_DIGITS = 9
SSCC_DIGITS = 18


def gs1_check_digit(digits: str) -> int:
    """The GS1 modulo-10 check digit that follows `digits`. Raises ValueError for anything but digits."""
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"not digits: {digits!r}")
    triple, single = sum(map(int, digits[-1::-2])), sum(map(int, digits[-2::-2]))
    return -(3 * triple + single) % 10


def has_right_check_digit(digits: str) -> bool:
    """Whether the last of `digits` is the check digit of the others."""
    return gs1_check_digit(digits[:-1]) == int(digits[-1])


def make_sscc(extension_digit: int, company_prefix: str, serial: int) -> str:
    """An SSCC of 18 digits: extension digit, company prefix, serial filled with zeros, check digit.

    Raises ValueError where the serial does not fit behind the prefix.
    """
    if not 0 <= extension_digit <= 9:
        raise ValueError(f"the extension digit is one digit: {extension_digit}")
    room = SSCC_DIGITS - 2 - len(company_prefix)
    if serial < 0 or len(str(serial)) > room:
        raise ValueError(f"serial {serial} has no room behind company prefix {company_prefix}")
    body = f"{extension_digit}{company_prefix}{serial:0{room}d}"
    return f"{body}{gs1_check_digit(body)}"


def make_badge(number: int) -> str:
    """The ten digits of an operator's badge: 77, seven digits, check digit.

    Raises ValueError for a number below 0 or above 9,999,999.
    """
    return _numbered(BADGE_PREFIX, BADGE_DIGITS, number, "a badge number")


def make_document_code(number: int) -> str:
    """The ten digits on a purchase order or another paper of the cut-off: 74, seven digits, check digit.

    Raises ValueError for a number below 0 or above 9,999,999.
    """
    return _numbered(DOCUMENT_PREFIX, DOCUMENT_DIGITS, number, "a document number")


def make_route_code(number: int) -> str:
    """The ten digits on a route sheet: 75, seven digits, check digit.

    Raises ValueError for a number below 0 or above 9,999,999.
    """
    return _numbered(ROUTE_PREFIX, ROUTE_DIGITS, number, "a route number")


def make_pickup_qr(number: int) -> str:
    """The twenty digits of a customer's QR: 76, seventeen digits, check digit.

    Raises ValueError for a number below 0 or of more than seventeen digits.
    """
    return _numbered(PICKUP_QR_PREFIX, PICKUP_QR_DIGITS, number, "a pickup number")


def make_box_code(number: int) -> str:
    """The eleven digits of a re-usable box: 72, eight digits, check digit.

    Raises ValueError for a number below 0 or above 99,999,999.
    """
    return _numbered(BOX_PREFIX, BOX_DIGITS, number, "a box number")


def make_parcel_code(sscc: str, place: int) -> str:
    """The twenty-two digits of a parcel: 73, its crate's SSCC without check digit, its place, check digit.

    Unique without asking anybody, since its crate is. Raises ValueError for an SSCC that is not 18 digits,
    or a place outside 1 to 99.
    """
    if len(sscc) != SSCC_DIGITS or not 1 <= place <= 99:
        raise ValueError(f"no parcel {place} in crate {sscc}")
    body = f"{PARCEL_PREFIX}{sscc[:-1]}{place:02d}"
    return f"{body}{gs1_check_digit(body)}"


def crate_of_parcel(parcel: str) -> str:
    """The SSCC of the crate a parcel was packed for."""
    body = parcel[len(PARCEL_PREFIX) : len(PARCEL_PREFIX) + SSCC_DIGITS - 1]
    return f"{body}{gs1_check_digit(body)}"


def make_bin_code(number: int) -> str:
    """The eleven digits on a bin or a shelf: 78, eight digits, check digit.

    Raises ValueError for a number below 0 or above 99,999,999.
    """
    return _numbered(BIN_PREFIX, BIN_DIGITS, number, "a bin number")


def make_command_code(number: int) -> str:
    """The nine digits of a desk's command: 79, six digits, check digit.

    Raises ValueError for a number below 0 or above 999,999.
    """
    return _numbered(COMMAND_PREFIX, COMMAND_DIGITS, number, "a command number")


def numbered(code: str) -> int:
    """The number within a code of ours: what stands between its prefix and its check digit."""
    return int(code[2:-1])


def _numbered(prefix: str, length: int, number: int, what: str) -> str:
    room = length - len(prefix) - 1
    if number < 0 or len(str(number)) > room:
        raise ValueError(f"{what} has at most {room} digits: {number}")
    body = f"{prefix}{number:0{room}d}"
    return f"{body}{gs1_check_digit(body)}"
