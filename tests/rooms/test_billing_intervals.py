"""How often a bill comes: free, from the next period on, through the billing system and back (R-RE-8)."""

import re
from uuid import uuid4

import pytest
from django.conf import settings

from osc.billing.intervals import choose_interval
from osc.billing.models import IntervalChoice
from osc.cases.models import Case
from osc.contracts.models import ContractAccount
from osc.contracts.queries import AccountNotFound
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from tests.support.client import PageClient, visible_text
from tests.support.people import make_user
from tests.support.reading import submitter_for

pytestmark = pytest.mark.django_db
GAS = "IR10284425"


def account() -> ContractAccount:
    return ContractAccount.objects.get(number=GAS)


def send(portal: PageClient, months: str, *, key: str = "") -> str:
    html = portal.get("/verwaltung/post/").content.decode()
    path = f"/verwaltung/post/{account().id}/rechnung/"
    fresh = re.search(rf'action="{path}".*?name="submission_key" value="([^"]+)"', html, re.DOTALL)
    assert fresh
    data = {"submission_key": key or fresh[1], "months": months}
    return visible_text(portal.post(path, data, follow=True))


def test_r_re_8_choose_monthly_and_the_next_bill_covers_one_month_for_nothing(
    portal: PageClient,
    utility: "RunningUtility",  # noqa: F821 - imported late
) -> None:
    portal.enter(make_user("jana"))
    before = visible_text(portal.get("/verwaltung/post/"))
    assert "Ihre nächste Rechnung geht vom 01.10.2026 bis 30.09.2027." in before
    text = send(portal, "1")
    case = Case.objects.get()
    assert f"Gespeichert. Vorgangsnummer {case.reference}." in text and case.reference.startswith("RE-")
    assert "Ihre nächste Rechnung geht vom 01.10.2026 bis 31.10.2026." in text and "kosten nichts" in text
    message = OutboundMessage.objects.get()
    assert (message.kind, message.payload["months"]) == ("billing_interval", 1)
    deliver_message(key=message.id, door=utility.door, now=settings.NOW)
    pull(door=utility.door, source="t", now=settings.NOW)
    assert account().billing_months == 1 and Case.objects.get().state == "confirmed"
    assert "jeden Monat eine Rechnung" in write(Mail.objects.get(template="interval_chosen")).body
    assert "jeden Monat" in visible_text(portal.get(f"/verwaltung/vorgaenge/{case.id}/"))


def test_the_same_form_is_one_case_and_others_are_refused(portal: PageClient) -> None:
    user = make_user("jana")
    key = uuid4()
    for _ in range(2):
        choose_interval(submitter=submitter_for(user), contract_account_id=account().id, months=3, submission_key=key,
                        now=settings.NOW)  # fmt: skip
    assert IntervalChoice.objects.count() == Case.objects.count() == 1
    with pytest.raises(AccountNotFound):
        choose_interval(submitter=submitter_for(make_user("A")), contract_account_id=account().id, months=3,
                        submission_key=uuid4(), now=settings.NOW)  # fmt: skip


@pytest.mark.parametrize("months", ["2", "", "x", "١", "9" * 400, "-1"])
def test_what_is_not_offered_is_a_stale_form(portal: PageClient, months: str) -> None:
    portal.enter(make_user("jana"))
    assert "veraltet" in send(portal, months) and not Case.objects.exists()


def test_strangers_and_refusals(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    path = f"/verwaltung/post/{account().id}/rechnung/"
    assert portal.post(path, {"submission_key": str(uuid4()), "months": "1"}).status_code == 404
    portal.enter(make_user("jana"))
    send(portal, "1")
    Case.objects.update(state="rejected")
    assert "01.10.2026 bis 30.09.2027" in visible_text(portal.get("/verwaltung/post/")), (
        "a refused choice does not hold"
    )
