"""Paths of Kündigung and Widerruf."""

from django.urls import path

from osc.portal.leaving import receipts, termination, withdrawal

urlpatterns = [
    path("kuendigen/", termination.terminate_page, name="terminate"),
    path("kuendigen/eingang/<uuid:form_key>/", receipts.termination_receipt, name="termination_receipt"),
    path("kuendigen/eingang/<uuid:form_key>/beleg.pdf", receipts.termination_file, name="termination_file"),
    path("widerrufen/", withdrawal.withdraw_page, name="withdraw_contract"),
    path("widerrufen/pruefen/", withdrawal.check_withdrawal, name="check_withdrawal"),
    path("widerrufen/eingang/<uuid:form_key>/", receipts.withdrawal_receipt, name="withdrawal_receipt"),
    path("widerrufen/eingang/<uuid:form_key>/beleg.pdf", receipts.withdrawal_file, name="withdrawal_file"),
]
