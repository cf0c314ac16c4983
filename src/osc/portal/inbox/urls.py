"""Paths of the inbox."""

from django.urls import path

from osc.portal.inbox import views, writing

urlpatterns = [
    path("postfach/", views.inbox, name="inbox"),
    path("postfach/neu/", writing.write_message, name="new_message"),
    path("postfach/neu/pruefen/", writing.check_message, name="check_message"),
    path("postfach/<uuid:letter_id>/", views.show_letter, name="letter"),
]
