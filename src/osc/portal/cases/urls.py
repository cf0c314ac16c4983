"""Paths of requests."""

from django.urls import path

from osc.portal.cases import receipts, views

urlpatterns = [
    path("verwaltung/vorgaenge/", views.list_cases, name="cases"),
    path("verwaltung/vorgaenge/<uuid:case_id>/", views.show_case, name="case"),
    path("verwaltung/vorgaenge/<uuid:case_id>/beleg.pdf", receipts.case_file, name="case_file"),
    path("verwaltung/vorgaenge/<uuid:case_id>/zuruecknehmen/", views.undo_case, name="undo_case"),
]
