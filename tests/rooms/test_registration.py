"""Registration is silent on the page and kind in the mail (R-SEC-4, REG1–REG17)."""

from datetime import timedelta

import pytest
from django.core import mail as outbox

from osc.correspondence.models import Mail
from osc.correspondence.sending import send
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.identity.registration.limits import EVERYBODY, failures
from osc.identity.registration.opening import find_open_link, open_login
from osc.identity.registration.tokens import LinkNotValid
from osc.limits.counters import LimitReached, count
from osc.limits.models import Counter
from tests.support.people import PASSWORD, households, make_user
from tests.support.registering import NOW, ask, mails, token_in

pytestmark = pytest.mark.django_db
Outcome = Registration.Outcome


def only_the_address_on_file_gets_a_direct_link() -> None:
    assert ask("A", address="10.99.0.1", email="fremd@example.net").outcome == Outcome.BY_LETTER
    on_file = households()["A"].person.email
    assert on_file is not None
    assert ask("A", address="10.99.0.2", email=on_file).outcome == Outcome.LINK_SENT


def test_reg1_the_right_pair_gets_a_link_by_mail() -> None:
    assert ask().outcome == Outcome.LINK_SENT
    user = open_login(token=token_in(), password=PASSWORD, now=NOW + timedelta(hours=23))
    assert user.email == "neu@example.net"
    assert AccountLink.objects.get(user=user).contract_account_id
    assert Mail.objects.filter(template="registration_done", to=user.email).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"meter": "1EMH0099999999"},
        {"account": "IR77777777"},
        {"meter": "B"},
    ],
)
def test_reg1_every_wrong_pair_gets_one_identical_mail_without_a_link_that_opens_anything(
    wrong: dict[str, str],
) -> None:
    if wrong.get("meter") == "B":
        wrong = {"meter": households()["B"].supplies[0].meter_number}
    assert ask(**wrong).outcome == Outcome.NO_MATCH
    mail = Mail.objects.get()
    assert mail.template == "registration_no_match"
    assert set(mail.context) == {"link", "hours"}
    with pytest.raises(LinkNotValid):
        open_login(token=token_in("registration_no_match"), password=PASSWORD, now=NOW)


def test_reg1_an_account_that_has_a_user_stays_with_that_user() -> None:
    make_user("C", email="erste@example.net")
    assert ask().outcome == Outcome.TAKEN
    assert mails() == [("account_taken", "neu@example.net"), ("registered_notice", "erste@example.net")]
    assert AccountLink.objects.count() == 1


def test_reg10_the_owner_hears_of_it_at_the_address_on_file() -> None:
    ask("A")
    notice = Mail.objects.get(template="registered_notice")
    assert notice.to == households()["A"].person.email


def test_reg2_faq_5_a_used_address_is_told_by_mail_only() -> None:
    make_user("B", email="neu@example.net")
    assert ask().outcome == Outcome.EMAIL_IN_USE
    mail = Mail.objects.get()
    assert mail.template == "email_in_use"
    send(mail_id=mail.id, now=NOW)
    assert "Vertrags- und Kontoverwaltung" in outbox.outbox[0].body
    assert "/link/" not in outbox.outbox[0].body


def test_reg3_mismatch_mails_are_limited() -> None:
    for number in range(8):
        ask(meter=f"1EMH0099999{number:03}", address=f"10.2.0.{number}")
    assert Mail.objects.count() == 1


def test_reg4_reg5_after_five_failures_only_the_address_on_file_gets_a_direct_link() -> None:
    """R-SEC-5: silent after five failures; the owner's ways stay open."""
    for number in range(6):
        ask("A", meter=f"1EMH0099999{number:03}", address=f"10.3.0.{number}", email=f"x{number}@example.net")
    only_the_address_on_file_gets_a_direct_link()


def test_reg4_one_meter_tried_with_many_accounts_in_every_spelling() -> None:
    meter = households()["A"].supplies[0].meter_number
    spellings = [meter, meter[-8:], meter[-7:], meter[-6:], meter.replace("0", "O", 1), meter[-9:]]
    for number, spelling in enumerate(spellings):
        ask(
            "A",
            account=f"IR7777777{number}",
            meter=spelling,
            address=f"10.4.{number}.1",
            email=f"z{number}@example.net",
        )
    only_the_address_on_file_gets_a_direct_link()


def test_reg4_six_accounts_on_one_meter_close_the_short_cut_for_days() -> None:
    for number in range(6):
        ask("A", account=f"IR7777777{number}", address=f"10.5.{number}.1", email=f"z{number}@example.net",
            now=NOW - timedelta(days=5) + timedelta(hours=number))  # fmt: skip
    only_the_address_on_file_gets_a_direct_link()


def test_reg4_six_tries_on_one_meter_close_the_short_cut_for_a_day() -> None:
    meter = households()["A"].supplies[0].meter_number
    for number in range(6):
        ask(
            "A",
            account=f"IR7777777{number % 3}",
            meter=meter,
            address=f"10.13.{number}.1",
            email=f"u{number}@example.net",
        )
    only_the_address_on_file_gets_a_direct_link()


