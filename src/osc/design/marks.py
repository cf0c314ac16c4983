"""The small marks of every page, made once and kept: icons, and the sign and name of a commodity."""

from functools import cache

from django.templatetags.static import static
from django.utils.translation import gettext_noop
from markupsafe import Markup

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


def commodity_name(commodity: str) -> str:
    """The word for people, in the language being spoken."""
    return gettext(COMMODITIES[commodity][2])
