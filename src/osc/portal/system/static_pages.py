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
    for name in PAGES:
        page = engines["jinja2"].get_template(name)
        parts = []
        for language in settings.UTILITY.portal.languages:
            with speaking(language):
                parts.append(Markup(page.render({"utility": settings.UTILITY, "language": language})))  # noqa: S704 - our own templates
        frame = engines["jinja2"].get_template("static_frame.html")
        html = frame.render({"utility": settings.UTILITY, "parts": parts, "language": settings.LANGUAGE_CODE})
        (folder / name).write_text(html, encoding="utf-8")
