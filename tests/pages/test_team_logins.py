"""Staff and the log-ins of customers: close, open, new password, lost second factor (R-SEC-16, LOG18, AUT9, AUT10)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import get_resolver

from osc.audit.models import AuditEntry
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.identity.factors.held import has_second_factor
from osc.identity.models import AuthenticatorApp, FactorReset, LoginSession, PasswordReset, PortalUser, SecurityAlert
from osc.identity.risk import risk_marks
from osc.identity.security_events import raise_alarm
from osc.identity.sessions import find_session, start_session
from tests.pages.test_team import partner_of
from tests.support.client import PageClient, visible_text
from tests.support.people import let_look, make_user
from tests.support.staff import enter_staff, run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff_database")]
NOW = settings.NOW
REASON = "Anruf, erkannt an der letzten Rechnung"
QUEUE = "/team/zweite-bestaetigung/"


def page_of(user: PortalUser, kind: str = "B") -> str:
    return f"/team/kunden/{partner_of(kind)}/zugang/{user.id}/"


def do(clerk: PageClient, user: PortalUser, deed: str, reason: str = REASON) -> int:
    return clerk.post(page_of(user), {"deed": deed, "reason": reason}).status_code


def told(template: str) -> Mail:
    return Mail.objects.get(template=template)


def with_app(kind: str = "B") -> PortalUser:
    user = make_user(kind)
    AuthenticatorApp(user=user, sealed_secret="x", added_at=NOW).save()
    return user


def test_log18_closing_a_log_in_ends_every_open_session() -> None:
    user, clerk = make_user("B"), enter_staff()
    browsers = [PageClient().enter(user) for _ in range(3)]
    assert all(browser.get("/").status_code == 200 for browser in browsers)
    assert do(clerk, user, "disable") == 302
    for browser in browsers:
        assert browser.get("/").headers["Location"] == "/anmelden/"
    assert not LoginSession.objects.filter(user=user).exists()
    assert "gesperrt" in visible_text(clerk.get(page_of(user)))
    assert told("login_closed").to == user.email
    entry = AuditEntry.objects.get(deed="login_closed")
    assert entry.detail["reason"] == REASON and str(entry.business_partner_id) == partner_of("B")
    assert run_jobs("tell_address_on_file") == 1
    assert do(clerk, user, "disable") == 302
    assert Mail.objects.filter(template="login_closed", to=user.email).count() == 1, "closed is closed"


def test_the_file_leads_to_each_log_in_once() -> None:
    user, clerk = make_user("L"), enter_staff()
    let_look(make_user("B"), "L")
    page = clerk.get(f"/team/kunden/{partner_of('L')}/")
    assert page.content.decode().count(page_of(user, "L")) == 1
    assert "b@example.net" in visible_text(page) and "nur ansehen" in visible_text(page)
    assert clerk.get(page_of(user, "L")).status_code == 200


def test_opening_it_again_brings_no_session_back_and_the_customer_reads_the_reason() -> None:
    user, clerk = make_user("B"), enter_staff()
    key = start_session(user, now=NOW)
    do(clerk, user, "disable")
    assert do(clerk, user, "enable") == 302
    assert find_session(key, now=NOW) is None
    shown = visible_text(PageClient().enter(user).get("/verwaltung/zugriffe/"))
    assert "Ihren Zugang gesperrt" in shown and REASON in shown
    events = visible_text(PageClient().enter(user).get("/verwaltung/sicherheit/"))
    assert "Zugang gesperrt" in events and "Zugang wieder geöffnet" in events


@pytest.mark.parametrize(("deed", "reason"), [("disable", ""), ("", REASON), ("delete", REASON), ("disable", "kurz")])
def test_nothing_happens_without_a_deed_and_a_reason(deed: str, reason: str) -> None:
    user, clerk = make_user("B"), enter_staff()
    assert do(clerk, user, deed, reason) == 422
    assert PortalUser.objects.get(id=user.id).is_active


def test_the_mail_for_a_new_password_is_the_customers_own_and_has_its_budget() -> None:
    user, clerk = make_user("B"), enter_staff()
    for _ in range(5):
        assert do(clerk, user, "password") == 302
    run_jobs("judge_password_reset")
    mails = Mail.objects.filter(to=user.email, template__in=("one_time_password", "reset_link"))
    assert mails.count() == 3
    assert "von unserem Kundenservice" in write(mails.first()).body
    assert PasswordReset.objects.filter(user=user, ended_at=None).count() == 1
    assert AuditEntry.objects.filter(deed="send_new_password").count() == 5
    shown = clerk.get(page_of(user)).content.decode()
    assert "EP-" not in shown and 'type="password"' not in shown


def test_a_lost_factor_needs_two_people_and_the_second_may_decide() -> None:
    user = with_app()
    first, second = enter_staff(), enter_staff("s2@example.net", admin=True)
    session = start_session(user, now=NOW)
    assert do(first, user, "factor") == 302
    assert has_second_factor(user.id), "nothing is taken away yet"
    assert told("factor_reset_asked").to == user.email
    assert do(first, user, "factor") == 422, "asked already"
    asked = FactorReset.objects.get()
    assert first.get(QUEUE).status_code == 404
    assert first.post(f"{QUEUE}{asked.id}/", {"decision": "approve", "reason": REASON}).status_code == 404
    assert REASON in visible_text(second.get(QUEUE))
    assert "Zweite Bestätigung zurücksetzen 1" in visible_text(second.get("/team/"))
    assert second.post(f"{QUEUE}{asked.id}/", {"decision": "approve", "reason": ""}).status_code == 422
    assert second.post(f"{QUEUE}{asked.id}/", {"decision": "", "reason": REASON}).status_code == 422
    assert second.post(f"{QUEUE}{asked.id}/", {"decision": "approve", "reason": REASON}).status_code == 302
    assert not has_second_factor(user.id) and find_session(session, now=NOW) is None
    assert told("factor_reset_done").to == user.email
    opened = find_session(start_session(user, now=NOW), now=NOW)
    assert opened is not None and opened.user is not None
    assert "password_reset" in risk_marks(opened.user, now=NOW), "money is held after it (security 6.7)"
    second.post(f"{QUEUE}{asked.id}/", {"decision": "approve", "reason": REASON})
    assert AuditEntry.objects.filter(deed="approve_factor_reset").count() == 1
    actors = set(AuditEntry.objects.filter(deed__endswith="factor_reset").values_list("actor", flat=True))
    assert len(actors) == 2


def test_whoever_asked_does_not_decide_and_a_refusal_changes_nothing() -> None:
    user = with_app()
    admin, other = enter_staff("s2@example.net", admin=True), enter_staff("s3@example.net", admin=True)
    do(admin, user, "factor")
    asked = FactorReset.objects.get()
    assert "Entscheiden muss jemand anderes" in visible_text(admin.get(QUEUE))
    assert admin.post(f"{QUEUE}{asked.id}/", {"decision": "approve", "reason": REASON}).status_code == 302
    assert has_second_factor(user.id)
    assert other.post(f"{QUEUE}{asked.id}/", {"decision": "refuse", "reason": REASON}).status_code == 302
    assert has_second_factor(user.id)
    assert AuditEntry.objects.filter(deed="refuse_factor_reset").count() == 1


def test_without_a_second_factor_there_is_nothing_to_reset() -> None:
    user, clerk = make_user("B"), enter_staff()
    assert do(clerk, user, "factor") == 422
    assert not FactorReset.objects.exists()


def test_log_ins_of_other_customers_and_of_staff_are_not_there() -> None:
    clerk = enter_staff()
    other, colleague = make_user("A"), make_user("B", email="s9@example.net", is_staff=True)
    for user in (other, colleague):
        assert clerk.get(page_of(user)).status_code == 404
        assert do(clerk, user, "disable") == 404
    assert PortalUser.objects.filter(is_active=False).count() == 0


def test_aut9_who_reaches_which_staff_page() -> None:
    """Everybody × every staff address: customers and strangers find nothing, S1 nothing of S2."""
    user = make_user("B")
    admin, clerk = enter_staff("s2@example.net", admin=True), enter_staff()
    bare = enter_staff("s3@example.net")
    bare.enter(PortalUser.objects.get(email="s3@example.net"), second_factor=False)
    customer, stranger = PageClient().enter(user), PageClient()
    nothing = visible_text(stranger.get("/gibt-es-nicht/"))
    routes = [str(route.pattern) for route in get_resolver().url_patterns[0].url_patterns]
    only_admins = {route for route in routes if route.startswith("zweite-bestaetigung")}
    assert len(routes) > 15 and len(only_admins) == 2
    for route in routes:
        path = "/team/" + re.sub(r"<uuid:\w+>", str(uuid4()), re.sub(r"<int:\w+>", "1", route))
        for method in ("get", "post"):
            answer = getattr(stranger, method)(path)
            assert (answer.status_code, visible_text(answer)) == (404, nothing), path
            assert getattr(customer, method)(path).status_code == 404, path
            assert getattr(bare, method)(path).headers["Location"] == "/verwaltung/sicherheit/", path
        if route in only_admins:
            assert clerk.get(path).status_code == clerk.post(path).status_code == 404
    assert admin.get(QUEUE).status_code == 200


def test_log19_an_alert_stands_on_the_start_page_until_somebody_cares() -> None:
    clerk = enter_staff()
    for hour in range(3):
        raise_alarm("sign-in-failures", now=NOW - timedelta(hours=hour))
    page = visible_text(clerk.get("/team/"))
    assert page.count("Sehr viele falsche Anmeldungen") == 2, "once to read, once for the button"
    alert = SecurityAlert.objects.get()
    for _ in range(2):
        assert clerk.post(f"/team/meldung/{alert.id}/gesehen/").status_code == 302
    clerk.get("/team/")
    assert "falsche Anmeldungen" not in visible_text(clerk.get("/team/"))
    raise_alarm("sign-in-failures", now=NOW + timedelta(hours=2))
    assert "falsche Anmeldungen" in visible_text(clerk.get("/team/"))


@pytest.mark.parametrize("language", ["de", "en"])
def test_both_languages(language: str) -> None:
    user = with_app()
    admin = enter_staff("s2@example.net", admin=True)
    PortalUser.objects.update(language=language)
    raise_alarm("register-failures", now=NOW)
    word = {"de": "Zugang verwalten", "en": "Manage account"}[language]
    assert word in visible_text(admin.get(page_of(user)))
    do(admin, user, "factor")
    for path in (QUEUE, "/team/", "/team/nachrichten/"):
        assert admin.get(path).status_code == 200
    do(admin, user, "disable")
    do(admin, user, "enable")
    for template in ("login_closed", "login_opened", "factor_reset_asked"):
        mail = told(template)
        assert mail.language == language and write(mail).body
