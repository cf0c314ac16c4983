"""Paths of post and notifications."""

from django.urls import path

from osc.portal.post import views

urlpatterns = [
    path("verwaltung/post/", views.post, name="post"),
    path("verwaltung/post/<uuid:account_id>/", views.choose, name="choose_post"),
]
