"""Paths of help, menu and legal pages."""

from django.urls import path

from osc.portal.help import views

urlpatterns = [
    path("menue/", views.menu, name="menu"),
    path("hilfe/", views.help_page, name="help"),
    path("hilfe/begriffe/", views.glossary, name="glossary"),
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("lizenzen/", views.licences, name="licences"),
    path("nutzungsbedingungen/", views.terms, name="terms"),
]
