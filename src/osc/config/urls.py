"""All paths. Rooms bring their own lists. A view is found without asking every route, only those that begin like
the path are asked."""

from functools import cached_property
from itertools import takewhile

from django.urls import ResolverMatch, URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern


class RoutesBySteps(URLResolver):
    """Django's resolver over a flat list of routes, sorted by their first two steps (`verwaltung/bank`)."""

    @cached_property
    def by_steps(self) -> dict[tuple[str, ...], URLResolver]:
        """For each beginning the routes that may fit, in their order; one with a variable there fits every step."""
        beginnings = [_beginning(route) for route in self.url_patterns]
        return {
            steps: self._of([
                route for route, begins in zip(self.url_patterns, beginnings, strict=True)
                if begins == steps[: len(begins)]
            ])
            for steps in beginnings
        }  # fmt: skip

    def resolve(self, path: str) -> ResolverMatch:
        steps = tuple(path.split("/", 2)[:2])
        fitting = self.by_steps.get(steps) or self.by_steps.get(steps[:1])
        return fitting.resolve(path) if fitting else super().resolve(path)

    def _of(self, routes: list[URLPattern]) -> URLResolver:
        return URLResolver(self.pattern, routes, self.default_kwargs, self.app_name, self.namespace)


def _beginning(route: URLPattern) -> tuple[str, ...]:
    """The first two steps, as far as they are no variables."""
    return tuple(takewhile(lambda step: "<" not in step, str(route.pattern).split("/", 2)[:2]))


urlpatterns = [
    path("team/", include("osc.backoffice.urls")),
    RoutesBySteps(RoutePattern(""), "osc.portal.urls", app_name="portal", namespace="portal"),
]

handler400 = "osc.portal.system.views.bad_request"
handler403 = "osc.portal.system.views.forbidden"
handler404 = "osc.portal.system.views.not_found"
handler500 = "osc.portal.system.views.failed"
