"""Routes are found by their beginning as Django would find them one after the other."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from osc.config.urls import RoutesBySteps


def answer(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def routes(*patterns: str) -> list[URLPattern]:
    return [path(pattern, answer, name=pattern) for pattern in patterns]


OURS = routes(
    "", "a/", "a/b/", "a/<int:number>/", "a/b/<int:number>/", "a/<slug:word>/c/", "a/b/<slug:word>/", "a.json",
    "<slug:word>/x/", "<int:number>/", "a/<path:rest>", "b/c/d/e/", "b/<slug:word>/d/<int:number>/",
)  # fmt: skip
PATHS = (
    "", "a/", "a", "a/b/", "a/7/", "a/b/7/", "a/b/c/", "a/q/c/", "a/b/word/", "a.json", "a/x/", "z/x/", "12/", "a/any/how",
    "b/c/d/e/", "b/c/d/9/", "b/z/d/9/", "b/c/", "nothing", "nothing/at/all/", "/", "//", "a//", "A/",
)  # fmt: skip


@pytest.mark.parametrize("asked", PATHS)
def test_the_same_route_as_one_after_the_other(asked: str) -> None:
    found = []
    for kind in (URLResolver, RoutesBySteps):
        resolver = kind(RoutePattern(""), OURS, app_name="portal", namespace="portal")
        try:
            match = resolver.resolve(asked)
            found.append((match.view_name, match.kwargs, match.route))
        except Resolver404:
            found.append(None)
    assert found[0] == found[1]
