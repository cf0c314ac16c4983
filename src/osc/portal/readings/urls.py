"""Paths of meter readings."""

from django.urls import path

from osc.portal.readings import anonymous, objection, views

urlpatterns = [
    path("zaehlerstand-melden/", anonymous.enter, name="anonymous_reading"),
    path("zaehlerstand-melden/pruefen/", anonymous.check, name="check_anonymous_reading"),
    path("zaehlerstand-melden/gesendet/", anonymous.sent, name="anonymous_reading_sent"),
    path("zaehlerstand/", views.choose_meter, name="readings"),
    path("zaehlerstand/<uuid:meter_id>/", views.enter_reading, name="enter_reading"),
    path("zaehlerstand/<uuid:meter_id>/pruefen/", views.check_reading, name="check_reading"),
    path("zaehlerstand/<uuid:meter_id>/einschaetzen/", views.judge_reading, name="judge_reading"),
    path("zaehlerstand/<uuid:meter_id>/nicht-selbst-ablesen/", objection.enter_objection, name="object_to_reading"),
    path(
        "zaehlerstand/<uuid:meter_id>/nicht-selbst-ablesen/pruefen/",
        objection.check_objection,
        name="check_objection",
    ),
    path("zaehlerstand/<uuid:meter_id>/verlauf/", views.history, name="reading_history"),
    path("zaehlerstand/<uuid:meter_id>/verlauf.csv", views.history_csv, name="reading_history_csv"),
]
