"""Paths of the staff pages."""

from django.urls import path

from osc.backoffice import cases, customers, exchange
from osc.backoffice.access import urls as access
from osc.backoffice.queues import urls as queues

app_name = "backoffice"
urlpatterns = [
    path("vorgaenge/", cases.case_list, name="cases"),
    path("vorgaenge/<uuid:case_id>/", cases.show_case, name="case"),
    path("vorgaenge/<uuid:case_id>/entscheiden/", cases.decide, name="decide"),
    path("kunden/", customers.search, name="customers"),
    path("kunden/<uuid:partner_id>/", customers.show_customer, name="customer"),
    path("kunden/<uuid:partner_id>/ansehen/", customers.view_as, name="view_as"),
    path("ansicht-beenden/", customers.end_view, name="stop_viewing"),
    *queues.urlpatterns,
    *access.urlpatterns,
    path("austausch/", exchange.exchange, name="exchange"),
    path("uebertragung/<uuid:key>/wiederholen/", exchange.replay_message, name="replay_message"),
    path("quarantaene/<int:record_id>/wiederholen/", exchange.replay_record, name="replay_record"),
]
