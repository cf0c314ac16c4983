"""Paths that programs look for."""

from django.urls import path

from osc.portal.system import views

urlpatterns = [
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
