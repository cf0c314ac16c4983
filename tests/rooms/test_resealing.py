"""`osc reseal`: after it the older key may leave the list, and everything still opens."""

from argparse import Namespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from osc.config.commands import run_reseal
from osc.foundation.sealing import MARK, NotOpened, Sealer
from osc.identity.factors.sealing import seal, unseal
from osc.identity.models import AuthenticatorApp, LoginSession
from osc.interchange import sealed
from osc.interchange.models import InboundRecord, OutboundMessage
from osc.interchange.sealed import open_members, seal_line, seal_members, sealer
from osc.payments.models import SepaMandate
from tests.rooms.test_sealed import dump
from tests.support.people import make_user

pytestmark = pytest.mark.django_db
NEW = "fresh:" + "n" * 40
IBAN = "DE89370400440532013000"


@pytest.fixture
def rotate(monkeypatch: pytest.MonkeyPatch) -> "Rotate":
    return Rotate(monkeypatch)


class Rotate:
    """Other keys from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __call__(self, keys: str) -> Sealer:
        fresh = Sealer(keys)
        self.monkeypatch.setattr(sealed, "sealer", lambda: fresh)
        for module in ("osc.interchange.resealing", "osc.identity.factors.sealing"):
            self.monkeypatch.setattr(f"{module}.sealer", lambda: fresh)
        return fresh


def reseal(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("set local role osc_worker")
        code = run_reseal(Namespace())
        cursor.execute("reset role")
    return code, capsys.readouterr().out


def test_everything_is_sealed_anew_and_opens_without_the_old_key(
    rotate: Rotate, capsys: pytest.CaptureFixture[str]
) -> None:
    user, old = make_user("jana"), settings.FIELD_KEY
    app = AuthenticatorApp.objects.create(
        user=user, sealed_secret=seal("JBSWY3DP", belongs_to=str(user.pk)), added_at=settings.NOW
    )
    draft = {"bank": seal_members({"iban": IBAN, "holder": "sealed: nothing"})}
    session = LoginSession.objects.create(
        key_hash=b"k" * 32, user=user, data=draft, created_at=settings.NOW, seen_at=settings.NOW
    )
    message = OutboundMessage.objects.create(
        kind="mandate", payload=seal_members({"iban": IBAN}), case_id=uuid4(), business_partner_id=uuid4(),
        lane="x", accepted_at=settings.NOW,
    )  # fmt: skip
    record = InboundRecord.objects.create(
        kind="mandate", external_id="M", source_version=1, received_at=settings.NOW,
        raw=seal_line(b'{"iban": "%s", "holder": "X"}' % IBAN.encode()).decode(),
    )  # fmt: skip
    mandates = {each.pk: (sealer().open(each.iban), each.iban_hash) for each in SepaMandate.objects.all()}

    rotate(f"{NEW},{old}")
    code, told = reseal(capsys)
    assert code == 0 and f"payments_sepamandate.iban: {len(mandates)} sealed anew" in told
    old_name = old.partition(":")[0]
    assert f"{MARK}{old_name}:" not in dump()

    without = rotate(NEW)
    assert {m.pk: (without.open(m.iban), m.iban_hash) for m in SepaMandate.objects.all()} == mandates
    for row in (app, session, message, record):
        row.refresh_from_db()
    assert unseal(app.sealed_secret, belongs_to=str(user.pk)) == "JBSWY3DP"
    assert open_members(session.data["bank"]) == {"iban": IBAN, "holder": "sealed: nothing"}
    assert open_members(message.payload) == {"iban": IBAN}
    assert without.open(record.raw.split('"')[3]) == IBAN


def test_a_second_run_changes_nothing(rotate: Rotate, capsys: pytest.CaptureFixture[str]) -> None:
    rotate(f"{NEW},{settings.FIELD_KEY}")
    reseal(capsys)
    before = dump()
    code, told = reseal(capsys)
    assert code == 0 and " 0 sealed anew" in told and dump() == before


def test_what_opens_with_no_key_stays_and_is_told(rotate: Rotate, capsys: pytest.CaptureFixture[str]) -> None:
    fresh = rotate(NEW)  # the old key was taken away too early
    code, told = reseal(capsys)
    assert code == 1 and "0 sealed anew" in told and "NOT OPENED" in told
    mandate = SepaMandate.objects.first()
    assert mandate is not None
    with pytest.raises(NotOpened):
        fresh.open(mandate.iban)
