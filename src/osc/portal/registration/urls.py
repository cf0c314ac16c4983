"""Paths of registration."""

from django.urls import path

from osc.portal.registration import code, correcting, views

urlpatterns = [
    path("registrieren/", views.register, name="register"),
    path("registrieren/gesendet/", views.register_sent, name="register_sent"),
    path("registrieren/brief/", views.ask_for_letter, name="ask_for_letter"),
    path("registrieren/brief/unterwegs/", views.letter_sent, name="letter_sent"),
    path("registrieren/code/", code.register_by_code, name="register_by_code"),
    path("registrieren/link/<str:token>/", views.register_link, name="register_link"),
    path("registrieren/korrektur/<str:token>/", correcting.correct, name="correct_numbers"),
    path("registrieren/korrektur/<str:token>/brief/", correcting.ask_for_letter_instead, name="correction_letter"),
]
