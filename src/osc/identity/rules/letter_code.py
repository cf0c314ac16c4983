"""The code in a letter: 12 characters of 5 bit, so that nobody needs to count wrong tries (security 6.4, REG18)."""

from collections.abc import Callable

from osc.foundation.reference import ALPHABET

LENGTH, GROUP = 12, 3
_FOLD = str.maketrans("OIL", "011")


class CodeRefused(ValueError):
    """Not twelve characters of the alphabet. Says nothing about existence."""


def new_code(random_bytes: Callable[[int], bytes]) -> str:
    """Sixty random bits, without the signs that look alike."""
    return "".join(ALPHABET[byte & 31] for byte in random_bytes(LENGTH))


def spell_code(code: str) -> str:
    """Four groups, as it is printed: `7K4 M2Q 9PA BCD`."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def canonical_code(text: str) -> str:
    """The code from any way of typing it: any case, blanks and dashes, O as 0, I and L as 1. Raises CodeRefused."""
    bare = "".join(character for character in text.upper() if character.isascii() and character.isalnum())
    code = bare.translate(_FOLD)
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        raise CodeRefused("twelve characters in four groups")
    return code
