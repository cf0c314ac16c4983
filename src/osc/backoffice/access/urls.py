"""Paths of log-ins, alerts and what customers write."""

from django.urls import path

from osc.backoffice.access import alerts, logins, lost_factors, messages

urlpatterns = [
    path("kunden/<uuid:partner_id>/zugang/<uuid:user_id>/", logins.login, name="login"),
    path("zweite-bestaetigung/", lost_factors.lost_factors, name="lost_factors"),
    path("zweite-bestaetigung/<uuid:request_id>/", lost_factors.decide, name="decide_lost_factor"),
    path("nachrichten/", messages.message_list, name="messages"),
    path("nachrichten/<uuid:case_id>/", messages.thread, name="message"),
    path("meldung/<uuid:alert_id>/gesehen/", alerts.see, name="see_alert"),
]
