"""What customers type to find one of many contracts."""

from osc.design.marks import COMMODITIES, commodity_name


def pattern_of(words: str) -> str:
    """A pattern for ILIKE that finds the words anywhere; what the database would read as a wildcard is a sign."""
    if not words:
        return ""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def commodities_called(words: str) -> list[str]:
    """The codes of the commodities whose name, in the language being spoken, contains the words."""
    return [code for code in COMMODITIES if words and words.casefold() in commodity_name(code).casefold()]
