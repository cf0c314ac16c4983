"""Paths of post and notifications."""

from django.urls import path

from osc.portal.post import views

urlpatterns = [
    path("verwaltung/post/", views.post, name="post"),
    path("verwaltung/post/<uuid:account_id>/rechnung/", views.choose_how_often, name="choose_how_often"),
    path("verwaltung/post/<uuid:account_id>/", views.choose, name="choose_post"),
]
