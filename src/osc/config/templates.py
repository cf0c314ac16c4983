"""The Jinja2 environment: strict about unknown names, translated, with the formats of both languages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, select_autoescape

from osc.config import formats


def url(name: str, *args: object, **kwargs: object) -> str:
    """The path of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    # mails have plain text templates: only pages are escaped
    options["autoescape"] = select_autoescape(("html",), default=False)
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n"], **options)
    env.install_gettext_callables(  # type: ignore[attr-defined] - added by the extension
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals |= {"static": static, "url": url}
    env.filters |= {
        "number": formats.number,
        "money": formats.money,
        "quantity": formats.quantity,
        "date": formats.date_short,
        "date_long": formats.date_long,
        "clock_time": formats.clock_time,
        "month_name": formats.month_name,
        "day_before": formats.day_before,
        "meter_number": formats.meter_number,
        "account_number": formats.account_number,
    }
    return env
