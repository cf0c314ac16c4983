"""Levels of proof, codes on paper, and who sees what before and after (R-SEC-1, R-SEC-6, REG10, REG18)."""

import argparse
from collections.abc import Iterator
from datetime import timedelta

import pytest

from osc.config import commands
from osc.correspondence.models import PaperLetter
from osc.identity.models import AccountLink, GuessingResult, LetterCode, PortalUser, Registration
from osc.identity.registration import letters, mode
from osc.identity.registration.asking import CodeNotValid, register_with_code
from osc.identity.registration.opening import open_login, use_letter_code
from osc.identity.registration.tokens import LinkNotValid
from osc.identity.rules.letter_code import canonical_code
from osc.identity.sessions import SignedIn, find_session, start_session
from osc.limits.counters import LimitReached
from tests.support.client import PageClient, visible_text
from tests.support.modes import utility
from tests.support.people import PASSWORD, canaries, households
from tests.support.registering import NOW, ask, judged, mails, token_in

pytestmark = pytest.mark.django_db
State = AccountLink.State


@pytest.fixture
def strict() -> Iterator[None]:
    with utility("portal", registration_mode="strict"):
        yield


def register(kind: str = "C", *, email: str = "neu@example.net", address: str = "10.1.1.1") -> PortalUser:
    ask(kind, email=email, address=address)
    user = open_login(token=token_in(to=email), password=PASSWORD, now=NOW)
    for link in AccountLink.objects.filter(user=user):
        if link.level == "A0":  # the job that the link queued
            letters.write_to_owner(link_id=link.id, now=NOW)
    return user


def signed_in(user: PortalUser) -> SignedIn:
    session = find_session(start_session(user, now=NOW), now=NOW)
    assert session is not None and session.user is not None
    return session.user


def code_on_paper(kind: str = "C") -> str:
    """What the owner reads in the letter."""
    partner = LetterCode.objects.filter(account_number=number_of(kind)).values("business_partner_id")
    return canonical_code(
        PaperLetter.objects.get(template="letter_code", business_partner_id__in=partner).context["code"]
    )


def number_of(kind: str) -> str:
    return households()[kind].account_numbers[0]


def test_reg10_faq_compat_opens_at_once_and_the_owner_gets_one_letter(portal: PageClient) -> None:
    user = register()
    link = AccountLink.objects.get(user=user)
    assert (link.state, link.level, link.proved_by) == (State.OPEN, "A0", "pair")
    (letter,) = PaperLetter.objects.all()
    person = households()["C"].person
    assert letter.template == "registered_notice"
    assert letter.recipient[1].startswith(person.street)
    letters.write_to_owner(link_id=link.id, now=NOW)
    assert PaperLetter.objects.count() == 1, "exactly one letter"


def test_r_sec_1_the_address_on_file_is_level_a1_and_nobody_is_written_to() -> None:
    email = households()["A"].person.email
    assert email is not None
    user = register("A", email=email)
    link = AccountLink.objects.get(user=user)
    assert (link.state, link.level, link.proved_by) == (State.OPEN, "A1", "email_on_file")
    assert not PaperLetter.objects.exists()
    assert ("registered_notice", email) not in mails()


@pytest.mark.usefixtures("strict")
def test_r_sec_1_strict_shows_nothing_before_the_code_and_everything_after(portal: PageClient) -> None:
    user = register()
    portal.enter(user)
    overview = visible_text(portal.get("/"))
    assert "Fast fertig" in overview
    assert not any(mark in overview for mark in canaries("C"))
    assert signed_in(user).scope.contract_account_ids == ()
    wrong = portal.post("/verwaltung/code/", {"code": "000 000 000 000"})
    assert wrong.status_code == 422
    assert "Dieser Code stimmt nicht. Vergleichen Sie ihn mit dem Brief." in visible_text(wrong)
    right = portal.post("/verwaltung/code/", {"code": code_on_paper().lower()}, follow=True)
    assert "Sie sehen jetzt das Vertragskonto" in visible_text(right)
    assert "Fast fertig" not in visible_text(right)
    link = AccountLink.objects.get(user=user)
    assert (link.state, link.level, link.proved_by) == (State.OPEN, "A2", "letter")
    assert signed_in(user).scope.contract_account_ids == (link.contract_account_id,)


@pytest.mark.usefixtures("strict")
def test_reg18_wrong_codes_void_nothing_and_a_code_works_once_for_thirty_days_on_its_own_account() -> None:
    user = signed_in(register())
    other = signed_in(register("B", email="b@example.net", address="10.2.1.1"))
    code = code_on_paper()
    assert code != code_on_paper("B")
    for number in range(200):
        with pytest.raises((CodeNotValid, LimitReached)):
            register_with_code(
                account_number=number_of("C"), code=f"{number:012}", email="x@example.net", language="de",
                address=f"10.50.{number % 4}.{number}", now=NOW,
            )  # fmt: skip
    with pytest.raises(CodeNotValid):
        use_letter_code(other, code=code, address="10.2.1.1", now=NOW)
    with pytest.raises(CodeNotValid) as late:
        use_letter_code(user, code=code, address="10.1.1.1", now=NOW + timedelta(days=31))
    assert late.value.old
    assert use_letter_code(user, code=code, address="10.1.1.1", now=NOW + timedelta(days=29)).state == State.OPEN
    with pytest.raises(CodeNotValid):
        use_letter_code(user, code=code, address="10.1.1.1", now=NOW + timedelta(days=29))


