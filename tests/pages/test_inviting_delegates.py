"""Zugriff für andere: inviting, accepting, ending (F9, R-DS-12, AUT7)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from osc.audit.models import AuditEntry
from osc.contracts.models import ContractAccount
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.identity.models import AccountLink, Invitation, PortalUser
from tests.support.client import PageClient, visible_text
from tests.support.people import PASSWORD, households, let_look, make_user
from tests.support.reading import account_ids, meter_of

NEW, CHECK, LIST = "/verwaltung/zugriff/neu/", "/verwaltung/zugriff/pruefen/", "/verwaltung/zugriff/"
FRIEND = "freundin@example.net"


@pytest.fixture
def owner(portal: PageClient) -> PortalUser:
    """A, signed in, with a password typed a moment ago."""
    user = make_user("A")
    portal.enter(user, data={"confirmed_at": settings.NOW.isoformat()})
    return user


def account_of(kind: str) -> str:
    return str(min(account_ids(kind)))


def invite(portal: PageClient, email: str = FRIEND, **more: str) -> str:
    """From the form to the mail; returns the token in its link."""
    before = set(Mail.objects.values_list("id", flat=True))
    assert portal.post(NEW, {"email": email, "account": account_of("A"), "until": "", **more}).status_code == 302
    key = re.search(r'name="submission_key" value="([^"]+)"', portal.get(CHECK).content.decode())
    for _ in range(2):  # a double click is one invitation
        assert portal.post(CHECK, {"submission_key": key[1]}).headers["Location"] == LIST
    mail = Mail.objects.filter(template="access_offered", to=email).exclude(id__in=before).first()
    return str(mail.context["link"].rstrip("/").rpartition("/")[2]) if mail else ""


def test_the_form_says_what_is_missing(portal: PageClient, owner: PortalUser) -> None:
    for typed, sentence in (
        ({"email": "x"}, "E-Mail-Adresse mit @"), ({"email": owner.email}, "eigene Adresse"),
        ({"account": ""}, "mindestens ein Vertragskonto"), ({"account": account_of("B")}, "mindestens ein"),
        ({"until": "31.02.2027"}, "Geben Sie ein Datum ein"), ({"until": "01.01.2020"}, "schon vorbei"),
    ):  # fmt: skip
        page = portal.post(NEW, {"email": FRIEND, "account": account_of("A"), "until": "", **typed})
        assert page.status_code == 422 and sentence in visible_text(page), typed
    assert not Invitation.objects.exists()


def test_inviting_needs_the_password_again(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    assert "/anmelden/bestaetigen/" in portal.get(NEW).headers["Location"]
    assert "/anmelden/bestaetigen/" in portal.post(CHECK, {"submission_key": str(uuid4())}).headers["Location"]


def test_somebody_new_gets_a_log_in_and_looks_and_cannot_act(portal: PageClient, owner: PortalUser) -> None:
    token = invite(portal)
    assert Invitation.objects.count() == Mail.objects.count() == 1
    friend = PageClient()
    link = f"/zugriff-annehmen/{token}/"
    for _ in range(3):  # scanners change nothing
        page = friend.get(link)
        assert page.status_code == 200 and page.headers["Referrer-Policy"] == "no-referrer"
    assert households()["A"].person.last_name in visible_text(page)
    assert friend.post(link, {"password": "kurz"}).status_code == 422
    assert friend.post(link, {"password": PASSWORD}).headers["Location"] == "/"
    assert friend.post(link, {"password": PASSWORD}).status_code in {302, 410}
    assert households()["A"].person.street in visible_text(friend.get("/"))
    assert friend.post(f"/zaehlerstand/{meter_of('A').id}/", {"stand-1-8-0": "5"}).status_code == 404
    accepted = Mail.objects.get(template="access_accepted")
    assert accepted.to == owner.email and FRIEND in str(accepted.context)
    shown = visible_text(portal.get(LIST))
    assert FRIEND in shown and "nur ansehen" in shown and "eingeladen" not in shown
    assert {"invite_delegate", "accept_invitation"} <= set(AuditEntry.objects.values_list("deed", flat=True))


def test_aut7_ending_it_closes_the_next_request(portal: PageClient, owner: PortalUser) -> None:
    token = invite(portal)
    friend = PageClient()
    friend.post(f"/zugriff-annehmen/{token}/", {"password": PASSWORD})
    user = PortalUser.objects.get(email=FRIEND)
    pages = [f"/zaehlerstand/{meter_of('A').id}/verlauf/", f"/zaehlerstand/{meter_of('A').id}/verlauf.csv"]
    assert all(friend.get(path).status_code == 200 for path in pages)
    stranger = PageClient().enter(make_user("B"))
    assert stranger.post(f"{LIST}person/{user.id}/beenden/").status_code == 404
    assert portal.post(f"{LIST}person/{user.id}/beenden/").status_code == 302
    assert all(friend.get(path).status_code == 404 for path in pages)
    assert households()["A"].person.street not in visible_text(friend.get("/"))
    assert Mail.objects.filter(template="access_ended", to=FRIEND).count() == 1
    assert AuditEntry.objects.filter(deed="revoke_delegate", actor=f"user:{owner.id}").count() == 1


def test_somebody_with_a_log_in_signs_in_and_finds_the_invitation(portal: PageClient, owner: PortalUser) -> None:
    user = make_user("B", email=FRIEND)
    token = invite(portal)
    page = PageClient().get(f"/zugriff-annehmen/{token}/")
    assert "schon einen Zugang" in visible_text(page)
    assert PageClient().post(f"/zugriff-annehmen/{token}/", {"password": PASSWORD}).status_code == 200
    friend = PageClient().enter(user)
    invitation = Invitation.objects.get()
    assert "gibt Ihnen Zugriff" in visible_text(friend.get(LIST))
    answer = f"{LIST}einladung/{invitation.id}/antwort/"
    assert portal.post(answer, {"antwort": "ja"}).status_code == 404, "it is not for this address"
    assert friend.post(answer, {"antwort": "ja"}).status_code == 302
    assert AccountLink.objects.get(user=user, read_only=True).granted_by == owner
    assert friend.post(answer, {"antwort": "ja"}).status_code == 404


def test_no_and_withdrawn_and_old_invitations_open_nothing(
    portal: PageClient, owner: PortalUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    friend = PageClient().enter(make_user("B", email=FRIEND))
    tokens = [invite(portal) for _ in range(3)]
    first, second, _third = Invitation.objects.order_by("asked_at", "id")
    assert friend.post(f"{LIST}einladung/{first.id}/antwort/", {"antwort": "nein"}).status_code == 302
    assert friend.post(f"{LIST}einladung/{second.id}/zurueck/").status_code == 404
    assert portal.post(f"{LIST}einladung/{second.id}/zurueck/").status_code == 302
    assert sorted(PageClient().get(f"/zugriff-annehmen/{each}/").status_code for each in tokens) == [200, 410, 410]
    monkeypatch.setattr(settings, "CLOCK", lambda: settings.NOW + timedelta(days=8))
    assert {PageClient().get(f"/zugriff-annehmen/{each}/").status_code for each in tokens} == {410}
    assert not AccountLink.objects.filter(read_only=True).exists()


def test_the_right_to_look_ends_with_its_day_and_with_the_right_of_the_one_who_gave_it(
    portal: PageClient, owner: PortalUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = invite(portal, until="30.11.2026")
    friend = PageClient()
    friend.post(f"/zugriff-annehmen/{token}/", {"password": PASSWORD})
    page = f"/zaehlerstand/{meter_of('A').id}/verlauf/"
    assert friend.get(page).status_code == 200
    for change, back in (
        (lambda: owner.links.update(state="unproven"), lambda: owner.links.update(state="open")),
        (lambda: owner.links.update(removed_at=settings.NOW), lambda: owner.links.update(removed_at=None)),
        (lambda: PortalUser.objects.filter(id=owner.id).update(is_active=False),
         lambda: PortalUser.objects.filter(id=owner.id).update(is_active=True)),
    ):  # fmt: skip
        change()
        assert friend.get(page).status_code == 404
        back()
    assert friend.get(page).status_code == 200
    AccountLink.objects.filter(read_only=True).update(until="2026-11-23")
    assert friend.get(page).status_code == 404
    portal.get(LIST)  # takes the note with the address away
    assert FRIEND not in visible_text(portal.get(LIST))


def test_a_delegate_invites_nobody_and_can_give_it_back(portal: PageClient) -> None:
    user = let_look(make_user("B"), "A")
    portal.enter(user, data={"confirmed_at": settings.NOW.isoformat()})
    typed = {"email": FRIEND, "account": account_of("A"), "until": ""}
    assert portal.post(NEW, typed).status_code == 422
    shown = visible_text(portal.get(LIST))
    assert "bei anderen ansehen" in shown
    assert portal.post(f"{LIST}konto/{account_of('B')}/abgeben/").status_code == 404, "that one is the own"
    assert portal.post(f"{LIST}konto/{account_of('A')}/abgeben/").status_code == 302
    assert portal.get(f"/zaehlerstand/{meter_of('A').id}/verlauf/").status_code == 404
    assert AuditEntry.objects.filter(deed="give_back_access").count() == 1


def test_invitations_are_limited(portal: PageClient, owner: PortalUser) -> None:
    for number in range(10):
        invite(portal, f"p{number}@example.net")
    assert portal.post(NEW, {"email": FRIEND, "account": account_of("A"), "until": ""}).status_code == 302
    assert portal.post(CHECK, {"submission_key": str(uuid4())}).status_code == 429


def test_one_mailbox_gets_three_mails_whoever_asks(portal: PageClient, owner: PortalUser) -> None:
    for _ in range(5):
        invite(portal)
    assert Mail.objects.filter(template="access_offered").count() == 3
    assert Invitation.objects.count() == 5


def test_a_landlord_chooses_among_sixty(portal: PageClient) -> None:
    user = make_user("L")
    portal.enter(user, data={"confirmed_at": settings.NOW.isoformat()})
    page = portal.get(NEW).content.decode()
    assert page.count('type="checkbox"') == 60
    three = [
        str(id_) for id_ in ContractAccount.objects.filter(id__in=account_ids("L")).values_list("id", flat=True)[:3]
    ]
    assert portal.post(NEW, {"email": FRIEND, "account": three, "until": ""}).status_code == 302
    numbers = [account.number[-4:] for account in ContractAccount.objects.filter(id__in=three)]
    assert all(number in visible_text(portal.get(CHECK)) for number in numbers)


@pytest.mark.parametrize("language", ["de", "en"])
def test_mails_and_pages_in_both_languages(portal: PageClient, owner: PortalUser, language: str) -> None:
    PortalUser.objects.update(language=language)
    token = invite(portal)
    word = {"de": "gibt Ihnen Zugriff", "en": "gives you access"}[language]
    mail = Mail.objects.get(template="access_offered")
    assert word in write(mail).subject and token in write(mail).body
    friend = PageClient()
    friend.cookies["osc_language"] = language
    assert word in visible_text(friend.get(f"/zugriff-annehmen/{token}/"))
    assert {"de": "Zugriff für andere", "en": "Access for others"}[language] in visible_text(portal.get(LIST))
    friend.post(f"/zugriff-annehmen/{token}/", {"password": PASSWORD})
    portal.post(f"{LIST}person/{PortalUser.objects.get(email=FRIEND).id}/beenden/")
    for template in ("access_accepted", "access_ended"):
        assert write(Mail.objects.get(template=template)).body
