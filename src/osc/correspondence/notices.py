"""A letter's words as a notice for the inbox: the same text, whichever way it came."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import engines

from osc.correspondence.rules.letter_blocks import read_letter
from osc.design.language import speaking


def inbox_text(template: str, *, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body, paragraphs with an empty line between them; rows as "label: value"."""
    values = {"name": "", **context, "utility": settings.UTILITY, "portal": settings.BASE_URL}
    with speaking(language):
        text = read_letter(engines["jinja2"].get_template(f"letter/{template}.html").render(values))
    return text.subject, "\n\n".join(_spoken(block) for block in text.blocks)


def _spoken(block: Mapping[str, Any]) -> str:
    if "parts" in block:
        return _words(block["parts"])
    items = [_words(item) for item in block["items"]]
    if block["kind"] == "rows":
        return "\n".join(f"{label}: {value}" for label, value in zip(items[::2], items[1::2], strict=True))
    return "\n".join(items)


def _words(parts: list[dict[str, Any]]) -> str:
    return "".join(part["text"] for part in parts)
