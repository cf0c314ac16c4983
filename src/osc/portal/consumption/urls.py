"""Paths of the consumption history."""

from django.urls import path

from osc.portal.consumption import views

urlpatterns = [
    path("verbrauch/", views.choose_supply, name="consumption"),
    path("verbrauch/<slug:sparte>/", views.show_consumption, name="consumption_of"),
    path("verbrauch/<slug:sparte>/verbrauch.csv", views.consumption_csv, name="consumption_csv"),
]
