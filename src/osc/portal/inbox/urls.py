"""Paths of the inbox."""

from django.urls import path

from osc.portal.inbox import views

urlpatterns = [
    path("postfach/", views.inbox, name="inbox"),
    path("postfach/<uuid:letter_id>/", views.show_letter, name="letter"),
]
