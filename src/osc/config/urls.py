"""All paths. Rooms bring their own lists."""

from django.urls import include, path

urlpatterns = [
    path("team/", include("osc.backoffice.urls")),
    path("", include("osc.portal.urls")),
]

handler400 = "osc.portal.system.views.bad_request"
handler403 = "osc.portal.system.views.forbidden"
handler404 = "osc.portal.system.views.not_found"
handler500 = "osc.portal.system.views.failed"
