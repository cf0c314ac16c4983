"""A log-in with the code from a letter, for somebody who has none yet."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from osc.design.paths import path_to
from osc.identity.registration.asking import CodeNotValid, register_with_code
from osc.limits.counters import LimitReached
from osc.portal.addresses import client_address
from osc.portal.forms import Form
from osc.portal.guards import everybody
from osc.portal.pages import render_page
from osc.portal.registration.forms import old_code, read_code_registration, wrong_code
from osc.portal.system.responses import too_many


@everybody
@require_http_methods(["GET", "HEAD", "POST"])
def register_by_code(request: HttpRequest) -> HttpResponse:
    """The right code leads to the mail with the link; the code is used up when the link is."""
    if request.method != "POST":
        return _page(request, Form())
    form = read_code_registration(request.POST)
    if form.errors:
        return _page(request, form)
    try:
        register_with_code(
            account_number=form["canonical_account"], code=form["canonical_code"], email=form["email"],
            language=get_language() or "de", address=client_address(request), now=request.now,
        )  # fmt: skip
    except CodeNotValid as refused:
        form.refuse("code", old_code() if refused.old else wrong_code())
        return _page(request, form)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    return HttpResponseRedirect(path_to("portal:register_sent"))


def _page(request: HttpRequest, form: Form) -> HttpResponse:
    return render_page(
        request, "register_code.html", status=422 if form.errors else 200, form=form,
        errors=list(form.errors.items()),
    )  # fmt: skip
