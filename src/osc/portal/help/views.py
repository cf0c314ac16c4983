"""Hilfe, the menu as a page, and the pages the law asks for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from osc.portal.guards import customers_only, everybody
from osc.portal.help.terms import explained_terms
from osc.portal.pages import render_page


@everybody
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The answers of the FAQ, true for this portal, and how to reach people."""
    return render_page(request, "help.html", nav="help")


@customers_only
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """Everything the bottom bar has no room for; works without script."""
    return render_page(request, "menu.html", nav="menu")


@everybody
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return render_page(request, "imprint.html")


@everybody
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render_page(request, "privacy.html")


@everybody
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render_page(request, "accessibility.html")


@everybody
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words of bills and of this portal."""
    return render_page(request, "glossary.html", nav="help", terms=explained_terms())


@everybody
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render_page(request, "terms.html")


@everybody
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """The licences of fonts and icons, from the packages they came with."""
    text = (settings.ASSETS / "licences.txt").read_text()
    return render_page(request, "licences.html", text=text)
