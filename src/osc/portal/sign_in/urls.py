"""Paths of signing in and out."""

from django.urls import path

from osc.portal.sign_in import views

urlpatterns = [
    path("anmelden/", views.sign_in_page, name="sign_in"),
    path("anmelden/bestaetigen/", views.confirm_password_page, name="confirm_password"),
    path("abmelden/", views.sign_out, name="sign_out"),
    path("sprache/", views.set_language, name="set_language"),
    path("darstellung/", views.set_theme, name="set_theme"),
]
