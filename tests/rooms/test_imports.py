"""Records coming in: whole or not at all, once, never backwards, and what can't be applied is kept."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from osc.config import commands
from osc.connectors.demo.world.export import export_lines, world_lines
from osc.contracts.models import Contract, ContractAccount
from osc.interchange.imports.feed import apply_waiting, pull, replay_quarantined
from osc.interchange.imports.run import import_file
from osc.interchange.models import FeedCursor, ImportRun, InboundRecord
from osc.metering.models import MeterReading
from tests.support.database import ACCOUNTS, SEED, TODAY
from tests.support.door import RunningUtility
from tests.support.people import households

pytestmark = pytest.mark.django_db


def line(kind: str, id_: str, version: int = 2, **data: Any) -> bytes:
    return json.dumps({"kind": kind, "id": id_, "version": version, "data": data}).encode() + b"\n"


def world() -> list[bytes]:
    return list(export_lines(world_lines(ACCOUNTS, SEED, TODAY), TODAY))


def run(lines: Iterable[bytes], **more: Any) -> ImportRun:
    return import_file(lines, source="test", clock=settings.CLOCK, **more)


def small(*records: bytes) -> list[bytes]:
    header, *_ = world()[:1]
    partial = json.loads(header) | {"full": False}
    _, *rest = export_lines(records, TODAY)
    return [json.dumps(partial).encode() + b"\n", *rest]


def a_reading() -> MeterReading:
    reading = MeterReading.objects.order_by("external_id").first()
    assert reading is not None
    return reading


def test_the_same_file_again_changes_nothing_and_says_so() -> None:
    result = run(world())
    assert result.state == ImportRun.State.APPLIED
    for row in result.report.values():
        assert (row["new"], row["changed"], row["set_aside"]) == (0, 0, 0)
        assert row["unchanged"] == row["received"] > 0


def test_a_dry_run_says_what_a_file_would_do_and_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = next(json.loads(each) for each in world() if b'"kind":"contract_account"' in each)
    changed = line("contract_account", account["id"], version=99, **account["data"] | {"closed_on": "2026-11-01"})
    path = tmp_path / "export.ndjson"
    path.write_bytes(b"".join(small(changed)))
    assert commands.run_import(argparse.Namespace(file=path, release=False, dry_run=True)) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("tried, nothing is kept: applied") and '"changed": 1' in shown
    assert ContractAccount.objects.get(external_id=account["id"]).closed_on is None
    assert not ImportRun.objects.filter(source=path.name).exists()


@pytest.mark.parametrize("keep", [0, 1, 2, 100, -1])
def test_a_file_cut_between_lines_applies_nothing(keep: int) -> None:
    changed = [each.replace(b"Lindenau Strom Basis", b"Anders") for each in world()]
    result = run(changed[:keep])
    assert result.state == ImportRun.State.REFUSED
    assert result.reason
    assert not Contract.objects.filter(tariff="Anders").exists()


def test_a_file_cut_inside_a_line_applies_nothing() -> None:
    text = b"".join(world())[:-70]
    assert run(text.splitlines(keepends=True)).state == ImportRun.State.REFUSED


def test_a_changed_byte_is_found_by_the_trailer() -> None:
    lines = [each.replace(b"Ahornweg", b"Ahornweq", 1) if b"Ahornweg" in each else each for each in world()]
    assert "bytes differ" in run(lines).reason


def test_rows_that_are_gone_are_marked_not_deleted() -> None:
    records = [each for each in world()[1:-1] if b'"kind":"letter"' not in each]
    result = run(list(export_lines(records, TODAY)))
    assert result.report["letter"]["missing"] > 0
    assert result.state == ImportRun.State.APPLIED


def body_of(reading: MeterReading) -> dict[str, Any]:
    """A record about the same reading, without its value."""
    return {
        "register": reading.register.external_id, "read_on": "2025-12-31", "source": "MSB", "reason": "TURNUS",
        "billed": False,
    }  # fmt: skip


def test_an_older_version_never_overwrites_a_newer_one() -> None:
    reading = a_reading()
    body = body_of(reading)
    run(small(line("reading", reading.external_id, 5, value="500", **body)))
    run(small(line("reading", reading.external_id, 4, value="400", **body)))
    reading.refresh_from_db()
    assert (reading.value, reading.source_version) == (500, 5)


def test_two_versions_in_one_file_the_newer_counts() -> None:
    reading = a_reading()
    body = body_of(reading)
    run(
        small(
            line("reading", reading.external_id, 8, value="800", **body),
            line("reading", reading.external_id, 7, value="700", **body),
        )
    )
    reading.refresh_from_db()
    assert reading.value == 800


def test_r_num_6_a_metering_location_is_stored_without_blanks_and_o_stays_o() -> None:
    from osc.contracts.models import Contract

    spaced = "DE 000562 66802 AO6G56M11SN51G21M24S"
    contract = Contract.objects.filter(commodity="STROM").order_by("external_id")[0]
    data = {"contract_account": contract.contract_account.external_id, "premise": contract.premise.external_id, "commodity": "STROM",
            "tariff": "x", "starts_on": "2026-01-01", "prices": [], "metering_location": spaced}  # fmt: skip
    run(small(line("contract", contract.external_id, 9, **data)))
    contract.refresh_from_db()
    assert contract.metering_location == "DE00056266802AO6G56M11SN51G21M24S" and len(contract.metering_location) == 33


@pytest.mark.parametrize("text", ["\\N", "\\.", "a\tb\nc\rd", 'O\\"Neill"', "Zoë 🏠", "C:\\new"])
def test_texts_arrive_as_they_are_whatever_the_copy_format_makes_of_them(text: str) -> None:
    from osc.contracts.models import BusinessPartner

    address = {"house_number": "1", "postal_code": "03220", "city": "Lindenau", "first_name": None}
    billing = {**address, "name": text, "street": text}
    del billing["first_name"]
    run(small(line("business_partner", "GP-odd", street=text, last_name=text, billing_address=billing, **address)))
    partner = BusinessPartner.objects.get(external_id="GP-odd")
    assert (partner.street, partner.last_name, partner.first_name) == (text, text, None)
    assert partner.billing_address["street"] == text


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (line("reading", "r-x", register="nobody", value="1", read_on="2026-01-01", source="MSB", reason="TURNUS", billed=False), "register nobody is unknown"),
        (line("reading", "r-x", register="x", value="viel", read_on="2026-01-01", source="MSB", reason="TURNUS", billed=False), "Invalid decimal"),
        (line("reading", "r-x", register="x", value="-1", read_on="2026-01-01", source="MSB", reason="TURNUS", billed=False), "negative"),
        (line("reading", "r-x", register="x", value="1", read_on="31.12.2025", source="MSB", reason="TURNUS", billed=False), "Invalid RFC3339"),
        (line("reading", "r-x", register="x", value="1", read_on="2026-01-01", source="HANS", reason="TURNUS", billed=False), "Invalid enum value"),
        (line("tarot", "t-1"), "unknown kind 'tarot'"),
        # R-BO-2
        (line("contract", "v-1", contract_account="x", premise="x", commodity="STROM", tariff="x", starts_on="2026-01-01", prices=[], market_location="12345678901"), "a Marktlokation has 11 digits"),
        (line("contract", "v-1", contract_account="x", premise="x", commodity="STROM", tariff="x", starts_on="2026-01-01", prices=[], metering_location="DE000562"), "a Messlokation has 33 signs"),
        (line("premise", "p-1", business_partner="GP0000000", street="x" * 500, house_number="1", postal_code="1", city="x"), "street is longer than 120"),
        (line("invoice", "i-1", contract_account="x", number="1", issued_on="2026-01-01", period_from="2025-01-01", period_to="2026-01-01", net="1", vat="1", gross="3", prepaid="0", due_on="2026-02-01", lines=[]), "net and vat do not add up"),
        (b'{"kind": "reading", "id": 5}\n', "Expected `str`"),
        (b"no json at all\n", "malformed"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_set_aside_with_its_reason_and_the_rest_goes_on(record: bytes, reason: str) -> None:
    good = line("letter", "B-new", contract_account="VK-IR10284417", subject="Neu", body="x", sent_on="2026-11-01")
    result = run(small(record, good))
    assert result.state == ImportRun.State.APPLIED
    assert result.report["letter"]["new"] == 1
    kept = InboundRecord.objects.get(state=InboundRecord.State.QUARANTINED)
    assert reason in kept.reason


def test_unusually_many_closed_accounts_wait_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osc.interchange.imports.run.BRAKE_LEAST", 20)
    records = [
        each.replace(b'"paperless":false', b'"paperless":false,"closed_on":"2026-10-01"') for each in world()[1:-1]
    ]
    held = run(list(export_lines(records, TODAY)))
    assert held.state == ImportRun.State.HELD
    assert "contract_account" in held.reason
    assert not ContractAccount.objects.exclude(closed_on=None).exists()
    assert run(list(export_lines(records, TODAY)), released=True).state == ImportRun.State.APPLIED
    assert ContractAccount.objects.exclude(closed_on=None).count() == ContractAccount.objects.count()


class TestFeed:
    def put(self, utility: RunningUtility, *records: bytes) -> None:
        with utility.utility.store.transaction() as connection:
            connection.executemany("insert into feed (line) values (?)", [(record.decode(),) for record in records])

    def letter(self, number: int, version: int = 1) -> bytes:
        return line(
            "letter",
            f"F-{number}",
            version,
            contract_account="VK-IR10284417",
            subject=f"{number}-{version}",
            body="x",
            sent_on="2026-11-01",
        )

    @pytest.mark.parametrize(
        "fault", [{}, {"double_feed": True}, {"reorder_feed": True}, {"double_feed": True, "reorder_feed": True}]
    )
    def test_doubled_and_reordered_records_are_handled_once_and_the_newest_counts(
        self, utility: RunningUtility, fault: dict[str, bool]
    ) -> None:
        from osc.correspondence.models import Letter

        self.put(utility, *(self.letter(n, v) for n in range(20) for v in (1, 2, 3)))
        utility.utility.switch.set(fault)
        pull(door=utility.door, source="t", now=settings.NOW)
        pull(door=utility.door, source="t", now=settings.NOW)
        letters = Letter.objects.filter(external_id__startswith="F-")
        assert {each.subject for each in letters} == {f"{n}-3" for n in range(20)}
        assert InboundRecord.objects.filter(kind="letter").count() == 60

    def test_half_a_body_moves_nothing(self, utility: RunningUtility) -> None:
        from osc.interchange.door import DoorClosed

        self.put(utility, *(self.letter(n) for n in range(20)))
        utility.utility.switch.set({"half_feed": True})
        with pytest.raises(DoorClosed):
            pull(door=utility.door, source="t", now=settings.NOW)
        assert not InboundRecord.objects.exists()
        assert not FeedCursor.objects.filter(position__gt=0).exists()

    def test_one_poisonous_record_does_not_hold_up_the_others(self, utility: RunningUtility) -> None:
        from osc.correspondence.models import Letter

        number = households()["B"].account_numbers[0]
        twin = line(
            "contract_account",
            "VK-twin",
            business_partner="GP0000000",
            number=number,
            payment_method="transfer",
            paperless=False,
        )
        self.put(utility, self.letter(1), twin, self.letter(2))
        pull(door=utility.door, source="t", now=settings.NOW)
        assert Letter.objects.filter(external_id__in=["F-1", "F-2"]).count() == 2
        poison = InboundRecord.objects.get(state=InboundRecord.State.QUARANTINED)
        assert poison.external_id == "VK-twin"

    def test_staff_replay_what_was_set_aside_once_its_parent_is_there(self, utility: RunningUtility) -> None:
        from osc.correspondence.models import Letter

        orphan = line("letter", "F-orphan", contract_account="VK-late", subject="s", body="x", sent_on="2026-11-01")
        self.put(utility, orphan)
        pull(door=utility.door, source="t", now=settings.NOW)
        (kept,) = InboundRecord.objects.filter(state=InboundRecord.State.QUARANTINED)
        assert kept.reason == "contract_account VK-late is unknown"
        self.put(
            utility,
            line(
                "contract_account",
                "VK-late",
                business_partner="GP0000000",
                number="IR99999999",
                payment_method="transfer",
                paperless=False,
            ),
        )
        pull(door=utility.door, source="t", now=settings.NOW)
        replay_quarantined(ids=[kept.id], now=settings.NOW)
        assert Letter.objects.filter(external_id="F-orphan").exists()
        assert not InboundRecord.objects.filter(state=InboundRecord.State.QUARANTINED).exists()

    def test_a_deletion_hides_the_row(self, utility: RunningUtility) -> None:
        reading = a_reading()
        self.put(utility, line("deletion", "D-1", of_kind="reading", of_id=reading.external_id))
        pull(door=utility.door, source="t", now=settings.NOW)
        reading.refresh_from_db()
        assert reading.missing_since == settings.NOW

    def test_nothing_waiting_is_nothing_to_do(self) -> None:
        assert apply_waiting(now=settings.NOW) == {}
