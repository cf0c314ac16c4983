"""Paths of Umzug: the same pages for everybody and for customers, who are known there."""

from django.urls import path

from osc.portal.guards import customers_only, everybody
from osc.portal.moving import sending, views

PAGES = (
    ("", "", views.task_list),
    ("auszug/", "_out", views.move_out),
    ("einzug/", "_in", views.move_in),
    ("anschrift/", "_address", views.final_address),
    ("pruefen/", "_check", sending.check_move),
)

urlpatterns = [
    *(path(f"umzug/{rest}", everybody(views.for_strangers(view)), name=f"moving{name}") for rest, name, view in PAGES),
    *(path(f"verwaltung/umzug/{rest}", customers_only(view), name=f"my_move{name}") for rest, name, view in PAGES),
    path("umzug/eingang/<uuid:form_key>/", sending.move_receipt, name="move_receipt"),
    path("umzug/eingang/<uuid:form_key>/beleg.pdf", sending.move_file, name="move_file"),
]
