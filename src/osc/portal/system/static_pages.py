"""Pages that the proxy shows while the portal can't: during work on it, and when too many people come at once."""

from pathlib import Path

from django.conf import settings
from django.template import engines
from markupsafe import Markup

from osc.design.language import speaking

PAGES = ("maintenance.html", "overloaded.html")


def write_static_pages(folder: Path) -> None:
    """Writes `maintenance.html` and `overloaded.html`, each in every language of the utility on one page."""
    folder.mkdir(parents=True, exist_ok=True)
    feet = _in_every_language("static_foot.html")
    for name in PAGES:
        frame = engines["jinja2"].get_template("static_frame.html")
        context = {"utility": settings.UTILITY, "parts": _in_every_language(name), "feet": feet}
        html = frame.render(context | {"language": settings.LANGUAGE_CODE})
        (folder / name).write_text(html, encoding="utf-8")


def _in_every_language(name: str) -> list[Markup]:
    parts = []
    for language in settings.UTILITY.portal.languages:
        with speaking(language):  # a template has the texts of the language in which it was asked for
            html = engines["jinja2"].get_template(name).render({"utility": settings.UTILITY, "language": language})
        parts.append(Markup(html))  # noqa: S704 - our own templates
    return parts
