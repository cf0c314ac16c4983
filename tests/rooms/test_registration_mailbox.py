"""Behind a proven mailbox: correction, limits by mailbox, source and domain, the third item (security 6.3, 6.4)."""

from contextlib import suppress
from datetime import timedelta

import pytest

from osc.correspondence.models import Mail
from osc.identity.models import Registration
from osc.identity.registration import limits
from osc.identity.registration.asking import correct_numbers, find_correction
from osc.identity.registration.opening import find_open_link, open_login
from osc.limits.counters import LimitReached, count
from tests.support.modes import utility
from tests.support.people import PASSWORD, households, make_user
from tests.support.registering import NOW, ask, judged, mails, token_in

pytestmark = pytest.mark.django_db
Outcome = Registration.Outcome


def correct(token: str, *, kind: str = "C", meter: str = "", surname: str = "", address: str = "10.1.1.1") -> str:
    household = households()[kind]
    correct_numbers(
        token=token, account_number=household.account_numbers[0], surname=surname, address=address, now=NOW,
        meter_number=meter or household.supplies[0].meter_number,
    )  # fmt: skip
    return judged(find_correction(token=token, now=NOW).id).outcome


def test_the_correction_link_says_at_once_what_fits_and_becomes_the_link_for_the_password() -> None:
    ask(meter="1EMH0099999999")
    token = token_in("registration_no_match")
    assert correct(token, meter="1EMH0099999998") == Outcome.NO_MATCH
    assert correct(token) == Outcome.LINK_SENT
    assert [template for template, _ in mails()] == ["registration_no_match"], "the page says it, no second mail"
    assert find_open_link(token=token, now=NOW)
    assert open_login(token=token, password=PASSWORD, now=NOW).email == "neu@example.net"


def test_five_corrections_per_mailbox_and_day_from_however_many_links_and_sources() -> None:
    ask(meter="1EMH0099999999")
    token = token_in("registration_no_match")
    for number in range(5):
        correct(token, kind="B", meter=f"1EMH009999{number:04}", address=f"10.{number}.1.1")
    with pytest.raises(LimitReached) as reached:
        correct(token, address="10.77.1.1")
    assert reached.value.retry_after <= 5 * 3600, "the budget refills: nobody waits for midnight (6.4 c)"


def test_form_entries_that_name_somebodys_address_do_not_count_against_its_mailbox() -> None:
    for number in range(8):
        ask(meter=f"1EMH009999{number:04}", address=f"10.{number}.2.1")
    token = token_in("registration_no_match")
    assert correct(token, kind="B", address="10.90.1.1") == Outcome.LINK_SENT


def test_reg5_too_many_tries_on_an_account_say_the_same_whether_the_pair_fits_or_not() -> None:
    for number in range(6):
        ask("B", meter=f"1EMH009999{number:04}", address=f"10.{number}.3.1", email=f"x{number}@example.net")
    token = token_in("registration_no_match", to="x0@example.net")
    assert correct(token, kind="B", address="10.91.1.1") == Outcome.BY_LETTER
    assert correct(token, kind="B", meter="1EMH0099999999", address="10.91.2.1") == Outcome.BY_LETTER


def test_more_than_three_accounts_from_one_line_must_prove_their_mailboxes() -> None:
    for number in range(3):
        ask(account=f"IR7777777{number}", email=f"x{number}@example.net")
    assert ask(email="vierter@example.net").outcome == Outcome.PROVE_MAILBOX
    token = token_in("registration_prove")
    assert ask("B", meter="1EMH0099999999", email="fuenfter@example.net").outcome == Outcome.PROVE_MAILBOX
    assert ask("B", address="10.92.1.1", email="sechster@example.net").outcome == Outcome.LINK_SENT, "others are free"
    assert correct(token) == Outcome.LINK_SENT


