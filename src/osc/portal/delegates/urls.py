"""Paths of Zugriff für andere."""

from django.urls import path

from osc.portal.delegates import inviting, joining, views

urlpatterns = [
    path("verwaltung/zugriff/", views.delegates, name="delegates"),
    path("verwaltung/zugriff/neu/", inviting.invite_delegate, name="invite_delegate"),
    path("verwaltung/zugriff/pruefen/", inviting.check_invitation, name="check_invitation"),
    path("verwaltung/zugriff/person/<uuid:user_id>/beenden/", views.end_access, name="end_access"),
    path("verwaltung/zugriff/einladung/<uuid:invitation_id>/zurueck/", views.take_back_invitation, name="take_back"),
    path("verwaltung/zugriff/einladung/<uuid:invitation_id>/antwort/", joining.answer, name="answer_invitation"),
    path("verwaltung/zugriff/konto/<uuid:account_id>/abgeben/", views.give_back_access, name="give_back_access"),
    path("zugriff-annehmen/<str:token>/", joining.join, name="join"),
]
