"""Paths of the personal data."""

from django.urls import path

from osc.portal.person import views

urlpatterns = [
    path("verwaltung/daten/", views.show_person, name="personal_data"),
    path("verwaltung/daten/<uuid:partner_id>/<slug:part>/", views.change_part, name="change_personal_data"),
    path("verwaltung/daten/<uuid:partner_id>/<slug:part>/pruefen/", views.check_part, name="check_personal_data"),
]
