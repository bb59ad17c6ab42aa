"""The path of an argument: the numbers from the top down to it, fixed-width base 36.

Fixed width makes text order the order of posting, depth first, in every collation; digits and small letters
only, so a range of text is a branch.
"""

WIDTH = 5  # 60 million arguments a thread
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(number: int) -> str:
    """The number in base 36, `WIDTH` characters."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(WIDTH, "0")


def numbers_in(path: str) -> list[int]:
    """The numbers from the top down to the last one, the argument's own."""
    return [int(path[at : at + WIDTH], 36) for at in range(0, len(path), WIDTH)]


def after(path: str) -> str:
    """The first path behind everything below `path`."""
    return path[:-WIDTH] + segment(numbers_in(path)[-1] + 1)
