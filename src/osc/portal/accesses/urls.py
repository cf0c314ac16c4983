"""Path of the list of accesses."""

from django.urls import path

from osc.portal.accesses import views

urlpatterns = [
    path("verwaltung/zugriffe/", views.list_accesses, name="accesses"),
]
