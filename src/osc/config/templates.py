"""The Jinja2 environment: strict about unknown names, translated, with the formats of both languages."""

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, select_autoescape

from osc.config import formats
from osc.design.language import gettext, ngettext


@cache
def _fixed_url(name: str) -> str:
    return reverse(name)


def url(name: str, *args: object) -> str:
    """The path of a named page; paths without arguments are looked up once."""
    return reverse(name, args=args) if args else _fixed_url(name)


@cache
def asset(name: str) -> str:
    """The address of an asset, with the hash of its content in its name; the manifest never changes."""
    return static(name)


def environment(**options: Any) -> Environment:
    # mails have plain text templates: only pages are escaped
    options["autoescape"] = select_autoescape(("html",), default=False)
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n"], **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined] - added by the extension
    env.globals |= {"static": asset, "url": url}
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
