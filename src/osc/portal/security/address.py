"""A new e-mail address: asked for with a fresh password, confirmed and undone by mailed links."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from osc.design.language import gettext as _
from osc.design.paths import path_to
from osc.identity.address.changing import (
    ChangeGone,
    ask_email_change,
    confirm_email_change,
    find_change,
    find_confirmed_change,
    revert_email_change,
    shortened,
)
from osc.identity.rules.email import canonical_email, looks_like_email
from osc.limits.counters import LimitReached
from osc.portal.forms import Form
from osc.portal.guards import confirmed_recently, customers_only, everybody, form_page
from osc.portal.links import gone, token_page
from osc.portal.pages import note, render_page
from osc.portal.sign_in.entering import visitor_of
from osc.portal.system.responses import too_many


@customers_only
@confirmed_recently
@form_page
def change_email(request: HttpRequest) -> HttpResponse:
    """The old address stays the user name until the link in the mail to the new one is confirmed."""
    form = Form.read(request.POST, "email")
    if request.method == "POST":
        if not looks_like_email(form["email"]):
            form.refuse("email", _("Geben Sie eine E-Mail-Adresse mit @ ein, zum Beispiel name@example.de"))
        elif canonical_email(form["email"]) == request.customer.email:
            form.refuse("email", _("Das ist schon Ihre Adresse. Geben Sie die neue ein"))
    if request.method != "POST" or form.errors:
        return render_page(
            request, "change_email.html", nav="administration", status=422 if form.errors else 200, form=form,
            errors=list(form.errors.items()), email=request.customer.email,
        )  # fmt: skip
    try:
        ask_email_change(user_id=request.customer.id, new_email=form["email"], now=request.now)
    except LimitReached as limit:
        return too_many(request, limit.retry_after)
    note(
        request,
        _("Schauen Sie in die E-Mails der neuen Adresse. Öffnen Sie den Link, dann gilt sie. Bis dahin gilt die alte."),
    )
    return HttpResponseRedirect(path_to("portal:security"))


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows both addresses, POST confirms; works in any browser."""
    try:
        if request.method != "POST":
            change = find_change(token=token, now=request.now)
            return render_page(
                request, "confirm_email.html", new=change.new_email, old=shortened(change.old_email)
            )  # fmt: skip
        confirm_email_change(
            token=token, visitor=visitor_of(request), keep_session=request.session.key, now=request.now
        )  # fmt: skip
    except ChangeGone:
        return gone(request)
    note(request, _("Ihre neue E-Mail-Adresse gilt ab sofort. Sie ist jetzt Ihr Benutzername."))
    return HttpResponseRedirect(path_to("portal:security"))


@everybody
@token_page
@require_http_methods(["GET", "HEAD", "POST"])
def revert_email(request: HttpRequest, token: str) -> HttpResponse:
    """From the old mailbox, without signing in; wins over whatever came later."""
    try:
        if request.method != "POST":
            change = find_confirmed_change(token=token, now=request.now)
            return render_page(
                request, "revert_email.html", new=shortened(change.new_email), old=change.old_email
            )  # fmt: skip
        revert_email_change(token=token, visitor=visitor_of(request), now=request.now)
    except ChangeGone:
        return gone(request)
    return render_page(request, "email_reverted.html")
