"""Vertrags- und Kontoverwaltung, and the page of one contract."""

from django.urls import path

from osc.portal.contracts import views

urlpatterns = [
    path("verwaltung/", views.administration, name="administration"),
    path("verwaltung/vertraege/<uuid:contract_id>/", views.show_contract, name="contract"),
    path("verwaltung/vertraege/<uuid:contract_id>/nummern/", views.show_numbers, name="contract_numbers"),
]
