"""Paths of a forgotten password."""

from django.urls import path

from osc.portal.passwords import views

urlpatterns = [
    path("passwort-vergessen/", views.forgot, name="forgot_password"),
    path("passwort-vergessen/gesendet/", views.forgot_sent, name="forgot_password_sent"),
    path("passwort-neu/", views.new_password, name="new_password"),
    path("passwort-neu/<str:token>/", views.reset_link, name="reset_link"),
]
