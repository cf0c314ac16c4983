"""Paths of signing in and out."""

from django.urls import path

from osc.portal.sign_in import choices, confirming, passkeys, second_factor, unlocking, views

urlpatterns = [
    path("anmelden/", views.sign_in_page, name="sign_in"),
    path("anmelden/zweiter-faktor/", second_factor.second_factor, name="second_factor"),
    path("anmelden/passkey/", passkeys.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("anmelden/passkey/frage/", passkeys.ask, name="ask_passkey"),
    path("anmelden/freischalten/<str:token>/", unlocking.unlock, name="unlock"),
    path("anmelden/bestaetigen/", views.confirm_password_page, name="confirm_password"),
    path("anmelden/bestaetigen/passkey/", confirming.confirm_with_passkey, name="confirm_with_passkey"),
    path("abmelden/", views.sign_out, name="sign_out"),
    path("sprache/", choices.set_language, name="set_language"),
    path("darstellung/", choices.set_theme, name="set_theme"),
]
