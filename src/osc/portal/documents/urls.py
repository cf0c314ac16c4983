"""Paths of documents."""

from django.urls import path

from osc.portal.documents import views

urlpatterns = [
    path("dokumente/<uuid:document_id>/", views.download, name="document"),
]
