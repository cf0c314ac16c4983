"""Sessions and events in words: which browser, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from osc.design.language import gettext as _
from osc.identity.own_access import Event, Place
from osc.identity.security_events import Kind

# the first that fits wins: Edge and Opera call themselves Chrome, Chrome calls itself Safari
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One line of the list of devices."""

    handle: str
    name: str
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One line of the list of last events."""

    at: datetime
    what: str
    browser: str


def browser_name(user_agent: str) -> str:
    """As people call it, for instance "Firefox, Windows"."""
    names = [
        next((name for mark, name in known if mark in user_agent), "") for known in (BROWSERS, SYSTEMS)
    ]  # fmt: skip
    return ", ".join(filter(None, names)) or _("Unbekanntes Gerät")


def shown_places(places: Sequence[Place]) -> list[ShownPlace]:
    """Sessions with the names of their browsers."""
    return [ShownPlace(each.handle, browser_name(each.user_agent), each.seen_at, each.here) for each in places]


def shown_events(events: Sequence[Event]) -> list[ShownEvent]:
    """Events in words."""
    words = {
        Kind.SIGNED_IN: _("Anmeldung"),
        Kind.NEW_DEVICE: _("Neues Gerät"),
        Kind.PASSWORD_CHANGED: _("Passwort geändert"),
        Kind.PASSWORD_RESET: _("Passwort neu festgelegt"),
        Kind.EMAIL_CHANGED: _("E-Mail-Adresse geändert"),
        Kind.EMAIL_REVERTED: _("Änderung der E-Mail-Adresse rückgängig gemacht"),
        Kind.FACTOR_ADDED: _("Zweite Bestätigung eingerichtet"),
        Kind.FACTOR_REMOVED: _("Zweite Bestätigung entfernt"),
        Kind.CONFIRMATION_FAILED: _("Falsche Bestätigung, Sitzung beendet"),
        Kind.FACTOR_RESET: _("Zweite Bestätigung von uns zurückgesetzt"),
        Kind.DISABLED: _("Zugang gesperrt"),
        Kind.ENABLED: _("Zugang wieder geöffnet"),
    }
    return [
        ShownEvent(each.at, words[Kind(each.kind)], browser_name(each.user_agent) if each.user_agent else "")
        for each in events
    ]  # fmt: skip
