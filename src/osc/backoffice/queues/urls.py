"""Paths of the queues."""

from django.urls import path

from osc.backoffice.queues import bank, bills, declarations, letters, readings, start, unmatched_readings

urlpatterns = [
    path("", start.start, name="start"),
    path("bank/", bank.bank_queue, name="bank"),
    path("bank/<uuid:case_id>/", bank.bank_change, name="bank_change"),
    path("bank/<uuid:case_id>/entscheiden/", bank.decide_bank_change, name="decide_bank_change"),
    path("erklaerungen/", declarations.declaration_queue, name="declarations"),
    path("erklaerungen/<uuid:declaration_id>/", declarations.declaration, name="declaration"),
    path("erklaerungen/<uuid:declaration_id>/zuordnen/", declarations.assign_to_contract, name="assign_declaration"),
    path("erklaerungen/<uuid:declaration_id>/schliessen/", declarations.close_with_answer, name="close_declaration"),
    path("zaehlerstaende/", readings.reading_queue, name="readings"),
    path("zaehlerstaende/<uuid:case_id>/", readings.reading, name="reading"),
    path("zaehlerstaende/<uuid:case_id>/entscheiden/", readings.decide_reading, name="decide_reading"),
    path("ohne-anmeldung/<uuid:reading_id>/", unmatched_readings.unmatched, name="unmatched_reading"),
    path("ohne-anmeldung/<uuid:reading_id>/zuordnen/", unmatched_readings.assign_to_meter, name="assign_reading"),
    path("ohne-anmeldung/<uuid:reading_id>/schliessen/", unmatched_readings.close_unmatched, name="close_reading"),
    path("briefe/", letters.letters, name="letters"),
    path("briefe/gedruckt/", letters.print_letters, name="print_letters"),
    path("briefe/<uuid:letter_id>/pdf/", letters.open_letter, name="open_letter"),
    path("briefe/<uuid:letter_id>/zurueck/", letters.return_letter, name="return_letter"),
    path("briefe/<uuid:letter_id>/erledigt/", letters.settle_letter, name="settle_letter"),
    path("rechnungen/", bills.bill_queue, name="bills"),
    path("rechnungen/<uuid:bill_id>/", bills.bill, name="bill"),
    path("rechnungen/<uuid:bill_id>/gesehen/", bills.look_at_bill, name="look_at_bill"),
]
