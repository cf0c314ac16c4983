"""From the words of a letter's page to the blocks that are typeset."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Part = dict[str, Any]
KINDS = {"h2": "heading", "p": "paragraph", "code": "code"}


@dataclass(frozen=True, slots=True)
class LetterText:
    """Subject and blocks. A block is a heading, paragraph or code with parts, or a list or rows with items."""

    subject: str
    blocks: tuple[dict[str, Any], ...]


def read_letter(html: str) -> LetterText:
    """Reads h1 (the subject), h2, p, code, ul and dl with strong inside; anything else is refused.

    Raises ValueError for a tag that paper doesn't know, and for a letter without subject.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if not reader.subject:
        raise ValueError("a letter needs an h1 as its subject")
    return LetterText(reader.subject, tuple(reader.blocks))


@dataclass
class _Reader(HTMLParser):
    subject: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    strong: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a block."""
        if tag == "strong":
            self.strong = True
        elif tag in {"ul", "dl"}:
            self.blocks.append({"kind": {"ul": "list", "dl": "rows"}[tag], "items": []})
        elif tag in {"h1", "li", "dt", "dd", *KINDS}:
            self.parts = []
        else:
            raise ValueError(f"a letter can't hold <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """Ends a block."""
        if tag == "strong":
            self.strong = False
        elif tag == "h1":
            self.subject = "".join(part["text"] for part in self._taken())
        elif tag in {"li", "dt", "dd"}:
            self.blocks[-1]["items"].append(self._taken())
        elif tag in KINDS:
            self.blocks.append({"kind": KINDS[tag], "parts": self._taken()})

    def handle_data(self, data: str) -> None:
        """Words of the block at hand, blanks drawn together."""
        text = "".join(" " if sign in " \t\r\n" else sign for sign in data)
        while "  " in text:
            text = text.replace("  ", " ")
        self.parts.append({"text": text, "strong": self.strong})

    def _taken(self) -> list[Part]:
        """The parts read so far without blanks at both ends and without empty ones."""
        parts, self.parts = [part for part in self.parts if part["text"]], []
        if parts:
            parts[0]["text"] = parts[0]["text"].lstrip(" ")
            parts[-1]["text"] = parts[-1]["text"].rstrip(" ")
        return [part for part in parts if part["text"]]
