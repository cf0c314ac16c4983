"""Zugang löschen: closed at once, erased by the worker, what the law keeps stays (R-DS-7)."""

import re

from django.conf import settings

from osc.billing.models import PaperlessChoice
from osc.cases.models import Case
from osc.contracts.models import ContractAccount
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.documents.models import Document
from osc.identity.erasing import erase
from osc.identity.models import AccountLink, Device, LoginSession, PortalUser, Registration, SecurityEvent
from tests.rooms.test_documents import stored
from tests.support.bank import old_friend
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, make_user
from tests.support.reading import hand_in, meter_of

PAGE = "/verwaltung/sicherheit/loeschen/"


def test_r_ds_7_nothing_opens_and_everything_is_dead_at_once(portal: PageClient) -> None:
    user = old_friend(portal)
    other = PageClient().enter(user)
    ContractAccount.objects.filter(number="IR10284425").update(paperless=True)
    text = visible_text(portal.get(PAGE))
    assert "jana@example.net" in text and "8 Jahre" in text and "auf Papier" in text
    gone = portal.post(PAGE, follow=True)
    assert "Ihr Zugang ist gelöscht." in visible_text(gone)
    assert other.get("/").status_code == 302 and not LoginSession.objects.filter(user=user).exists()
    refused = portal.post("/anmelden/", {"email": "jana@example.net", "password": PASSWORD})
    assert refused.status_code == 422
    assert [choice.paperless for choice in PaperlessChoice.objects.all()] == [False], "delivery is paper again"
    assert "auf Papier" in write(Mail.objects.get(template="login_deleted")).body


def test_r_ds_7_the_worker_erases_the_person_and_keeps_what_must_stay(portal: PageClient) -> None:
    user = old_friend(portal)
    case, document = hand_in(user, meter_of("jana"), "5"), stored()
    Registration(account_number="IR10284417", meter_number="1", email=user.email, language="de", source="x",
                 requested_at=settings.NOW).save()  # fmt: skip
    erase(user_id=user.id)
    assert PortalUser.objects.filter(id=user.id).exists(), "nobody has closed it"
    portal.post(PAGE)
    for _ in range(2):
        erase(user_id=user.id)
    for table in (AccountLink, Device, SecurityEvent):
        assert not table.objects.filter(user_id=user.id).exists()
    assert not PortalUser.objects.filter(email="jana@example.net").exists()
    assert not Registration.objects.filter(email="jana@example.net").exists()
    assert Case.objects.get(id=case.id).state and Document.objects.get(id=document.id)
    assert make_user("jana"), "the address is free again"


def test_it_asks_for_the_password_and_is_not_for_staff(portal: PageClient) -> None:
    user = make_user("A")
    portal.enter(user)
    assert portal.get(PAGE).url.startswith("/anmelden/bestaetigen/")
    assert portal.post(PAGE).url.startswith("/anmelden/bestaetigen/")
    assert PortalUser.objects.get(id=user.id).is_active
    staff = PageClient().enter(make_user("B", is_staff=True))
    staff.post("/anmelden/bestaetigen/", {"password": PASSWORD, "weiter": PAGE})
    assert staff.get(PAGE).status_code == 404
    assert not re.search("loeschen", staff.get("/verwaltung/sicherheit/").content.decode())


def test_somebody_elses_account_keeps_its_post(portal: PageClient) -> None:
    """A delegate's log-in ends without touching how the owner's post comes."""
    user = old_friend(portal)
    ContractAccount.objects.filter(number__in=["IR10284417", "IR10284425"]).update(paperless=True)
    own = ContractAccount.objects.get(number="IR10284425")
    AccountLink.objects.filter(user=user).exclude(contract_account_id=own.id).update(read_only=True)
    portal.post(PAGE)
    assert list(PaperlessChoice.objects.values_list("contract_account_id", flat=True)) == [own.id]
