"""An instalment on its way: one change, one plan, nothing else moved; requests wait for staff."""

from datetime import date, timedelta
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.billing.instalments.actions import (
    ChangeRefused,
    ContractNotFound,
    OutsideLimits,
    TermsMoved,
    Times,
    Wish,
    change_instalment,
    withdraw_instalment,
)
from osc.billing.models import InstalmentChange, InstalmentPlan
from osc.cases.actions import NotUndoable, SubmissionKeyReused
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.actions import hand_over_due
from osc.interchange.outbound.delivery import deliver_message
from osc.submissions.deciding import Decision, decide_case
from tests.support.door import RunningUtility
from tests.support.instalments import contract_id
from tests.support.people import make_user
from tests.support.reading import submitter_for

pytestmark = pytest.mark.django_db
NOW = settings.NOW
TIMES = Times(NOW + timedelta(hours=32), date(2026, 12, 1))
JANUARY = date(2027, 1, 1)


@pytest.fixture
def jana() -> PortalUser:
    return make_user("jana")


def change(user: PortalUser, amount: str, *, commodity: str = "GAS", reason: str = "", **more: object) -> Case:
    wish = Wish(contract_id("jana", commodity), D(amount), more.pop("first_due", JANUARY), reason)  # type: ignore[arg-type] - tests only
    return change_instalment(
        submitter=submitter_for(user), wish=wish, rules_on=settings.UTILITY.instalments.rules_on, times=TIMES,
        submission_key=more.pop("key", uuid4()), now=NOW,  # type: ignore[arg-type] - tests only
    )  # fmt: skip


def message_of(case: Case) -> OutboundMessage:
    return OutboundMessage.objects.get(case_id=case.id)


def hand_over(case: Case, utility: RunningUtility) -> None:
    deliver_message(key=message_of(case).id, door=utility.door, now=NOW)
    pull(door=utility.door, source="tests", now=NOW)
    case.refresh_from_db()


def test_one_transaction_writes_case_choice_trace_message_and_mail(jana: PortalUser) -> None:
    case = change(jana, "167")
    assert (case.kind, case.state, case.reference[:3]) == (Case.Kind.INSTALMENT_CHANGE, CaseState.ACCEPTED, "AB-")
    chosen = InstalmentChange.objects.get(case=case)
    assert (chosen.amount, chosen.previous, chosen.first_due, chosen.requested) == (D(167), D(150), JANUARY, False)
    # R-ABS-3: what the customer was shown is kept
    assert set(chosen.shown) == {"expected", "worst", "best", "on"}
    assert AuditEntry.objects.get(subject=case.reference).deed == "change_instalment"
    assert Mail.objects.get(to=jana.email).template == "instalment_changed"
    payload = message_of(case).payload
    assert (payload["amount"], payload["first_due"], payload["previous"]) == ("167", "2027-01-01", "150.00")
    # R-ABS-10, R-BO-4: never BO4E's AufAbschlag
    assert "aufabschlag" not in str(payload).lower()


def test_it_waits_until_its_time_and_then_becomes_a_plan(jana: PortalUser, utility: RunningUtility) -> None:
    gas = contract_id("jana", "GAS")
    others = list(InstalmentPlan.objects.exclude(contract_id=gas).order_by("external_id").values())
    case = change(jana, "167")
    assert hand_over_due(now=NOW) == 0 and hand_over_due(now=TIMES.hand_over_at) == 1
    hand_over(case, utility)
    assert case.state == CaseState.CONFIRMED
    new = InstalmentPlan.objects.get(submission_key=message_of(case).id)
    assert (new.amount, new.valid_from, len(new.dues), new.changes) == (D(167), JANUARY, 9, 1)
    assert InstalmentPlan.objects.get(contract_id=gas, valid_from="2026-10-01").dues == ["2026-11-01", "2026-12-01"]
    # R-ABS-9: no other contract's plan has moved
    assert list(InstalmentPlan.objects.exclude(contract_id=gas).order_by("external_id").values()) == others


def test_doubled_delivery_books_once(jana: PortalUser, utility: RunningUtility) -> None:
    case = change(jana, "167")
    utility.utility.switch.set({"double_feed": True, "reorder_feed": True})
    hand_over(case, utility)
    hand_over(case, utility)
    assert InstalmentPlan.objects.filter(submission_key=message_of(case).id).count() == 1


