"""Paths of bank details, and of the links in mails about them."""

from django.urls import path

from osc.portal.bank import change, links, views

urlpatterns = [
    path("verwaltung/bank/", views.bank, name="bank"),
    path("verwaltung/bank/aendern/", change.change_bank, name="change_bank"),
    path("verwaltung/bank/pruefen/", change.check_bank, name="check_bank"),
    path("verwaltung/bank/<uuid:account_id>/beenden/", views.end_mandate, name="end_mandate"),
    path("verwaltung/bank/beleg/<uuid:case_id>.pdf", views.bank_receipt, name="bank_receipt"),
    path("bank-melden/<str:token>/", links.object_bank, name="object_bank"),
    path("bank-zustimmen/<str:token>/", links.consent_bank, name="consent_bank"),
]
