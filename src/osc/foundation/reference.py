"""The Vorgangsnummer `ZS-7K4M-2Q9P`: random, speakable, with a check character (ux 3.6)."""

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 7
# reduction by x^5 + x^2 + 1: multiplying by two walks through all 31 non-zero symbols
_POLYNOMIAL = 0b100101
_FOLD = str.maketrans("OIL", "011")


class ReferenceRefused(ValueError):
    """Not a reference number: wrong length, foreign character or wrong check character."""


def _double(symbol: int) -> int:
    doubled = symbol << 1
    return doubled ^ _POLYNOMIAL if doubled & 0b100000 else doubled


def check_character(body: str) -> str:
    """The check character over the random characters.

    A weighted sum in the field of 32 elements with pairwise different, non-zero weights: finds every
    single wrong character and every swap of two different characters, neighbours or not.
    """
    total = 0
    for character in body:
        total = _double(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def new_reference(prefix: str, random_bytes: Callable[[int], bytes]) -> str:
    """A fresh number: 35 random bits, so that nobody can count the others' requests."""
    body = "".join(ALPHABET[byte & 31] for byte in random_bytes(RANDOM_CHARACTERS))
    full = body + check_character(body)
    return f"{prefix}-{full[:4]}-{full[4:]}"


def parse_reference(text: str) -> str:
    """The canonical form of what somebody typed or said: any case, with or without dashes and blanks,
    O as 0, I and L as 1. Raises ReferenceRefused."""
    bare = "".join(character for character in text.upper() if character.isascii() and character.isalnum())
    prefix, body = bare[:2], bare[2:].translate(_FOLD)
    if len(bare) != 2 + RANDOM_CHARACTERS + 1 or not prefix.isalpha() or set(body) - set(ALPHABET):
        raise ReferenceRefused("eight characters after two letters, for example ZS-7K4M-2Q9P")
    if check_character(body[:-1]) != body[-1]:
        raise ReferenceRefused("the check character does not fit")
    return f"{prefix}-{body[:4]}-{body[4:]}"