def test_twenty_new_mailboxes_of_one_domain_a_day_get_a_correction_link() -> None:
    with utility("registration", new_mailboxes_per_domain=2):
        for number in range(3):
            ask(meter=f"1EMH009999{number:04}", address=f"10.{number}.4.1", email=f"x{number}@catch-all.example")
        ask(meter="1EMH0099999999", address="10.9.4.1", email="x@gmx.de")
    links = dict(Mail.objects.values_list("to", "context__link"))
    assert [bool(links[f"x{number}@catch-all.example"]) for number in range(3)] == [True, True, False]
    assert links["x@gmx.de"]


def test_level_two_asks_for_the_surname_and_the_address_on_file_needs_none() -> None:
    household = households()["A"]
    surname, email = household.person.last_name, household.person.email
    assert surname and email
    with utility("registration", least_level=2):
        assert limits.surname_wanted(now=NOW)
        ask("A", surname="Falsch", email="x@example.net", address="10.1.5.1")
        token = token_in("registration_prove")
        assert correct(token, kind="A", surname="Falsch") == Outcome.NO_MATCH
        assert correct(token, kind="A", surname=surname.upper()) == Outcome.LINK_SENT
        assert ask("A", email=email, address="10.2.5.1").outcome == Outcome.LINK_SENT


def test_level_three_leaves_the_address_on_file_and_the_letter() -> None:
    with utility("registration", least_level=3):
        ask(address="10.1.6.1")
        assert correct(token_in("registration_prove")) == Outcome.BY_LETTER
        email = households()["A"].person.email
        assert email is not None
        assert ask("A", email=email, address="10.2.6.1").outcome == Outcome.LINK_SENT


def test_level_two_comes_by_itself_after_many_failures() -> None:
    assert limits.level(now=NOW) == 0
    with utility("registration", third_item_failures_per_day=10, failures_per_hour=5):
        for _ in range(6):
            limits.count_failure(now=NOW)
        assert limits.level(now=NOW) == 1
        for _ in range(5):
            limits.count_failure(now=NOW)
        assert limits.level(now=NOW) == 2


def test_reg16_a_third_persons_mailbox_gets_three_mails_a_day_at_most() -> None:
    for number in range(50):
        ask(account=f"IR7{number:07}", address=f"10.{number}.7.1", email="dritte@example.net")
    assert Mail.objects.filter(to="dritte@example.net").count() <= 3


def test_budgets_refill_while_one_waits() -> None:
    limit = (limits.Limit("refill", 5, limits.DAY),)
    assert [count(limit, "x", now=NOW) for _ in range(6)] == [True] * 5 + [False]
    assert count(limit, "x", now=NOW + limits.DAY / 2)
    assert count(limit, "x", now=NOW + limits.DAY / 2)


def test_a_log_in_that_came_up_meanwhile_is_pointed_to_and_gets_the_offer() -> None:
    ask(meter="1EMH0099999999")
    token = token_in("registration_no_match")
    user = make_user("B", email="neu@example.net")
    assert correct(token) == Outcome.EMAIL_IN_USE
    assert user.links.filter(state="offered").count() == 1


def test_reg3_an_address_that_somebody_names_gets_three_mails_in_any_day_at_most() -> None:
    """R-SEC-5: however the tries lie in the day; and the mailbox is not closed for the days after."""
    sent = []
    for number in range(40):
        now = NOW + timedelta(minutes=90 * number)
        before = len(mails())
        ask(meter="1EMH0099999999", address=f"10.2.{number}.1", now=now)
        sent += [now] * (len(mails()) - before)
    for start in sent:
        assert sum(start <= each < start + timedelta(days=1) for each in sent) <= 3
    assert 3 <= len(sent) <= 4


def test_reg8_one_network_that_asks_too_often_is_one_alarm_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    for number in range(70):
        with suppress(LimitReached):
            limits.count_source(f"10.3.3.{number}", now=NOW)
    assert [each.getMessage() for each in caplog.records] == ["alarm register-neighbourhood from=10.3.3.0/24"]