def test_reg8_a_neighbourhood_is_slowed_down_after_fifty_tries() -> None:
    for number in range(50):
        ask(account=f"IR7700{number:04}", address=f"10.6.0.{number}", email=f"w{number}@example.net")
    with pytest.raises(LimitReached):
        ask(address="10.6.0.200")
    assert ask("A", address="10.6.1.1").outcome == Outcome.LINK_SENT, "others are not held up"


def test_reg8_when_failures_pile_up_only_the_address_on_file_gets_a_direct_link() -> None:
    for _ in range(151):
        count(failures(), EVERYBODY, now=NOW)
    assert ask("A", address="10.99.0.1", email="fremd@example.net").outcome == Outcome.PROVE_MAILBOX
    assert ask("A", meter="1EMH0099999999", address="10.99.0.3", email="fremd2@example.net").outcome == (
        Outcome.PROVE_MAILBOX
    ), "right and wrong pairs get the same mail"
    on_file = households()["A"].person.email
    assert on_file is not None
    assert ask("A", address="10.99.0.2", email=on_file).outcome == Outcome.LINK_SENT


def test_a_success_gives_the_source_its_try_back_once_and_the_account_never() -> None:
    for number in range(5):
        assert ask(address="10.8.0.1", email=f"v{number}@example.net").outcome == Outcome.LINK_SENT
    assert ask(address="10.8.0.1", email="v6@example.net").outcome == Outcome.BY_LETTER, "five links a day and account"
    for number in range(5):
        ask(address="10.8.0.1", meter=f"1EMH0099998{number:03}", email=f"v{number}@example.net")
    with pytest.raises(LimitReached):
        ask(address="10.8.0.1")


def test_reg7_a_source_is_slowed_down_at_the_eleventh_try() -> None:
    for number in range(10):
        ask(meter=f"1EMH0099998{number:03}", email=f"y{number}@example.net")
    with pytest.raises(LimitReached) as reached:
        ask()
    assert 0 < reached.value.retry_after <= 3600


def test_reg12_the_link_works_once_and_for_24_hours() -> None:
    """R-SEC-2: single use, 24 hours, short enough to be copied out of a mail."""
    ask()
    assert len(Mail.objects.get(template="registration_link").context["link"].partition("testserver")[2]) < 76
    token = token_in()
    assert find_open_link(token=token, now=NOW)
    with pytest.raises(LinkNotValid):
        find_open_link(token=token, now=NOW + timedelta(hours=24, minutes=1))
    open_login(token=token, password=PASSWORD, now=NOW)
    with pytest.raises(LinkNotValid):
        open_login(token=token, password=PASSWORD, now=NOW)
    assert PortalUser.objects.filter(email="neu@example.net").count() == 1


def test_r_num_3_any_meter_of_the_account_will_do_also_one_removed_lately() -> None:
    assert ask("shared", meter=households()["shared"].supplies[2].meter_number).outcome == Outcome.LINK_SENT


def test_r_num_2_a_shared_tail_needs_the_full_number() -> None:
    tail = households()["same_tail"].supplies[0].meter_number[-8:]
    assert ask("same_tail", meter=tail).outcome == Outcome.NO_MATCH


def test_only_the_hash_of_the_link_is_stored_and_the_mail_forgets_it_once_sent() -> None:
    request = ask()
    token = token_in()
    assert token.encode() not in bytes(request.token_hash or b"")
    mail = Mail.objects.get(template="registration_link")
    send(mail_id=mail.id, now=NOW)
    mail.refresh_from_db()
    assert (mail.state, mail.context) == (Mail.State.SENT, {})
    assert token in outbox.outbox[0].body
    send(mail_id=mail.id, now=NOW)
    assert len(outbox.outbox) == 1


def test_rel14_a_link_that_ran_out_in_the_queue_is_not_sent_stale() -> None:
    ask()
    mail = Mail.objects.get(template="registration_link")
    send(mail_id=mail.id, now=NOW + timedelta(hours=25))
    mail.refresh_from_db()
    assert mail.state == Mail.State.EXPIRED
    assert outbox.outbox == []


def test_an_honest_success_is_given_back_to_the_neighbourhood_too() -> None:
    for number in range(49):
        ask(account=f"IR7700{number:04}", address=f"10.11.0.{number}", email=f"w{number}@example.net")
    assert ask("A", address="10.11.0.100").outcome == Outcome.LINK_SENT
    assert ask("B", address="10.11.0.101", email="zwei@example.net").outcome == Outcome.LINK_SENT


def test_right_pairs_do_not_add_to_the_failures_of_everybody() -> None:
    make_user("C", email="erste@example.net")
    assert ask().outcome == Outcome.TAKEN
    assert Counter.objects.filter(key__startswith="register-failures").count() == 0
    ask(meter="1EMH0099999001", address="10.12.0.1", email="zwei@example.net")
    assert set(Counter.objects.filter(key__startswith="register-failures").values_list("n", flat=True)) == {1}
