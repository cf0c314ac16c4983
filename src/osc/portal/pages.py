"""Rendering a page: what every template may expect, in one place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_noop
from markupsafe import Markup

from osc.design.language import gettext, spoken_language
from osc.design.paths import path_to
from osc.portal.labels import labelled

STALE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of a navigation: id, label, path, icon."""

    id: str
    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the frame around a page needs to know."""

    nav: str | None
    signed_in: bool
    staff: bool
    unread: int
    language: str
    languages: tuple[str, ...]
    theme: str
    navigation: Markup
    bar: Markup
    footer: Markup
    notes: tuple[str, ...]
    stale_since: datetime | None
    # whose pages a staff member looks at, and until when
    viewing: str
    viewing_until: datetime | None
    # everything this person sees belongs to somebody else
    only_looking: bool


MENU = (
    ("overview", gettext_noop("Übersicht"), "portal:overview", "house"),
    ("readings", gettext_noop("Zählerstand"), "portal:readings", "gauge"),
    ("instalments", gettext_noop("Abschlag"), "portal:instalments", "wallet"),
    ("consumption", gettext_noop("Verbrauch"), "portal:consumption", "chart-column"),
    ("administration", gettext_noop("Vertrags- und Kontoverwaltung"), "portal:administration", ""),
    ("menu", gettext_noop("Menü"), "portal:menu", "menu"),
)
# staff see these instead
TEAM_MENU = (
    ("start", gettext_noop("Start"), "backoffice:start", "house"),
    ("customers", gettext_noop("Kundensuche"), "backoffice:customers", "search"),
    ("cases", gettext_noop("Vorgänge"), "backoffice:cases", "list-checks"),
    ("messages", gettext_noop("Nachrichten"), "backoffice:messages", "mail"),
    ("exchange", gettext_noop("Austausch"), "backoffice:exchange", "refresh-cw"),
)
FOOTER = (
    ("help", gettext_noop("Hilfe und Kontakt"), "portal:help", ""),
    # word for word and on every page, by law (R-KUE-1, R-WID-1)
    ("terminate", gettext_noop("Verträge hier kündigen"), "portal:terminate", ""),
    ("withdraw_contract", gettext_noop("Vertrag widerrufen"), "portal:withdraw_contract", ""),
    ("products", gettext_noop("Preise und Tarife"), "portal:products", ""),
    ("accessibility", gettext_noop("Barrierefreiheit"), "portal:accessibility", ""),
    ("privacy", gettext_noop("Datenschutz"), "portal:privacy", ""),
    ("imprint", gettext_noop("Impressum"), "portal:imprint", ""),
    ("licences", gettext_noop("Lizenzen"), "portal:licences", ""),
)


@cache
def frame_part(
    template: str, names: tuple[tuple[str, ...], ...], language: str, *, nav: str | None = None, staff: bool = False
) -> Markup:
    """A part of the frame in the language being spoken; the same for everybody, so it is rendered once."""
    entries = [MenuEntry(id_, gettext(label), path_to(view), icon) for id_, label, view, icon in names]
    context = {"entries": entries, "nav": nav, "staff": staff, "utility": settings.UTILITY}
    return Markup(render_to_string(template, context))  # noqa: S704 - our own templates


def energy_label(day: date) -> Markup | None:
    """The Stromkennzeichnung that counts on a day (R-RE-6), in the language being spoken; None without one."""
    label = settings.UTILITY.energy_label(day)
    return _energy_label(label, spoken_language()) if label else None


@cache
def _energy_label(label: Any, _language: str) -> Markup:
    html = render_to_string("components/energy_label.html", {"label": label})
    return Markup(html)  # noqa: S704 - our own template


def render_page(
    request: HttpRequest, template: str, *, nav: str | None = None, status: int = 200, unread: int = 0,
    errors: Any = None, **context: Any,
) -> HttpResponse:  # fmt: skip
    """The page with its frame. `errors` (field id, sentence) switches title prefix and summary on."""
    language = get_language() or "de"
    viewing = request.session.data.get("viewing") if request.staff else None
    menu = TEAM_MENU if request.staff and not viewing else MENU
    signed_in, staff = request.customer is not None, request.staff is not None
    frame = Page(
        nav=nav,
        signed_in=signed_in,
        staff=staff,
        unread=unread,
        language=language,
        languages=settings.UTILITY.portal.languages,
        theme=request.theme,
        navigation=frame_part("frame/navigation.html", menu, language, nav=nav) if signed_in else Markup(),
        bar=frame_part("frame/bar.html", menu, language, nav=nav) if signed_in else Markup(),
        footer=frame_part("frame/footer.html", FOOTER, language, staff=staff),
        notes=tuple(request.session.data.pop("notes", ())),
        stale_since=_stale_since(request),
        viewing=viewing["name"] if viewing else "",
        viewing_until=datetime.fromisoformat(viewing["until"]) if viewing else None,
        only_looking=signed_in and request.customer.only_looks_on,
    )
    context |= {"page": frame, "utility": settings.UTILITY, "errors": errors or []}
    labels = request.customer.account_labels if request.customer is not None else {}
    with labelled(labels):
        return render(request, template, context, status=status)


def note(request: HttpRequest, sentence: str) -> None:
    """A success note for the top of the next page, shown once."""
    request.session.data["notes"] = [*request.session.data.get("notes", ()), sentence]


def _stale_since(request: HttpRequest) -> datetime | None:
    """The last word from the billing system when that is too long ago for pages that claim to be current."""
    looked_at = getattr(request.session, "looked_at", None)
    return looked_at if looked_at and request.now - looked_at > STALE_AFTER else None
