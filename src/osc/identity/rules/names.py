"""Comparing a surname with the one on file, when it is asked as the third item (security 6.2.4)."""

import unicodedata


def same_name(entered: str, on_file: str) -> bool:
    """Letters only, any case; "Müller", "Mueller" and "Muller" are one, an empty entry is nobody."""
    return bool(_letters(entered)) and not _spellings(entered).isdisjoint(_spellings(on_file))


def _spellings(name: str) -> set[str]:
    written_out = name.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    return {_letters(name), _letters(written_out)}


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in plain if character.isalnum())
