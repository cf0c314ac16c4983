"""Mandate, cut-off, holds and transfers as pure rules."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.calendars import TargetCalendar
from osc.foundation.identifiers import is_mandate_reference
from osc.payments.rules.debits import cut_off, earliest_collection, switch_accounts
from osc.payments.rules.holds import Purpose, hold_for, may_go, own_marks
from osc.payments.rules.mandates import (
    MandateFacts,
    MandateState,
    mandate_lines,
    mandate_state,
    mandate_text,
    new_reference,
    text_hash,
)
from osc.payments.rules.transfers import sepa_text, transfer_code

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FACTS = MandateFacts(
    creditor="Stadtwerke Lindenau GmbH", creditor_address="Am Wasserturm 1, 03220 Lindenau",
    creditor_id="DE98ZZZ09999999999", references=("MR-IR10284417-7K4M2Q9P",), holder="Jana Albrecht",
    holder_address="Ahornweg 12, 03220 Lindenau", iban="DE89 … 3000", bank="Commerzbank", city="Lindenau",
    signed_on=date(2026, 11, 24),
)  # fmt: skip


class TestMandate:
    def test_r_sep_1_all_eleven_items(self) -> None:
        text = mandate_text(FACTS, "de")
        for item in (
            "SEPA-Lastschriftmandat",
            "Ich ermächtige Stadtwerke Lindenau GmbH, Zahlungen von meinem Konto mittels Lastschrift einzuziehen.",
            "Zugleich weise ich mein Kreditinstitut an, die von Stadtwerke Lindenau GmbH auf mein Konto gezogenen "
            "Lastschriften einzulösen.",
            "Hinweis: Ich kann innerhalb von acht Wochen, beginnend mit dem Belastungsdatum, die Erstattung des "
            "belasteten Betrags verlangen. Es gelten dabei die mit meinem Kreditinstitut vereinbarten Bedingungen.",
            "Am Wasserturm 1, 03220 Lindenau", "DE98ZZZ09999999999", "MR-IR10284417-7K4M2Q9P",
            "Wiederkehrende Zahlungen", "Jana Albrecht", "Ahornweg 12, 03220 Lindenau", "DE89 … 3000",
            "Lindenau, 24.11.2026",
        ):  # fmt: skip
            assert item in text

    def test_both_languages_have_the_same_lines(self) -> None:
        assert len(mandate_lines(FACTS, "de")) == len(mandate_lines(FACTS, "en")) == 10

    def test_biz17_the_hash_holds_words_and_account(self) -> None:
        text = mandate_text(FACTS, "de")
        hashes = {text_hash(text, "a"), text_hash(text, "b"), text_hash(text + ".", "a")}
        assert len(hashes) == 3

    @pytest.mark.parametrize(
        ("last", "revoked", "today", "state"),
        [
            (date(2023, 11, 20), None, date(2026, 11, 20), MandateState.ACTIVE),
            (date(2023, 11, 20), None, date(2026, 11, 21), MandateState.EXPIRED),
            (None, None, date(2026, 11, 21), MandateState.ACTIVE),
            (date(2026, 11, 1), date(2026, 11, 21), date(2026, 11, 21), MandateState.REVOKED),
            (date(2026, 11, 1), date(2026, 12, 1), date(2026, 11, 21), MandateState.ACTIVE),
        ],
    )
    def test_r_sep_6(self, last: date | None, revoked: date | None, today: date, state: MandateState) -> None:
        assert mandate_state(last_used_on=last, revoked_on=revoked, today=today) is state

    @given(st.binary(min_size=8, max_size=8))
    def test_r_num_14_references_have_no_blanks_and_one_case(self, randomness: bytes) -> None:
        reference = new_reference("mr-{account}-{random}", "IR10284417", randomness)
        assert is_mandate_reference(reference)
        assert reference.startswith("MR-IR10284417-")

    @pytest.mark.parametrize("pattern", ["{account} {random}", "M" * 30 + "{random}", "Mü-{random}"])
    def test_r_num_14_a_pattern_that_banks_do_not_take_is_refused(self, pattern: str) -> None:
        with pytest.raises(ValueError, match="no mandate reference"):
            new_reference(pattern, "IR10284417", b"12345678")


class TestDebits:
    def test_banks_rest_on_target_days(self) -> None:
        calendar = TargetCalendar()
        closed = [date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 12, 25)]
        assert not any(map(calendar.is_working_day, closed))
        assert calendar.is_working_day(date(2026, 10, 3)) is False  # a Saturday, German holiday or not
        assert calendar.is_working_day(date(2026, 6, 4))  # Fronleichnam: banks settle

    def test_cut_off_counts_working_days(self) -> None:
        assert cut_off(date(2026, 12, 1), working_days=5) == date(2026, 11, 24)
        assert cut_off(date(2026, 12, 28), working_days=2) == date(2026, 12, 23)

    def test_r_sep_5_notice_of_14_calendar_days(self) -> None:
        assert earliest_collection(date(2026, 12, 1), notice_days=14) == date(2026, 12, 15)
        assert earliest_collection(date(2026, 12, 5), notice_days=14) == date(2026, 12, 19)

    def test_the_debit_that_is_at_the_bank_still_runs_over_the_old_account(self) -> None:
        dues = [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
        switch = switch_accounts(dues, today=date(2026, 11, 24), working_days=5, notice_days=14, debited_before=True)
        assert (switch.last_old, switch.first_new) == (date(2026, 12, 1), date(2027, 1, 1))
        early = switch_accounts(dues, today=date(2026, 11, 23), working_days=5, notice_days=14, debited_before=True)
        assert (early.last_old, early.first_new) == (None, date(2026, 12, 1))

    def test_r_sep_5_the_first_debit_ever_needs_the_full_notice(self) -> None:
        dues = [date(2026, 12, 7), date(2026, 12, 8)]
        switch = switch_accounts(dues, today=date(2026, 11, 24), working_days=5, notice_days=14, debited_before=False)
        assert (switch.last_old, switch.first_new) == (None, date(2026, 12, 8))

    @given(
        st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=12),
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.integers(1, 10),
    )
    def test_old_before_new_and_both_among_the_dues(self, dues: list[date], today: date, days: int) -> None:
        switch = switch_accounts(dues, today=today, working_days=days, notice_days=14, debited_before=True)
        assert switch.last_old is None or switch.last_old in dues
        if switch.last_old and switch.first_new:
            assert switch.last_old < switch.first_new


class TestHolds:
    def hold(self, purpose: Purpose, *marks: str, other: bool = False) -> tuple[timedelta | None, bool, timedelta]:
        found = hold_for(purpose, marks, now=NOW, cooling_hours=24, risk_hours=72, other_holder=other)
        return found.not_before and found.not_before - NOW, found.held, found.undo_until - NOW

    def test_r_sep_9_credits_cool_24_hours_and_under_risk_72_with_two_people(self) -> None:
        day, three = timedelta(hours=24), timedelta(hours=72)
        assert self.hold(Purpose.REFUND) == (day, False, day)
        assert self.hold(Purpose.REFUND, "recent_reset") == (three, True, three)

    def test_debits_go_at_once_and_can_be_taken_back_for_a_while(self) -> None:
        assert self.hold(Purpose.DEBIT) == (None, False, timedelta(hours=24))
        assert self.hold(Purpose.DEBIT, "new_device") == (None, False, timedelta(hours=72))

    def test_r_sep_4_a_debit_from_somebody_else_waits_for_the_holder(self) -> None:
        assert self.hold(Purpose.DEBIT, "other_holder", other=True) == (None, True, timedelta(hours=72))

    def test_own_marks(self) -> None:
        assert own_marks(country="DE", home_country="DE", shared=False, other_holder=False) == ()
        assert own_marks(country="LT", home_country="DE", shared=True, other_holder=True) == (
            "foreign_account", "shared_account", "other_holder",
        )  # fmt: skip

    def test_two_different_people(self) -> None:
        assert not may_go(["s1"]) and not may_go(["s1", "s1"]) and may_go(["s1", "s2"])


class TestTransfers:
    def test_r_sep_15_signs_that_every_bank_takes(self) -> None:
        assert sepa_text("Müller & Söhne") == "Mueller + Soehne"
        assert sepa_text("Łukasz Dvořák, Weiß") == "Lukasz Dvorak, Weiss"
        assert sepa_text("東京 €") == ".. ."

    @given(st.text(max_size=300))
    def test_r_sep_15_never_longer_than_140(self, text: str) -> None:
        assert len(sepa_text(text)) <= 140

    def test_r_sep_14_the_code_of_banking_apps(self) -> None:
        code = transfer_code(
            name="Stadtwerke Lindenau GmbH", iban="DE02120300000000202051", purpose="IR10284417", amount=Decimal("290")
        )
        assert code.split("\n") == [
            "BCD", "002", "1", "SCT", "", "Stadtwerke Lindenau GmbH", "DE02120300000000202051", "EUR290.00", "", "",
            "IR10284417",
        ]  # fmt: skip
