"""Paths of the queues."""

from django.urls import path

from osc.backoffice.queues import bank

urlpatterns = [
    path("bank/", bank.bank_queue, name="bank"),
    path("bank/<uuid:case_id>/", bank.bank_change, name="bank_change"),
    path("bank/<uuid:case_id>/entscheiden/", bank.decide_bank_change, name="decide_bank_change"),
]
