"""Paths of bills and payments."""

from django.urls import path

from osc.portal.bills import views

urlpatterns = [
    path("verwaltung/zahlungen/", views.list_bills, name="bills"),
    path("verwaltung/zahlungen/<uuid:bill_id>/", views.show_bill, name="bill"),
    path("verwaltung/zahlungen/<uuid:bill_id>/pdf/", views.bill_file, name="bill_file"),
]