def test_r_abs_2_limits_hold_in_the_action_too(jana: PortalUser) -> None:
    for amount in ("127", "301"):
        with pytest.raises(OutsideLimits):
            change(jana, amount)
    assert not Case.objects.exists()


def test_r_abs_6_another_first_day_than_shown_is_not_booked(jana: PortalUser) -> None:
    with pytest.raises(TermsMoved):
        change(jana, "167", first_due=date(2026, 12, 1))


def test_r_abs_11_locked_is_refused_even_with_a_reason(jana: PortalUser) -> None:
    InstalmentPlan.objects.filter(contract_id=contract_id("jana", "GAS")).update(
        lock_from=NOW.date(), lock_to=None, lock_reason="bill_run"
    )
    for reason in ("", "Wir sind jetzt zu zweit"):
        with pytest.raises(ChangeRefused):
            change(jana, "167", reason=reason)


def test_too_many_changes_leave_the_way_of_asking(jana: PortalUser) -> None:
    InstalmentPlan.objects.filter(contract_id=contract_id("jana", "GAS")).update(changes=6)
    with pytest.raises(ChangeRefused):
        change(jana, "167")
    assert change(jana, "167", reason="Die Kinder sind ausgezogen").kind == Case.Kind.INSTALMENT_REQUEST


def test_somebody_elses_contract_does_not_exist(jana: PortalUser) -> None:
    wish = Wish(contract_id("A"), D(90), JANUARY)
    with pytest.raises(ContractNotFound):
        change_instalment(
            submitter=submitter_for(jana), wish=wish, rules_on=settings.UTILITY.instalments.rules_on, times=TIMES,
            submission_key=uuid4(), now=NOW,
        )  # fmt: skip


def test_biz10_a_key_is_good_for_one_amount(jana: PortalUser) -> None:
    key = uuid4()
    first = change(jana, "167", key=key)
    assert change(jana, "167", key=key).id == first.id
    with pytest.raises(SubmissionKeyReused):
        change(jana, "168", key=key)


def test_taken_back_before_the_hand_over_nothing_leaves(jana: PortalUser) -> None:
    case = change(jana, "167")
    undo = withdraw_instalment(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=NOW)
    case.refresh_from_db()
    assert (case.state, undo.state) == (CaseState.UNDONE, CaseState.CONFIRMED)
    assert hand_over_due(now=TIMES.hand_over_at) == 0
    assert {mail.template for mail in Mail.objects.all()} == {"instalment_changed", "request_withdrawn"}


def test_too_late_to_take_back(jana: PortalUser) -> None:
    case = change(jana, "167")
    with pytest.raises(NotUndoable):
        withdraw_instalment(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=TIMES.hand_over_at)


def ask(jana: PortalUser) -> Case:
    return change(jana, "90", reason="Wir sind jetzt zu zweit statt zu fünft")


def decide(case: Case, *, accept: bool) -> None:
    decision = Decision(accept=accept, reason="Bitte erst ablesen", staff_id=uuid4())
    decide_case(case_id=case.id, decision=decision, now=NOW)


def test_r_abs_1_staff_let_a_request_go(jana: PortalUser, utility: RunningUtility) -> None:
    case = ask(jana)
    decide(case, accept=True)
    assert hand_over_due(now=NOW) == 1
    hand_over(case, utility)
    assert case.state == CaseState.CONFIRMED
    assert InstalmentPlan.objects.get(submission_key=message_of(case).id).amount == 90


def test_staff_decline_a_request_and_the_customer_hears(jana: PortalUser) -> None:
    case = ask(jana)
    decide(case, accept=False)
    case.refresh_from_db()
    assert (case.state, case.state_reason) == (CaseState.REJECTED, "Bitte erst ablesen")
    assert message_of(case).state == OutboundMessage.State.CANCELLED
    assert Mail.objects.filter(template="case_rejected").count() == 1


def test_the_billing_system_may_not_know_the_due_day_any_more(jana: PortalUser, utility: RunningUtility) -> None:
    case = change(jana, "167")
    message = message_of(case)
    OutboundMessage.objects.filter(id=message.id).update(payload={**message.payload, "first_due": "2027-01-15"})
    hand_over(case, utility)
    assert case.state == CaseState.NEEDS_CLARIFICATION
