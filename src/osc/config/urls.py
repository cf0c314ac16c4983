"""All paths. Rooms bring their own lists."""

from django.urls import include, path
from django.urls.resolvers import RoutePattern

from osc.portal.routes import RoutesBySteps

urlpatterns = [
    path("team/", include("osc.backoffice.urls")),
    RoutesBySteps(RoutePattern(""), "osc.portal.urls", app_name="portal", namespace="portal"),
]

handler400 = "osc.portal.system.views.bad_request"
handler403 = "osc.portal.system.views.forbidden"
handler404 = "osc.portal.system.views.not_found"
handler500 = "osc.portal.system.views.failed"
