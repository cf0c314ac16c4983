"""E-mail addresses as user names."""

import unicodedata


def canonical_email(text: str) -> str:
    """NFKC, without surrounding blanks, lower case: the form in which addresses are stored and compared."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def looks_like_email(text: str) -> bool:
    """One @ with something before it and a dotted name after it; the mail itself is the real check."""
    name, at, domain = canonical_email(text).rpartition("@")
    labels = domain.split(".")
    return bool(
        at and name and "@" not in name and len(labels) > 1 and all(labels)
        and len(text) <= 254 and not any(character.isspace() or ord(character) < 32 for character in text.strip())
    )  # fmt: skip
