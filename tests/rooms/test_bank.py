"""Bank details on their way: holds, notices, releases, hand-over, and what the billing system makes of it."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from osc.audit.models import AuditEntry
from osc.cases.actions import NotUndoable, SubmissionKeyReused
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.connectors.demo.world.people import iban
from osc.contracts.models import BusinessPartner, ContractAccount
from osc.contracts.queries import AccountNotFound
from osc.correspondence.models import Mail, PaperLetter
from osc.identity.models import PortalUser
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.actions import hand_over_due
from osc.interchange.outbound.delivery import deliver_message
from osc.payments.actions import (
    NoMandate,
    change_bank_details,
    refuse_bank_change,
    release_bank_change,
    revoke_mandate,
    withdraw_bank_change,
)
from osc.payments.declaration import NewAccount, OtherHolder
from osc.payments.models import BankChange, MandateText, RefundAccount, SepaMandate
from osc.payments.objections import consent_to_mandate, object_to_change
from osc.payments.releases import NotHeld
from osc.payments.rules.debits import Switch
from osc.payments.rules.holds import Purpose
from osc.submissions.deciding import Decision, decide_case
from tests.rooms.test_sealed import dump
from tests.support.door import RunningUtility
from tests.support.people import households, make_user
from tests.support.reading import account_ids, submitter_for

pytestmark = pytest.mark.django_db
NEW = "DE89370400440532013000"
State = OutboundMessage.State
HOUR = timedelta(hours=1)
OTTO = OtherHolder("Weg 1", "03220 Lindenau", "otto@example.org")


@pytest.fixture
def jana() -> PortalUser:
    return make_user("jana")


def account_of(kind: str = "jana") -> ContractAccount:
    return ContractAccount.objects.get(number=households()[kind].account_numbers[0])


def ask(user: PortalUser, *purposes: Purpose, marks: tuple[str, ...] = (), kind: str = "jana", key: UUID | None = None,
        number: str = NEW, other: OtherHolder | None = None, ids: list[UUID] | None = None) -> list[Case]:  # fmt: skip
    """A change for the first contract account of the household, or for the given ones."""
    chosen = ids or [account_of(kind).id]
    account = NewAccount(
        iban=number, bank_name="Commerzbank", holder="Jana Albrecht", purposes=purposes or tuple(Purpose),
        contract_account_ids=tuple(chosen), references={id_: f"MR-{uuid4().hex[:12].upper()}" for id_ in chosen},
        other_holder=other,
    )  # fmt: skip
    return change_bank_details(
        submitter=submitter_for(user), account=account, marks=marks, switch=Switch(date(2026, 12, 1), None),
        source="192.0.2.7", submission_key=key or uuid4(), now=settings.NOW,
    )  # fmt: skip


def by(person: UUID, *, accept: bool = True) -> Decision:
    """The word of a member of staff."""
    return Decision(accept=accept, reason="Rückruf bei der Kundin", staff_id=person, answer="Bitte rufen Sie uns an.")


def message_of(case: Case) -> OutboundMessage:
    return OutboundMessage.objects.get(case_id=case.id)


def deliver(case: Case, utility: RunningUtility) -> None:
    for message in OutboundMessage.objects.filter(case_id=case.id, state=State.WAITING, not_before=None):
        deliver_message(key=message.id, door=utility.door, now=settings.NOW)


def feed(utility: RunningUtility) -> None:
    pull(door=utility.door, source="t", now=settings.NOW)


def token(case: Case, template: str, name: str = "token") -> str:
    for mail in Mail.objects.filter(template=template):
        if mail.context["reference"] == case.reference:
            return str(mail.context[name])
    raise AssertionError("no such mail")


def living(kind: str = "jana") -> list[SepaMandate]:
    return list(SepaMandate.objects.filter(contract_account=account_of(kind), revoked_on=None, missing_since=None))


def test_one_form_is_a_case_for_debits_and_one_for_credits(jana: PortalUser) -> None:
    debit, refund = ask(jana)
    assert (debit.summary["purpose"], refund.summary["purpose"]) == ("debit", "refund")
    assert (message_of(debit).kind, message_of(refund).kind) == ("mandate", "bank_details")
    assert message_of(debit).not_before is None and message_of(debit).state == State.WAITING
    assert refund.hand_over_at == settings.NOW + 24 * HOUR
    assert AuditEntry.objects.filter(deed="change_bank_details").count() == 2
    assert Mail.objects.filter(template="bank_changed").count() == 2


def test_the_same_form_again_is_the_same_cases(jana: PortalUser) -> None:
    key = uuid4()
    assert [case.id for case in ask(jana, key=key)] == [case.id for case in ask(jana, key=key)]
    assert OutboundMessage.objects.count() == 2
    with pytest.raises(SubmissionKeyReused):
        ask(jana, key=key, number=iban(77))


def test_prv1_nothing_is_stored_in_clear_and_the_billing_system_gets_the_number(
    jana: PortalUser, utility: RunningUtility
) -> None:
    debit, refund = ask(jana)
    assert NEW not in dump()
    deliver(debit, utility)
    (entry,) = utility.utility.book.ledger()
    assert entry["data"]["iban"] == NEW
    assert "sealed:" not in json.dumps(message_of(debit).payload)  # purged once it is booked
    assert message_of(debit).payload["iban"] == "DE89 … 3000"
    assert "sealed:" in json.dumps(message_of(refund).payload)
    feed(utility)
    assert NEW not in dump()


def test_r_num_14_references_that_differ_by_case_are_the_same(jana: PortalUser) -> None:
    ask(jana, Purpose.DEBIT)
    change = BankChange.objects.get()
    for reference in (change.reference.lower(), f"{change.reference} X"):
        with pytest.raises(DatabaseError), transaction.atomic():
            BankChange.objects.filter(id=change.id).update(reference=reference)
    twin = BankChange.objects.get(id=change.id)
    twin.id = uuid4()
    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save(force_insert=True)


class TestDebit:
    def test_r_sep_7_the_new_mandate_replaces_the_old_one(self, jana: PortalUser, utility: RunningUtility) -> None:
        (old,) = living()
        (case,) = ask(jana, Purpose.DEBIT)
        assert message_of(case).payload["replaces"] == old.reference
        deliver(case, utility)
        feed(utility)
        (new,) = living()
        assert new.reference == BankChange.objects.get().reference and new.iban_mask == "DE89 … 3000"
        old.refresh_from_db()
        assert old.revoked_on == settings.NOW.date()
        case.refresh_from_db()
        assert case.state == CaseState.CONFIRMED

    def test_undone_before_hand_over_nothing_is_sent(self, jana: PortalUser, utility: RunningUtility) -> None:
        (case,) = ask(jana, Purpose.DEBIT)
        undo = withdraw_bank_change(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)
        deliver(case, utility)
        assert (case.state, undo.state) == (CaseState.UNDONE, CaseState.CONFIRMED)
        assert utility.utility.book.ledger() == [] and "sealed:" not in json.dumps(message_of(case).payload)

    def test_undone_after_hand_over_the_old_mandate_comes_back(self, jana: PortalUser, utility: RunningUtility) -> None:
        (old,) = living()
        (case,) = ask(jana, Purpose.DEBIT)
        deliver(case, utility)
        case.refresh_from_db()
        undo = withdraw_bank_change(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)
        deliver(undo, utility)
        feed(utility)
        assert [mandate.reference for mandate in living()] == [old.reference]
        assert Mail.objects.filter(template="request_withdrawn").count() == 1

    def test_ux_3_6_not_after_the_window(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.DEBIT)
        with pytest.raises(NotUndoable):
            withdraw_bank_change(
                submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW + 24 * HOUR
            )

    def test_several_contract_accounts_each_with_its_own_reference(self, utility: RunningUtility) -> None:
        landlord = make_user("L")
        ids = list(account_ids("L"))[:5]
        (case,) = ask(landlord, Purpose.DEBIT, kind="L", ids=ids)
        assert OutboundMessage.objects.filter(case_id=case.id).count() == 5
        deliver(case, utility)
        feed(utility)
        case.refresh_from_db()
        assert case.state == CaseState.CONFIRMED
        assert len(set(BankChange.objects.values_list("reference", flat=True))) == 5
        assert SepaMandate.objects.filter(iban_mask="DE89 … 3000", revoked_on=None).count() == 5

    def test_r_sep_6_revoked_means_back_to_transfer(self, jana: PortalUser, utility: RunningUtility) -> None:
        case = revoke_mandate(
            submitter=submitter_for(jana), contract_account_id=account_of().id, last_debit=date(2026, 12, 1),
            submission_key=uuid4(), now=settings.NOW,
        )  # fmt: skip
        deliver(case, utility)
        feed(utility)
        assert living() == [] and account_of().payment_method == "transfer"
        assert case.summary["last_old"] == "2026-12-01" and case.reference.startswith("BV-")
        with pytest.raises(NoMandate):
            revoke_mandate(
                submitter=submitter_for(jana), contract_account_id=account_of().id, last_debit=None,
                submission_key=uuid4(), now=settings.NOW,
            )  # fmt: skip

    def test_somebody_elses_contract_account_does_not_exist(self, jana: PortalUser) -> None:
        for ids in ([account_of("B").id], [account_of().id, account_of("B").id], [uuid4()]):
            with pytest.raises(AccountNotFound):
                ask(jana, ids=ids)
        assert not Case.objects.exists()

    def test_while_the_billing_system_is_down_the_change_waits(self, jana: PortalUser, utility: RunningUtility) -> None:
        from osc.interchange.door import DoorClosed

        (case,) = ask(jana, Purpose.DEBIT)
        utility.utility.switch.set({"down": True})
        with pytest.raises(DoorClosed):
            deliver(case, utility)
        utility.utility.switch.set({"down": False, "lose_answers": 1})
        with pytest.raises(DoorClosed):
            deliver(case, utility)
        deliver(case, utility)
        (entry,) = utility.utility.book.ledger()
        assert entry["bookings"] == 1


class TestEvidence:
    def test_r_sep_2_biz17_words_time_source_and_hash_are_stored_for_ever(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.DEBIT)
        text = MandateText.objects.get(case=case)
        assert (text.source, text.signed_at, text.signed_by) == ("192.0.2.7", settings.NOW, jana.id)
        assert len(text.text_hash) == 64 and message_of(case).payload["text_hash"] == text.text_hash
        assert "SEPA-Lastschriftmandat" in text.text and NEW not in text.text
        for role in ("osc_app", "osc_worker"):
            for change in ("update payments_mandatetext set text = 'x'", "delete from payments_mandatetext"):
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"set local role {role}")
                    cursor.execute(change)

    def test_a_credit_needs_no_mandate(self, jana: PortalUser) -> None:
        ask(jana, Purpose.REFUND)
        assert not MandateText.objects.exists()

    def test_r_sep_4_a_third_holder_must_agree_first(self, jana: PortalUser, utility: RunningUtility) -> None:
        (case,) = ask(jana, Purpose.DEBIT, other=OTTO)
        assert message_of(case).state == State.HELD
        mail = Mail.objects.get(template="bank_consent")
        assert mail.to == OTTO.email and "Weg 1, 03220 Lindenau" in MandateText.objects.get().text
        assert consent_to_mandate(token(case, "bank_consent"), source="x", now=settings.NOW) is None  # the other link
        consent_to_mandate(token(case, "bank_consent", "consent_token"), source="x", now=settings.NOW)
        assert hand_over_due(now=settings.NOW) == 1
        deliver(case, utility)
        case.refresh_from_db()
        assert case.state == CaseState.CONFIRMED
        assert BankChange.objects.get().consented_at == settings.NOW

    def test_r_sep_4_a_withdrawn_change_can_not_be_agreed_to(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.DEBIT, other=OTTO)
        link = token(case, "bank_consent", "consent_token")
        withdraw_bank_change(submitter=submitter_for(jana), case=case, submission_key=uuid4(), now=settings.NOW)
        consent_to_mandate(link, source="x", now=settings.NOW)
        assert message_of(case).state == State.CANCELLED

    def test_links_run_out(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.DEBIT, other=OTTO)
        later = settings.NOW + timedelta(days=settings.UTILITY.bank.objection_days)
        assert consent_to_mandate(token(case, "bank_consent", "consent_token"), source="x", now=later) is None
        assert object_to_change(token(case, "bank_changed"), source="x", now=later) is None


class TestCredit:
    def test_biz2_r_sep_9_nothing_before_24_hours(self, jana: PortalUser, utility: RunningUtility) -> None:
        (case,) = ask(jana, Purpose.REFUND)
        assert case.state == CaseState.ACCEPTED
        assert hand_over_due(now=settings.NOW + 24 * HOUR - timedelta(seconds=1)) == 0
        assert hand_over_due(now=settings.NOW + 24 * HOUR) == 1
        deliver(case, utility)
        feed(utility)
        account = RefundAccount.objects.get(contract_account=account_of())
        assert account.iban_mask == "DE89 … 3000"

    @pytest.mark.parametrize("mark", ["password_reset", "email_changed", "fresh_link", "new_device", "large_credit"])
    def test_biz2_under_risk_72_hours_and_two_different_people(
        self, jana: PortalUser, mark: str, utility: RunningUtility
    ) -> None:
        (case,) = ask(jana, Purpose.REFUND, marks=(mark,))
        first, second = uuid4(), uuid4()
        assert (case.state, message_of(case).state) == (CaseState.NEEDS_CLARIFICATION, State.HELD)
        assert hand_over_due(now=settings.NOW + 100 * HOUR) == 0
        assert not release_bank_change(case=case, decision=by(first), now=settings.NOW)
        assert not release_bank_change(case=case, decision=by(first), now=settings.NOW + HOUR)
        assert message_of(case).state == State.HELD
        assert release_bank_change(case=case, decision=by(second), now=settings.NOW + 2 * HOUR)
        assert hand_over_due(now=settings.NOW + 71 * HOUR) == 0  # released, but not before its time
        assert hand_over_due(now=settings.NOW + 72 * HOUR) == 1
        deliver(case, utility)
        case.refresh_from_db()
        assert case.state == CaseState.CONFIRMED

    def test_own_marks_foreign_shared_and_other_holder(self, jana: PortalUser) -> None:
        ask(jana, Purpose.REFUND, number="LT121000011101001000")
        ask(jana, Purpose.REFUND, number=iban(households()["B"].index))
        ask(jana, Purpose.REFUND, other=OTTO)
        found = [change.marks for change in BankChange.objects.order_by("accepted_at", "iban_mask")]
        assert sorted(map(tuple, found)) == [("foreign_account",), ("other_holder",), ("shared_account",)]

    def test_ones_own_account_is_not_shared(self, jana: PortalUser) -> None:
        ask(jana, Purpose.REFUND, number=iban(households()["jana"].index))
        assert BankChange.objects.get().marks == []

    def test_two_customers_who_enter_the_same_new_account_are_noticed(self, jana: PortalUser) -> None:
        ask(jana, Purpose.REFUND)
        ask(make_user("B"), Purpose.REFUND, kind="B")
        assert BankChange.objects.get(account_number=account_of("B").number).marks == ["shared_account"]

    def test_one_person_is_enough_to_refuse(self, jana: PortalUser, utility: RunningUtility) -> None:
        (case,) = ask(jana, Purpose.REFUND, marks=("fresh_link",))
        refuse_bank_change(case=case, decision=by(uuid4(), accept=False), now=settings.NOW)
        case.refresh_from_db()
        assert (case.state, message_of(case).state) == (CaseState.REJECTED, State.CANCELLED)
        with pytest.raises(NotHeld):
            release_bank_change(case=case, decision=by(uuid4()), now=settings.NOW)

    def test_a_refusal_is_told_and_still_works_after_the_release_until_it_leaves(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND, marks=("fresh_link",))
        for person in (UUID(int=1), UUID(int=2)):
            release_bank_change(case=case, decision=by(person), now=settings.NOW)
        with pytest.raises(NotHeld):
            release_bank_change(case=case, decision=by(UUID(int=3)), now=settings.NOW)
        refuse_bank_change(case=case, decision=by(UUID(int=3), accept=False), now=settings.NOW)
        assert Mail.objects.get(template="case_rejected").context["answer"] == "Bitte rufen Sie uns an."
        assert message_of(case).state == State.CANCELLED

    def test_what_has_left_is_not_refused_any_more(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND, marks=("fresh_link",))
        OutboundMessage.objects.filter(case_id=case.id).update(attempts=1)
        with pytest.raises(NotHeld):
            refuse_bank_change(case=case, decision=by(uuid4(), accept=False), now=settings.NOW)
        case.refresh_from_db()
        assert case.state == CaseState.NEEDS_CLARIFICATION

    def test_biz2_a_usual_decision_is_one_word_of_two(self, jana: PortalUser) -> None:
        """No way around: also the decision of the list of requests needs two people, and the same person is one."""
        (case,) = ask(jana, Purpose.REFUND, marks=("fresh_link",))
        for _ in range(3):
            decide_case(case_id=case.id, decision=by(UUID(int=1)), now=settings.NOW)
        assert message_of(case).state == State.HELD
        assert AuditEntry.objects.filter(deed="release_bank_change").count() == 1
        decide_case(case_id=case.id, decision=by(UUID(int=2)), now=settings.NOW)
        assert message_of(case).state == State.WAITING

    def test_biz2_the_database_itself_asks_for_two_people(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND, marks=("fresh_link",))
        release_bank_change(case=case, decision=by(UUID(int=1)), now=settings.NOW)
        with pytest.raises(DatabaseError, match="two different people"), transaction.atomic():
            OutboundMessage.objects.filter(case_id=case.id).update(state=State.WAITING)

    def test_that_was_not_me_ends_with_a_word_of_staff(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND)
        objection = object_to_change(token(case, "bank_changed"), source="x", now=settings.NOW)
        assert objection is not None
        decide_case(case_id=objection.id, decision=by(uuid4()), now=settings.NOW)
        objection.refresh_from_db()
        assert (objection.state, objection.answer) == (CaseState.CONFIRMED, "Bitte rufen Sie uns an.")
        assert message_of(case).state == State.HELD

    def test_what_is_not_held_can_not_be_released(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND)
        with pytest.raises(NotHeld):
            release_bank_change(case=case, decision=by(uuid4()), now=settings.NOW)


class TestNotices:
    def partner(self, **more: Any) -> BusinessPartner:
        BusinessPartner.objects.filter(id=account_of().business_partner_id).update(**more)
        return BusinessPartner.objects.get(id=account_of().business_partner_id)

    def test_biz2_the_address_on_file_hears_of_it_too(self, jana: PortalUser) -> None:
        self.partner(email="alt@example.org")
        (case,) = ask(jana, Purpose.REFUND)
        notice = Mail.objects.get(template="bank_changed_notice")
        assert notice.to == "alt@example.org"
        assert notice.context["token"] != token(case, "bank_changed")
        assert not PaperLetter.objects.exists()

    def test_biz2_the_inbox_hears_of_it_and_a_full_file_keeps_the_notice(self, jana: PortalUser) -> None:
        from osc.correspondence.models import Letter
        from tests.rooms.test_imports import run, world

        ask(jana, Purpose.REFUND)
        notice = Letter.objects.get(external_id__startswith="osc:")
        assert "IBAN … 3000" in notice.body and "DE89" not in notice.body
        run(world())
        notice.refresh_from_db()
        assert notice.missing_since is None

    def test_without_an_address_on_file_a_letter_goes_out(self, jana: PortalUser) -> None:
        self.partner(email=None)
        ask(jana, Purpose.REFUND)
        letter = PaperLetter.objects.get()
        assert (letter.template, letter.recipient[0]) == ("bank_changed", "Jana Albrecht")

    def test_under_risk_every_channel(self, jana: PortalUser) -> None:
        self.partner(email="alt@example.org")
        ask(jana, Purpose.REFUND, marks=("new_device",))
        assert Mail.objects.filter(template="bank_changed_notice").exists() and PaperLetter.objects.exists()

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_ux_5_26_mails_show_the_last_four_digits_only(self, language: str) -> None:
        from osc.correspondence.letters import write_letter
        from osc.correspondence.sending import write

        user = make_user("jana", language=language)
        self.partner(email="alt@example.org")
        ask(user, other=OTTO, marks=("new_device",))
        case = Case.objects.get(summary__purpose="debit")
        object_to_change(token(case, "bank_changed"), source="x", now=settings.NOW)
        templates = set()
        for mail in Mail.objects.filter(template__startswith="bank_"):
            body = write(mail).body
            templates.add(mail.template)
            assert "… 3000" in body and "DE89" not in body and account_of().number not in body
        assert templates == {"bank_changed", "bank_changed_notice", "bank_consent", "bank_frozen"}
        assert all("… 3000" in str(write_letter(letter).blocks) for letter in PaperLetter.objects.all())


class TestObjection:
    def test_a_waiting_credit_is_held_and_both_people_must_look_anew(
        self, jana: PortalUser, utility: RunningUtility
    ) -> None:
        (case,) = ask(jana, Purpose.REFUND, marks=("new_device",))
        release_bank_change(case=case, decision=by(UUID(int=1)), now=settings.NOW)
        later = settings.NOW + HOUR
        objection = object_to_change(token(case, "bank_changed"), source="192.0.2.9", now=later)
        assert objection is not None and objection.state == CaseState.NEEDS_CLARIFICATION
        assert objection.summary["about"] == case.reference
        assert not release_bank_change(case=case, decision=by(UUID(int=2)), now=later + HOUR)
        assert release_bank_change(case=case, decision=by(UUID(int=1)), now=later + 2 * HOUR)
        assert AuditEntry.objects.get(deed="object_to_bank_change").actor == "link:object"

    def test_biz2_a_change_without_marks_is_stopped_as_well(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND)
        object_to_change(token(case, "bank_changed"), source="x", now=settings.NOW + HOUR)
        case.refresh_from_db()
        assert (case.state, message_of(case).state) == (CaseState.NEEDS_CLARIFICATION, State.HELD)
        assert hand_over_due(now=settings.NOW + 100 * HOUR) == 0

    def test_a_mandate_that_is_booked_is_revoked_and_the_old_one_restored(
        self, jana: PortalUser, utility: RunningUtility
    ) -> None:
        (old,) = living()
        (case,) = ask(jana, Purpose.DEBIT)
        link = token(case, "bank_changed")
        deliver(case, utility)
        feed(utility)
        objection = object_to_change(link, source="x", now=settings.NOW + HOUR)
        assert objection is not None
        deliver(objection, utility)
        feed(utility)
        assert [mandate.reference for mandate in living()] == [old.reference]

    def test_twice_is_once(self, jana: PortalUser) -> None:
        (case,) = ask(jana, Purpose.REFUND)
        cases = {
            found.id for _ in range(3)
            if (found := object_to_change(token(case, "bank_changed"), source="x", now=settings.NOW))
        }  # fmt: skip
        assert len(cases) == 1 and Mail.objects.filter(template="bank_frozen").count() == 1

    def test_the_link_opens_nothing_but_its_case(self, jana: PortalUser) -> None:
        mine, _ = ask(jana)
        ask(make_user("B"), kind="B", number=iban(78))
        object_to_change(token(mine, "bank_changed"), source="x", now=settings.NOW)
        assert set(BankChange.objects.exclude(frozen_at=None).values_list("case_id", flat=True)) == {mine.id}


def test_r_sep_9_the_attack_reset_email_iban_ends_at_a_held_payout(jana: PortalUser) -> None:
    """Reset password -> change e-mail -> change IBAN -> credit due: held, and the old channels know."""
    BusinessPartner.objects.filter(id=account_of().business_partner_id).update(email="alt@example.org")
    (case,) = ask(jana, Purpose.REFUND, marks=("password_reset", "email_changed", "large_credit"))
    assert message_of(case).state == State.HELD
    assert Mail.objects.filter(to="alt@example.org", template="bank_changed_notice").exists()
    assert PaperLetter.objects.filter(template="bank_changed").exists()
