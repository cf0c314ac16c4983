"""Paths of registration."""

from django.urls import path

from osc.portal.registration import views

urlpatterns = [
    path("registrieren/", views.register, name="register"),
    path("registrieren/gesendet/", views.register_sent, name="register_sent"),
    path("registrieren/link/<str:token>/", views.register_link, name="register_link"),
]
