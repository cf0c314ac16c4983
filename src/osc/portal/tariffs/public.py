"""The products for everybody: a page, and the same for programs (R-VTR-11, R-VTR-14)."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from osc.contracts.queries import offered_products
from osc.contracts.rules.offers import GrossPrice, Product, gross_prices
from osc.foundation.clock import berlin_today
from osc.foundation.effective import vat_percent
from osc.portal.contracts.presenters import unit_of
from osc.portal.guards import everybody
from osc.portal.pages import energy_label, render_page


def _priced(request: HttpRequest) -> list[tuple[Product, list[GrossPrice]]]:
    today = berlin_today(request.now)
    return [
        (product, gross_prices(product.steps, today, partial(vat_percent, product.commodity)))
        for product in offered_products(today=today)
    ]


@everybody
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """Prices and conditions of everything the utility offers, without sign-in."""
    return render_page(
        request, "products.html", products=_priced(request), unit_of=unit_of,
        today=berlin_today(request.now), label=energy_label(berlin_today(request.now)),
    )  # fmt: skip


@everybody
@require_safe
def products_json(request: HttpRequest) -> HttpResponse:
    """The same, machine-readable; prices are decimals as text, gross and net."""
    offers = [_record(product, prices) for product, prices in _priced(request)]
    return JsonResponse(
        {"utility": settings.UTILITY.name, "as_of": berlin_today(request.now).isoformat(), "currency": "EUR",
         "tariffs": offers},
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def _record(product: Product, prices: list[GrossPrice]) -> dict[str, Any]:
    return {
        "code": product.code, "name": product.name, "commodity": product.commodity,
        "unit": "m3" if product.commodity == "WASSER" else "kWh", "supply_form": product.supply_form,
        "price_kind": product.price_kind, "term_months": product.term_months,
        "renewal_months": product.renewal_months, "notice": product.notice,
        "price_guarantee_months": product.guarantee_months, "needs_remote_meter": product.needs_remote_meter,
        "terms_version": product.terms["version"],
        "prices_gross": [
            {"from": each.since, "until": each.until, "unit_price_ct": str(each.unit_ct),
             "base_price_eur_per_year": str(each.base_eur)} for each in prices
        ],
    }  # fmt: skip
