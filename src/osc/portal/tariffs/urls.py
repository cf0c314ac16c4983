"""Choosing another tariff, and the products for everybody."""

from django.urls import path

from osc.portal.tariffs import confirmation, ordering, public, views

urlpatterns = [
    path("verwaltung/vertraege/<uuid:contract_id>/tarife/", views.list_tariffs, name="tariffs"),
    path("verwaltung/vertraege/<uuid:contract_id>/tarife/<slug:code>/", ordering.choose_tariff, name="choose_tariff"),
    path(
        "verwaltung/vertraege/<uuid:contract_id>/tarife/<slug:code>/pruefen/",
        ordering.check_tariff,
        name="check_tariff",
    ),
    path("verwaltung/auftraege/<uuid:case_id>/", views.show_order, name="tariff_order"),
    path("verwaltung/auftraege/<uuid:case_id>/vertrag.pdf", confirmation.contract_file, name="contract_file"),
    path("tarife/", public.products, name="products"),
    path("tarife.json", public.products_json, name="products_json"),
]
