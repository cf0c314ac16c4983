"""PRV1: a full IBAN is nowhere in the database in clear, whichever way it came, and it still reaches the bank."""

import json

import pytest
from django.conf import settings
from django.db import connection

from osc.connectors.demo.world.people import iban
from osc.interchange.imports.feed import pull
from osc.interchange.imports.reader import read_record
from osc.interchange.imports.run import import_file
from osc.interchange.models import ImportRun, InboundRecord
from osc.interchange.sealed import open_members, seal_line, seal_members, sealer
from osc.payments.models import IbanUse, SepaMandate
from tests.rooms.test_imports import line, run, small, world
from tests.support.door import RunningUtility
from tests.support.people import households

pytestmark = pytest.mark.django_db
NEW = "DE89370400440532013000"


def dump() -> str:
    """Every row of every table of ours as text."""
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f"select coalesce(string_agg(t::text, chr(10)), '') from \"{table}\" t")
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def mandate_of(kind: str) -> SepaMandate:
    return SepaMandate.objects.get(reference=f"MR-{households()[kind].account_numbers[0]}")


def mandate_line(number: str, account: str, version: int = 2, **more: object) -> bytes:
    body = {"contract_account": f"VK-{account}", "reference": f"MR-{account}", "iban": number, "holder": "X Y",
            "signed_on": "2026-11-01", **more}  # fmt: skip
    return line("mandate", f"M-{account}", version, **body)


def test_r_sec_21_imported_mandates_are_sealed_masked_and_found_by_fingerprint() -> None:
    clear = iban(households()["jana"].index)
    mandate = mandate_of("jana")
    assert sealer().open(mandate.iban) == clear
    assert mandate.iban_mask == f"{clear[:4]} … {clear[-4:]}"
    assert mandate.iban_hash == sealer().fingerprint(clear)
    assert IbanUse.objects.filter(iban_hash=mandate.iban_hash).count() == 1
    assert not [i for i in range(140) if iban(i) in dump()]


def test_the_same_mandate_again_is_unchanged_although_it_is_sealed_anew() -> None:
    report = run(world()).report["mandate"]
    assert (report["new"], report["changed"]) == (0, 0) and report["unchanged"] > 0


def test_the_content_hash_of_a_mandate_is_keyed() -> None:
    import hashlib

    record = mandate_line(NEW, "IR10284417")
    staged = read_record(record)
    unkeyed = hashlib.blake2b(json.dumps(json.loads(record)["data"]).encode(), digest_size=16).hexdigest()
    assert unkeyed not in staged.copy_line  # type: ignore[union-attr] - tests only


def test_the_brake_sees_changed_accounts_behind_the_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osc.interchange.imports.run.BRAKE_LEAST", 5)
    changed = [each.replace(b'"iban":"DE', b'"iban":"AT') for each in world()[1:-1]]
    from osc.connectors.demo.world.export import export_lines
    from tests.support.database import TODAY

    held = import_file(list(export_lines(changed, TODAY)), source="t", clock=settings.CLOCK)
    assert held.state == ImportRun.State.HELD
    assert "mandate" in held.reason


def test_from_the_feed_the_raw_record_is_sealed_before_it_is_stored(utility: RunningUtility) -> None:
    account = households()["jana"].account_numbers[0]
    with utility.utility.store.transaction() as store:
        store.execute("insert into feed (line) values (?)", (mandate_line(NEW, account).decode(),))
    pull(door=utility.door, source="t", now=settings.NOW)
    assert sealer().open(SepaMandate.objects.get(external_id=f"M-{account}").iban) == NEW
    assert NEW not in dump()


@pytest.mark.parametrize(
    "record",
    [
        mandate_line(NEW, "IR-nobody"),
        mandate_line(NEW, "IR10284417", signed_on="gestern"),
        b'{"kind":"mandate","id":"m","version":1,"data":{"iban" : "' + NEW.encode() + b'", broken',
        line("tarot", "t", iban=NEW),
    ],
)
def test_what_is_set_aside_holds_no_number_in_clear(record: bytes) -> None:
    run(small(record))
    assert InboundRecord.objects.filter(state=InboundRecord.State.QUARANTINED).count() == 1
    assert NEW not in dump()


def test_members_called_iban_are_sealed_at_any_depth_and_only_once() -> None:
    payload = {"iban": NEW, "more": [{"iban": NEW, "name": "x"}], "n": 5}
    sealed = seal_members(payload)
    assert NEW not in json.dumps(sealed)
    assert seal_members(sealed) == sealed
    assert open_members(sealed) == payload
    assert seal_line(seal_line(json.dumps(payload).encode())).count(b"sealed:") == 2
