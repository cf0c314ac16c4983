"""Paths of Anmeldung und Sicherheit."""

from django.urls import path

from osc.portal.security import address, codes, deleting, passkeys, views

urlpatterns = [
    path("verwaltung/sicherheit/", views.security, name="security"),
    path("verwaltung/sicherheit/passwort/", views.change_password_page, name="change_password"),
    path("verwaltung/sicherheit/geraete/", views.end_places, name="end_places"),
    path("verwaltung/sicherheit/app/", codes.authenticator_app, name="authenticator_app"),
    path("verwaltung/sicherheit/app/code.svg", codes.app_code, name="app_code"),
    path("verwaltung/sicherheit/app/entfernen/", codes.drop_app, name="drop_app"),
    path("verwaltung/sicherheit/codes/", codes.fresh_codes, name="recovery_codes"),
    path("verwaltung/sicherheit/passkey/", passkeys.keep_passkey, name="keep_passkey"),
    path("verwaltung/sicherheit/passkey/frage/", passkeys.ask_new, name="ask_new_passkey"),
    path("verwaltung/sicherheit/passkey/<uuid:passkey_id>/entfernen/", passkeys.drop_passkey, name="drop_passkey"),
    path("verwaltung/sicherheit/loeschen/", deleting.delete_login, name="delete_login"),
    path("verwaltung/sicherheit/e-mail/", address.change_email, name="change_email"),
    path("e-mail-bestaetigen/<str:token>/", address.confirm_email, name="confirm_email"),
    path("e-mail-rueckgaengig/<str:token>/", address.revert_email, name="revert_email"),
]
