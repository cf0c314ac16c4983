"""Paths of instalments."""

from django.urls import path

from osc.portal.instalments import schedule_views, views

urlpatterns = [
    path("abschlag/", views.list_instalments, name="instalments"),
    path("abschlag/<uuid:contract_id>/", views.change_amount, name="instalment"),
    path("abschlag/<uuid:contract_id>/vorschau/", views.preview_amount, name="preview_instalment"),
    path("abschlag/<uuid:contract_id>/pruefen/", views.check_amount, name="check_instalment"),
    path("abschlag/<uuid:contract_id>/plan/", schedule_views.schedule, name="payment_schedule"),
    path("abschlag/<uuid:contract_id>/plan.ics", schedule_views.schedule_calendar, name="payment_calendar"),
    path("abschlag/<uuid:contract_id>/ueberweisung.svg", schedule_views.transfer_image, name="transfer_image"),
]
