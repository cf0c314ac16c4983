"""The small marks of every page, made once and kept: icons, and the sign and name of a commodity."""

from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext_noop
from markupsafe import Markup

from osc.design.brand.file import brand_folder, read_brand
from osc.design.brand.tokens import Tokens, light_tokens
from osc.design.language import gettext

# colour class, icon and name by BO4E Sparte
COMMODITIES = {
    "STROM": ("strom", "zap", gettext_noop("Strom")),
    "GAS": ("gas", "flame", gettext_noop("Gas")),
    "WASSER": ("wasser", "droplet", gettext_noop("Wasser")),
    "FERNWAERME": ("waerme", "heater", gettext_noop("Fernwärme")),
}


@cache
def asset(name: str) -> str:
    """The address of an asset, with the hash of its content in its name; the manifest never changes."""
    return static(name)


@cache
def icon(name: str) -> Markup:
    """A decorative icon of the sprite; always beside text."""
    svg = Markup('<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>')
    return svg.format(asset("icons.svg"), name)


@cache
def dot(commodity: str, name: str = "") -> Markup:
    """The round sign of a commodity, with its own icon or that of a task."""
    colour, own_icon, _ = COMMODITIES[commodity]
    return Markup('<span class="dot dot--{}">{}</span>').format(colour, icon(name or own_icon))


@cache
def commodity_icon(commodity: str) -> Markup:
    """The icon of a commodity."""
    return icon(COMMODITIES[commodity][1])


@cache
def mail_colours() -> Tokens:
    """The colours of the utility's brand for its mails, by token; mails have no dark scheme."""
    return light_tokens(read_brand(brand_folder(settings.UTILITY.brand)).palette)


@cache
def phone_link(number: str) -> Markup:
    """A phone number that a tap dials."""
    return Markup('<a class="num" href="tel:{}">{}</a>').format(number.replace(" ", ""), number)


def commodity_name(commodity: str) -> str:
    """The word for people, in the language being spoken."""
    return gettext(COMMODITIES[commodity][2])
