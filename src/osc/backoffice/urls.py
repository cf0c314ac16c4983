"""Paths of the staff pages."""

from django.urls import path

from osc.backoffice import views

app_name = "backoffice"
urlpatterns = [
    path("", views.start, name="start"),
    path("uebertragung/<uuid:key>/wiederholen/", views.replay_message, name="replay_message"),
    path("quarantaene/<int:record_id>/wiederholen/", views.replay_record, name="replay_record"),
]
