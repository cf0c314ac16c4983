"""Paths of the start page."""

from django.urls import path

from osc.portal.overview import views

urlpatterns = [
    path("", views.overview, name="overview"),
]
