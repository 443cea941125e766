"""GS1's modulo-10 check digit for the numbers the cloud gives and reads; it knows no hardware."""

DOCUMENT_PREFIX = "74"
DOCUMENT_DIGITS = 10
PARCEL_PREFIX = "73"


def with_check_digit(digits: str) -> str:
    """The digits with the one that completes them (weights 3, 1 from the right)."""
    weighed = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-weighed % 10}"


def is_complete(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return with_check_digit(digits[:-1]) == digits


def document_code(number: int) -> str:
    """The scannable code of a document number: 74, seven digits, check digit."""
    room = DOCUMENT_DIGITS - len(DOCUMENT_PREFIX) - 1
    return with_check_digit(f"{DOCUMENT_PREFIX}{number:0{room}d}")


def parcel_code(sscc: str, place: int) -> str:
    """The scannable code of a parcel: 73, its crate's SSCC without check digit, its place, check digit."""
    return with_check_digit(f"{PARCEL_PREFIX}{sscc[:-1]}{place:02d}")