def test_reg18_at_most_one_letter_in_seven_days_whoever_asks() -> None:
    asked = ask(meter=households()["C"].supplies[0].meter_number)
    for day in (0, 1, 6):
        letters.send_code_letter(registration_id=asked.id, now=NOW + timedelta(days=day))
    assert PaperLetter.objects.count() == 1
    letters.send_code_letter(registration_id=asked.id, now=NOW + timedelta(days=7, hours=1))
    assert PaperLetter.objects.count() == 2
    wrong = ask("B", meter="1EMH0099999999", address="10.3.1.1")
    letters.send_code_letter(registration_id=wrong.id, now=NOW)
    assert PaperLetter.objects.count() == 2, "numbers that do not fit send nothing"


def test_reg18_a_letter_that_a_stranger_asked_for_works_for_the_owner() -> None:
    stranger = ask(email="fremd@example.net")
    letters.send_code_letter(registration_id=stranger.id, now=NOW)
    asked = register_with_code(
        account_number=number_of("C"), code=code_on_paper(), email="eigentuemer@example.net", language="de",
        address="10.4.1.1", now=NOW,
    )  # fmt: skip
    assert judged(asked).outcome == Registration.Outcome.LINK_SENT
    token = token_in(to="eigentuemer@example.net")
    owner = open_login(token=token, password=PASSWORD, now=NOW)
    assert owner.email == "eigentuemer@example.net"
    assert AccountLink.objects.get(user=owner).level == "A2"
    late = open_login(token=token_in(to="fremd@example.net"), password=PASSWORD, now=NOW)
    assert not AccountLink.objects.filter(user=late).exists(), "who only knows the numbers comes too late"
    with pytest.raises(CodeNotValid):
        register_with_code(
            account_number=number_of("C"), code=code_on_paper(), email="noch@example.net", language="de",
            address="10.4.1.2", now=NOW,
        )  # fmt: skip
    with pytest.raises(LinkNotValid):
        open_login(token=token, password=PASSWORD, now=NOW)


def test_a_better_proof_puts_a_log_in_that_only_knew_the_numbers_to_rest_and_tells_it() -> None:
    stranger = register("A", email="fremd@example.net")
    assert signed_in(stranger).scope.contract_account_ids
    email = households()["A"].person.email
    assert email is not None
    owner = register("A", email=email, address="10.7.1.1")
    assert AccountLink.objects.get(user=owner).state == State.OPEN
    assert AccountLink.objects.get(user=stranger).state == State.UNPROVEN
    assert signed_in(stranger).scope.contract_account_ids == ()
    assert ("account_rests", "fremd@example.net") in mails()


def test_r_sec_6_a_second_person_with_the_pair_gets_nothing_and_the_first_is_told() -> None:
    register("C", email="erste@example.net")
    second = ask("C", email="zweite@example.net", address="10.8.1.1")
    assert second.outcome == Registration.Outcome.TAKEN
    assert ("registered_notice", "erste@example.net") in mails()
    assert ("account_taken", "zweite@example.net") in mails()


def test_where_guessing_is_too_easy_the_pair_alone_shows_nothing_even_in_faq_compat() -> None:
    assert mode.refusal() == ""
    GuessingResult(accounts=150_000, meters=300_000, account_range=214_286, meter_range=300_000, measured_at=NOW).save()
    assert "17.7 bit" in mode.refusal()
    user = register()
    assert AccountLink.objects.get(user=user).state == State.UNPROVEN
    with utility("portal", registration_mode="strict"):
        assert mode.refusal() == ""


def test_the_worlds_own_numbers_are_measured_and_kept() -> None:
    measured = mode.measure_guessing(now=NOW)
    assert measured is not None and measured.bits > 20
    assert mode.stored_guessing() == measured
    assert mode.refusal() == ""


def test_the_letter_is_a_real_pdf_with_the_code(portal: PageClient) -> None:
    from osc.correspondence.letters import set_as_pdf, write_letter

    letters.send_code_letter(registration_id=ask().id, now=NOW)
    letter = PaperLetter.objects.get()
    for language in ("de", "en"):
        letter.language = language
        text = write_letter(letter)
        assert letter.context["code"] in str(text.blocks)
        assert "/registrieren/code/" in str(text.blocks)
    assert set_as_pdf(letter, now=NOW).startswith(b"%PDF-")


def test_osc_entropy_says_what_it_found_and_osc_web_does_not_start_where_guessing_is_too_easy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Security 6.2.3."""
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    assert commands.run_entropy(argparse.Namespace()) == 0
    said = capsys.readouterr().out
    assert "d = " in said and "k = " in said and "S = " in said and " bit" in said and "judged guesses a day" in said
    assert commands.run_entropy(argparse.Namespace()) == 0, "every night anew"
    GuessingResult.objects.update(accounts=150_000, meters=300_000, account_range=214_286, meter_range=300_000)
    assert commands.run_web(argparse.Namespace()) == 1
    assert 'Set registration_mode = "strict"' in capsys.readouterr().err
