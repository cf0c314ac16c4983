"""Our own PDFs: the utility's name, address and colours around whatever a template says."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from osc.design.brand.file import brand_folder, read_brand
from osc.design.brand.tokens import light_tokens
from osc.design.language import gettext as _
from osc.documents.typesetter import typeset
from osc.foundation.clock import berlin_today
from osc.foundation.german_output import format_date_long

TEMPLATES = Path(__file__).parent / "templates"


def render_pdf(template: str, data: Mapping[str, Any], *, now: datetime) -> bytes:
    """The PDF/A-3a and PDF/UA-1 of `templates/NAME.typ` in the language being spoken.

    The template sees `data` beside `frame` (sender, words, colours, day). Raises typst.TypstError.
    """
    language = (get_language() or "de")[:2]
    frame = _sender() | {
        "language": language,
        "day": format_date_long(berlin_today(now), language),
        "page": _("Seite"),
        "of": _("von"),
        "questions": _("Fragen?"),
    }
    return typeset(TEMPLATES / f"{template}.typ", {**data, "frame": frame}, now=now)


@cache
def _sender() -> dict[str, str]:
    utility, brand = settings.UTILITY, read_brand(brand_folder(settings.UTILITY.brand))
    colours = light_tokens(brand.palette)
    return {
        "utility": utility.name, "street": utility.contact.street, "city": utility.contact.city,
        "phone": utility.contact.phone, "hours": utility.contact.opening_hours, "email": utility.contact.email,
        "company": utility.legal.company, "register": utility.legal.register, "vat_id": utility.legal.vat_id,
        "management": utility.legal.represented_by, "font": brand.font, "colour": colours["hero"],
        "line": colours["line"], "logo": brand.logo.read_text(encoding="utf-8"),
    }  # fmt: skip
