"""One-time passwords `EP-7K4M2-Q9PXB-…`: 100 random bits that people can type (security 6.6)."""

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX, LENGTH, GROUP = "EP-", 20, 5
_FOLD = str.maketrans("OIL", "011")


def random_characters(length: int, random_bytes: Callable[[int], bytes]) -> str:
    """Characters of Crockford's alphabet, five bits each."""
    return "".join(ALPHABET[byte & 31] for byte in random_bytes(length))


def in_groups(text: str, size: int = GROUP) -> str:
    """With a dash after every few characters, for reading and typing."""
    return "-".join(text[start : start + size] for start in range(0, len(text), size))


def new_one_time(random_bytes: Callable[[int], bytes]) -> str:
    """A fresh one-time password as it is mailed."""
    return PREFIX + in_groups(random_characters(LENGTH, random_bytes))


def folded(text: str) -> str:
    """Any case, with or without dashes and blanks, O as 0, I and L as 1."""
    return "".join(each for each in text.upper() if each.isascii() and each.isalnum()).translate(_FOLD)


def canonical_one_time(text: str) -> str:
    """The characters after the prefix of what somebody typed; "" when it has not the form of one."""
    typed = text.strip().upper()
    body = folded(typed.removeprefix(PREFIX))
    if not typed.startswith(PREFIX) or len(body) != LENGTH or set(body) - set(ALPHABET):
        return ""
    return body
