"""What may be forgotten, when, what holds it, and the report of it (R-RET)."""

import argparse
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from osc.audit.actions import record
from osc.audit.models import AuditEntry, RetentionHold, RetentionRun
from osc.audit.retention import end_hold, forget_what_may_go, hold
from osc.config import commands
from osc.contracts.models import ContractAccount
from osc.correspondence.models import Mail, PaperLetter
from osc.foundation.retention import Kept, first_kept, keep_until

NOW = settings.NOW  # 24 November 2026


@pytest.mark.parametrize(
    ("kept", "day", "last"),
    [(Kept.RECEIPT, date(2026, 3, 14), date(2034, 12, 31)), (Kept.LETTER, date(2026, 7, 1), date(2032, 12, 31)),
     (Kept.METERED, date(2026, 5, 1), date(2029, 12, 31))],
)  # fmt: skip
def test_r_ret_1_ex_18_kept_to_the_end_of_a_year(kept: Kept, day: date, last: date) -> None:
    assert keep_until(kept, day) == last
    assert first_kept(kept, last) <= day < first_kept(kept, last + timedelta(1)), (
        "the earliest day it may go is 1 January"
    )


@given(
    st.sampled_from(Kept), st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2099, 1, 1))
)
def test_nothing_goes_before_its_day(kept: Kept, made: date, today: date) -> None:
    assert (made < first_kept(kept, today)) == (keep_until(kept, made) < today)


def entry(year: int, partner: object = None) -> AuditEntry:
    record(at=datetime(year, 6, 1, tzinfo=UTC), actor="staff:x", deed="open_file", subject="x",
           business_partner_id=partner or uuid4())  # fmt: skip
    return AuditEntry.objects.order_by("-id").filter(at__year=year).latest("at")


def mail(days_ago: int, state: str = "sent") -> Mail:
    row = Mail(template="claim", language="de", to="a@example.net", context={}, state=state,
               created_at=NOW - timedelta(days=days_ago))  # fmt: skip
    row.save()
    return row


def letter(year: int) -> PaperLetter:
    row = PaperLetter(business_partner_id=uuid4(), template="bill_ready", language="de", recipient=[], context={},
                      state="printed", created_at=NOW, printed_at=datetime(year, 12, 31, tzinfo=UTC))  # fmt: skip
    row.save()
    return row


@pytest.mark.django_db
def test_r_ret_5_a_dry_run_names_exactly_what_goes_and_the_run_leaves_a_report() -> None:
    old, _young = entry(2019), entry(2020)
    gone, _fresh, _waiting = mail(181), mail(179), mail(500, "waiting")
    printed, _kept = letter(2019), letter(2020)
    expected = {"trace": [str(old.id)], "mails": [str(gone.id)], "paper letters": [str(printed.id)]}
    assert forget_what_may_go(now=NOW, really=False) == expected
    assert AuditEntry.objects.filter(id=old.id).exists() and not RetentionRun.objects.exists()
    assert forget_what_may_go(now=NOW, really=True) == expected
    assert not AuditEntry.objects.filter(id=old.id).exists() and Mail.objects.count() == 2
    assert RetentionRun.objects.get().report == {"trace": 1, "mails": 1, "paper letters": 1}
    assert forget_what_may_go(now=NOW, really=True) == {"trace": [], "mails": [], "paper letters": []}


@pytest.mark.django_db
def test_r_ret_2_a_hold_keeps_everything_of_its_customer_until_it_ends() -> None:
    partner = uuid4()
    kept = entry(2018, partner)
    hold(business_partner_id=partner, reason="Betriebsprüfung", now=NOW)
    assert forget_what_may_go(now=NOW, really=True)["trace"] == []
    assert AuditEntry.objects.filter(id=kept.id).exists() and RetentionRun.objects.get().held == 1
    assert end_hold(business_partner_id=partner, now=NOW) == 1
    assert forget_what_may_go(now=NOW, really=True)["trace"] == [str(kept.id)]


@pytest.mark.django_db
def test_an_operator_does_both(capsys: pytest.CaptureFixture[str]) -> None:
    old = entry(2019)
    commands.run_forget(argparse.Namespace(really=False))
    assert f"trace: 1\n  {old.id}" in capsys.readouterr().out
    assert commands.run_hold(argparse.Namespace(account="IR10284417", reason="Prüfung")) == 0
    assert "nothing of the customer of IR10284417 is deleted" in capsys.readouterr().out
    account = ContractAccount.objects.get(number="IR10284417")
    assert RetentionHold.objects.get(ended_at=None).business_partner_id == account.business_partner_id
    assert commands.run_hold(argparse.Namespace(account="IR10284417", reason="")) == 0
    assert "1 holds ended" in capsys.readouterr().out
    assert commands.run_hold(argparse.Namespace(account="IR99999999", reason="x")) == 1
