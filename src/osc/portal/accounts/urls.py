"""Paths of the contract accounts of a log-in: adding, naming, removing, completing with a code."""

from django.urls import path

from osc.portal.accounts import adding, completing, views

urlpatterns = [
    path("verwaltung/vertraege/neu/", adding.add_account, name="add_account"),
    path("verwaltung/vertraege/neu/pruefen/", adding.check_account, name="check_account"),
    path("verwaltung/vertraege/neu/<uuid:request_id>/", adding.account_result, name="account_result"),
    path("verwaltung/vertraege/neu/<uuid:request_id>/brief/", adding.account_letter, name="account_letter"),
    path("verwaltung/vertragskonten/<uuid:account_id>/annehmen/", views.answer, name="answer_offer"),
    path("verwaltung/vertragskonten/<uuid:account_id>/name/", views.name, name="name_account"),
    path("verwaltung/vertragskonten/<uuid:account_id>/entfernen/", views.remove, name="remove_account"),
    path("verwaltung/code/", completing.letter_code, name="letter_code"),
    path("verwaltung/code/neu/", completing.new_code, name="new_letter_code"),
]
