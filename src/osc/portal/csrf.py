"""The check that a form came from us, also on pages that tell nobody their address."""

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class FormsOfOurs(CsrfViewMiddleware):
    """Django's check. Behind a mailed link the referrer policy is no-referrer, and there browsers send
    `Origin: null`; then Sec-Fetch-Site says where the form was, and the token must fit as everywhere."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null" and getattr(request.resolver_match.func, "token_page", False):
            return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return bool(super()._origin_verified(request))
