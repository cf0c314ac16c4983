"""What protects people by itself: logs without secrets, a quiet new log-in, refused tries that are seen."""

import logging
import re

import pytest
from django.conf import settings

from osc.billing.models import PaperlessChoice
from osc.config.logs import UtcLines
from osc.correspondence.models import Mail
from osc.correspondence.sending import send, write
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.identity.registration.evaluation import evaluate
from tests.pages.test_bank import all_accounts
from tests.pages.test_sign_in import good
from tests.support.bank import change, old_friend
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, make_user
from tests.support.reading import meter_of

IBAN = re.compile(r"DE\d{2}[ \d]{16,}")


def lines_of(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(record.getMessage() for record in caplog.records)


def test_r_ds_16_no_iban_password_or_token_reaches_the_log(
    portal: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        user = old_friend(portal)
        assert "angekommen" in visible_text(change(portal, **all_accounts()))
        portal.post("/abmelden/")
        portal.post("/anmelden/", {"email": user.email, "password": PASSWORD})
        portal.post("/passwort-vergessen/", {"email": user.email})
        portal.get("/registrieren/link/geheim123/")
        for mail in Mail.objects.all():
            write(mail)
    told = lines_of(caplog)
    assert "signed_in" in told, "the log is really looked at"
    assert not IBAN.search(told) and "DE89" not in told and PASSWORD not in told and user.email not in told
    assert portal.cookies[settings.SESSION_COOKIE].value not in told


def test_r_sec_18_refused_tries_and_sign_ins_are_lines_of_the_security_log(
    portal: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    user = make_user("A")
    portal.enter(user)
    with caplog.at_level(logging.INFO, logger="osc.security"):
        portal.get(f"/zaehlerstand/{meter_of('B').id}/")
        portal.get("/zaehlerstand/%0AINFO osc.security forged/")
    seen = [record for record in caplog.records if record.name == "osc.security"]
    assert f"refused 404 user={user.id} path=/zaehlerstand/{meter_of('B').id}/" in seen[0].getMessage()
    line = UtcLines("%(asctime)s %(levelname)s %(name)s %(message)s").format(seen[1])
    assert "\n" not in line and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING osc.security refused", line)
    assert settings.LOGGING["loggers"]["osc.security"]["level"] == "INFO"


def test_r_ds_10_a_new_log_in_shares_nothing_and_is_asked_for_nothing(portal: PageClient) -> None:
    portal.post("/registrieren/", good("jana"))
    evaluate(registration_id=Registration.objects.get().id, now=settings.NOW)
    mail = Mail.objects.get(template="registration_link")
    path = next(word for word in write(mail).body.split() if "/registrieren/link/" in word).removeprefix(
        "http://testserver"
    )
    send(mail_id=mail.id, now=settings.NOW)
    browser = PageClient()
    browser.post(path, {"password": PASSWORD})
    user = PortalUser.objects.get()
    assert (user.theme, user.is_staff, user.language) == ("", False, "de")
    link = AccountLink.objects.get()
    assert (link.label, link.read_only, link.user_id) == ("", False, user.id), "nobody else sees it"
    assert not PaperlessChoice.objects.exists(), "post stays as it was"
    html = browser.get("/verbrauch/strom/").content.decode()
    assert "ansicht=stunden" not in html, "no page opens with quarter-hours"
    assert set(browser.cookies) <= {settings.SESSION_COOKIE, settings.DEVICE_COOKIE, settings.CSRF_COOKIE_NAME}
