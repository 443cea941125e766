"""Numbers with a GS1 check digit, made and checked in one place: crates, badges, routes, pickup codes."""

BADGE_PREFIX = "77"
BADGE_DIGITS = 10
ROUTE_PREFIX = "75"
ROUTE_DIGITS = 10
PICKUP_QR_PREFIX = "76"
PICKUP_QR_DIGITS = 20
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


def _numbered(prefix: str, length: int, number: int, what: str) -> str:
    room = length - len(prefix) - 1
    if number < 0 or len(str(number)) > room:
        raise ValueError(f"{what} has at most {room} digits: {number}")
    body = f"{prefix}{number:0{room}d}"
    return f"{body}{gs1_check_digit(body)}"
