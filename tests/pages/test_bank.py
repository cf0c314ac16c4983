"""Bankverbindung: masked view, form, mandate, receipt, undo, revocation, and links that need no sign-in."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from osc.cases.models import Case
from osc.connectors.demo.world.people import iban
from osc.correspondence.models import Mail
from osc.interchange.models import OutboundMessage
from osc.payments.models import BankChange, MandateText
from tests.pages.test_readings import own
from tests.support.bank import CHANGE, CHECK, NEW, change, confirm, fill, old_friend, send
from tests.support.client import PageClient, visible_text
from tests.support.people import households, make_user

NBSP = "\u00a0"


@pytest.fixture
def jana(portal: PageClient) -> PageClient:
    old_friend(portal)
    return portal


def numbers(kind: str = "jana") -> list[str]:
    return list(households()[kind].account_numbers)


def all_accounts(kind: str = "jana") -> dict[str, list[str]]:
    return {"account": numbers(kind)}


def test_f5_r_sep_8_the_view_is_masked(jana: PageClient) -> None:
    clear = iban(households()["jana"].index)
    page = jana.get("/verwaltung/bank/")
    text = visible_text(page)
    assert f"{clear[:4]} … {clear[-4:]}" in text
    assert "Commerzbank" in text and "Jana Albrecht" in text and f"Mandat MR-{numbers()[0]} vom 01.03.2021" in text
    assert clear not in page.content.decode()


def test_f1_the_index_leads_here_with_the_current_account(jana: PageClient) -> None:
    clear = iban(households()["jana"].index)
    assert f"Bankverbindung {clear[:4]} … {clear[-4:]}" in visible_text(jana.get("/verwaltung/"))
    assert "Bankverbindung" in visible_text(jana.get("/menue/"))


def test_biz1_without_a_fresh_password_nothing_opens(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    for path in (CHANGE, CHECK, f"/verwaltung/bank/{Case().id}/beenden/"):
        for response in (portal.get(path), portal.post(path, {"iban": NEW})):
            assert response.status_code == 302 and response.url.startswith("/anmelden/bestaetigen/")
    assert not Case.objects.exists()


def test_biz1_after_five_minutes_the_password_is_asked_again(jana: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    fill(jana, **all_accounts())
    monkeypatch.setattr(settings, "CLOCK", lambda: settings.NOW + timedelta(minutes=5, seconds=1))
    response = jana.post(CHECK, {"mandate": "ja"})
    assert response.status_code == 302 and "bestaetigen" in response.url
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"iban": ""}, "Geben Sie die IBAN ein"),
        ({"iban": "DE8937040044053201300"}, "Die IBAN ist zu kurz. Eine deutsche IBAN hat 22 Zeichen"),
        ({"iban": NEW + "1"}, "Die IBAN ist zu lang. Eine deutsche IBAN hat 22 Zeichen"),
        ({"iban": "AT6119043002345732"}, "Die IBAN ist zu kurz. Eine IBAN mit AT hat 20 Zeichen"),
        ({"iban": "DE89370400440532013001"}, "Diese IBAN hat einen Tippfehler. Vergleichen Sie sie mit Ihrer Bankkarte"),
        ({"iban": "DE00370400440532013000"}, "Diese IBAN hat einen Tippfehler."),
        ({"iban": "DE89З70400440532013000"}, "nur mit Buchstaben von A bis Z und Ziffern"),
        ({"iban": "TR330006100519786457841326"}, "IBANs mit TR gehören nicht dazu"),
        ({"iban": "X" * 35}, "Keine IBAN hat mehr als 34 Zeichen"),
        ({"iban": "37040044"}, "Eine IBAN beginnt mit 2 Buchstaben für das Land"),
        ({"holder": ""}, "Geben Sie den Namen ein, auf den das Konto läuft"),
        ({"holder": "x" * 71}, "Kürzen Sie den Namen auf 70 Zeichen"),
        ({"for_debit": "", "for_refund": ""}, "Wählen Sie aus, wofür das Konto gilt"),
        ({"whose": "other"}, "Geben Sie Straße und Hausnummer der Person ein"),
        ({"whose": "other", "holder_street": "x", "holder_city": "y", "holder_email": "keine"}, "mit @ ein"),
    ],
)  # fmt: skip
def test_biz4_ux_3_4_each_mistake_has_its_sentence(jana: PageClient, typed: dict[str, str], sentence: str) -> None:
    response = fill(jana, **{**all_accounts(), **typed})
    assert response.status_code == 422
    assert sentence in visible_text(response)
    assert not Case.objects.exists() and not OutboundMessage.objects.exists()


def test_at_least_one_contract_account(portal: PageClient) -> None:
    old_friend(portal, "L")
    assert "Wählen Sie mindestens ein Vertragskonto aus" in visible_text(fill(portal, account=["IR99999999"]))


def test_r_sep_3_the_field_is_empty_and_takes_34_signs(jana: PageClient) -> None:
    page = jana.get(CHANGE).content.decode()
    field = re.search(r'<input class="input input--iban"[^>]*>', page)
    assert field and 'value=""' in field[0] and "maxlength" not in field[0]


def test_r_sep_1_the_check_page_shows_bank_mandate_and_what_still_runs(jana: PageClient) -> None:
    text = visible_text(fill(jana, **all_accounts()))
    assert "Stimmen Ihre Angaben?" in text and "DE89 … 3000" in text and "Commerzbank" in text
    assert "SEPA-Lastschriftmandat Ich ermächtige Stadtwerke Lindenau GmbH, Zahlungen von meinem Konto" in text
    assert "Gläubiger-Identifikationsnummer DE98ZZZ09999999999" in text
    assert f"Die Abbuchung am 1.{NBSP}Dezember{NBSP}2026 läuft noch über das alte Konto." in text
    assert "Guthaben zahlen wir frühestens nach 24 Stunden auf das neue Konto." in text
    assert "Name geprüft" not in text  # R-SEP-11: nobody compares the name for debits


def test_ux_3_4_without_the_tick_nothing_is_accepted(jana: PageClient) -> None:
    response = send(jana, fill(jana, **all_accounts()), mandate="")
    assert response.status_code == 422
    assert "Bestätigen Sie das SEPA-Mandat, damit wir abbuchen dürfen" in visible_text(response)
    assert not Case.objects.exists()


def test_r_sep_1_the_reference_on_the_check_page_is_the_one_that_is_stored(jana: PageClient) -> None:
    check = fill(jana, **all_accounts())
    shown = re.search(rf"MR-{numbers()[0]}-[0-9A-Z]{{8}}", check.content.decode())
    assert shown
    receipt = visible_text(send(jana, check))
    assert shown[0] in receipt
    assert BankChange.objects.get(purpose="debit", account_number=numbers()[0]).reference == shown[0]
    assert shown[0] in MandateText.objects.get().text


def test_the_receipt_says_what_happens(jana: PageClient) -> None:
    text = visible_text(change(jana, **all_accounts()))
    debit, refund = Case.objects.order_by("summary__purpose")
    assert "Ihre neue Bankverbindung ist eingetragen" in text
    assert debit.reference.startswith("BV-") and debit.reference in text
    assert f"Dazu gehört der Vorgang {refund.reference}." in text
    assert "läuft noch über das alte Konto" in text
    page = visible_text(jana.get("/verwaltung/bank/"))
    assert "Neues Konto für Abbuchungen" in page and "Neues Konto für Guthaben" in page


def test_double_click_back_and_reload_are_one_change(jana: PageClient) -> None:
    check = fill(jana, **all_accounts())
    pages = {send(jana, check).request["PATH_INFO"] for _ in range(3)}
    assert len(pages) == 1
    assert Case.objects.count() == 2 and MandateText.objects.count() == 1


@pytest.mark.parametrize("key", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_stale_form_is_refused(jana: PageClient, key: str) -> None:
    response = send(jana, fill(jana, **all_accounts()), submission_key=key)
    assert "Dieses Formular war veraltet." in visible_text(response)
    assert not Case.objects.exists()


def test_prv1_the_draft_in_the_session_is_sealed_and_change_brings_it_back(jana: PageClient) -> None:
    from osc.identity.models import LoginSession

    fill(jana, **all_accounts())
    assert NEW not in str(list(LoginSession.objects.values_list("data", flat=True)))
    assert "0532 0130" not in str(list(LoginSession.objects.values_list("data", flat=True)))
    assert f'value="{NEW}"' in jana.get(f"{CHANGE}?aendern=1").content.decode()
    assert NEW not in jana.get(CHANGE).content.decode()


def test_biz5_the_full_number_is_on_no_page_and_in_no_mail(jana: PageClient) -> None:
    from osc.correspondence.sending import write

    pages = [fill(jana, **all_accounts()), change(jana, **all_accounts())]
    debit = Case.objects.get(summary__purpose="debit")
    pages += [jana.get(path) for path in ("/verwaltung/bank/", "/verwaltung/vorgaenge/", "/", "/menue/")]
    assert "Neue Bankverbindung eingetragen" in visible_text(jana.get("/postfach/"))
    pages += [jana.get(f"/verwaltung/vorgaenge/{case.id}/") for case in Case.objects.all()]
    bodies = [page.content.decode() for page in pages]
    bodies += [str(write(mail).message()) + write(mail).body for mail in Mail.objects.all()]
    assert not [body for body in bodies if NEW in body.replace(" ", "")]
    assert not [body for body in bodies if iban(households()["jana"].index) in body.replace(" ", "")]
    file = jana.get(f"/verwaltung/bank/beleg/{debit.id}.pdf")
    assert file.headers["Content-Type"] == "application/pdf" and file.content.startswith(b"%PDF")


def test_biz17_the_pdf_is_made_from_the_stored_words(jana: PageClient) -> None:
    from io import BytesIO

    import pikepdf

    change(jana, **all_accounts())
    debit = Case.objects.get(summary__purpose="debit")
    first, second = (jana.get(f"/verwaltung/bank/beleg/{debit.id}.pdf").content for _ in range(2))
    assert first == second
    assert "SEPA-Lastschriftmandat" in str(pikepdf.open(BytesIO(first)).docinfo.get("/Title", ""))


def test_every_case_has_its_receipt_as_a_file(jana: PageClient) -> None:
    change(jana, **all_accounts())
    refund = Case.objects.get(summary__purpose="refund")
    page = jana.get(f"/verwaltung/vorgaenge/{refund.id}/")
    assert "Beleg als PDF" in visible_text(page)
    file = jana.get(f"/verwaltung/bank/beleg/{refund.id}.pdf")
    assert file.content.startswith(b"%PDF") and refund.reference in file.headers["Content-Disposition"]


def test_somebody_elses_accounts_do_not_exist(jana: PageClient) -> None:
    from tests.support.reading import account_ids

    (stranger,) = account_ids("B")
    assert jana.get(f"/verwaltung/bank/{stranger}/beenden/").status_code == 404
    change(jana, account=[*numbers(), *numbers("B")])
    assert not BankChange.objects.filter(account_number__in=numbers("B")).exists()
    debit = Case.objects.get(summary__purpose="debit")
    other = PageClient()
    old_friend(other, "A")
    assert other.get(f"/verwaltung/bank/beleg/{debit.id}.pdf").status_code == 404


def test_r_sep_6_revoking_says_which_debit_still_runs(jana: PageClient) -> None:
    from osc.contracts.models import ContractAccount

    account = ContractAccount.objects.get(number=numbers()[0])
    page = jana.get(f"/verwaltung/bank/{account.id}/beenden/")
    assert f"Die Abbuchung am 1.{NBSP}Dezember{NBSP}2026 ist schon bei der Bank" in visible_text(page)
    key = re.search(r'name="submission_key" value="([^"]+)"', page.content.decode())
    assert key
    done = jana.post(f"/verwaltung/bank/{account.id}/beenden/", {"submission_key": key[1]}, follow=True)
    assert "Ihr SEPA-Mandat ist widerrufen" in visible_text(done)
    assert OutboundMessage.objects.get().kind == "mandate_revoked"


def test_r_sep_14_without_direct_debit_the_transfer_data_are_shown(portal: PageClient) -> None:
    from osc.payments.models import SepaMandate

    SepaMandate.objects.filter(contract_account__number__in=numbers()).update(revoked_on=settings.NOW.date())
    old_friend(portal)
    page = portal.get("/verwaltung/bank/")
    text = visible_text(page)
    assert "DE02 1203 0000 0000 2020 51" in text and numbers()[0][2:] in text.replace(" ", "")
    assert "Wir ändern unsere Bankverbindung nie per E-Mail." in text  # R-DS-18
    assert "Frühere Mandate" in text  # R-SEP-7: masked, with its last day
    assert "<svg" in page.content.decode() and 'class="qr"' in page.content.decode()


def test_r_sep_6_an_expired_mandate_asks_for_a_new_one(portal: PageClient) -> None:
    from datetime import date

    from osc.payments.models import SepaMandate

    SepaMandate.objects.update(last_used_on=date(2023, 11, 20))
    old_friend(portal)
    assert "Wir haben 36 Monate nichts abgebucht." in visible_text(portal.get("/verwaltung/bank/"))
    assert "Bankverbindung fehlt" in visible_text(portal.get("/"))


def test_r_sep_12_no_page_without_sign_in_asks_for_an_iban(portal: PageClient) -> None:
    from osc.portal.urls import urlpatterns

    for route in urlpatterns:
        if "<" not in str(route.pattern) and getattr(route.callback, "open_to", "") == "everybody":
            page = portal.get(f"/{route.pattern}")
            assert "iban" not in page.content.decode().lower(), route.pattern


def test_undo_is_offered_until_the_hand_over(jana: PageClient) -> None:
    change(jana, **all_accounts())
    refund = Case.objects.get(summary__purpose="refund")
    page = jana.get(f"/verwaltung/vorgaenge/{refund.id}/")
    assert "können Sie die Änderung zurücknehmen." in visible_text(page)
    key = re.search(r'name="submission_key" value="([^"]+)"', page.content.decode())
    assert key
    undone = jana.post(f"/verwaltung/vorgaenge/{refund.id}/zuruecknehmen/", {"submission_key": key[1]}, follow=True)
    assert "Ihre neue Bankverbindung ist zurückgenommen" in visible_text(undone)


def test_the_english_pages_are_complete(portal: PageClient) -> None:
    old_friend(portal, language="en")
    assert "Bank details" in visible_text(portal.get("/verwaltung/bank/"))
    check = visible_text(fill(portal, **all_accounts()))
    assert "SEPA Direct Debit Mandate" in check and "Are your details right?" in check
    assert "The IBAN is too short" in visible_text(fill(portal, iban="DE89", **all_accounts()))


@pytest.fixture
def statements() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as captured:
        yield captured


@pytest.mark.parametrize("kind", ["A", "L"])
def test_bounded_statements_with_1_and_60_contract_accounts(
    portal: PageClient, kind: str, statements: CaptureQueriesContext
) -> None:
    old_friend(portal, kind)
    counts = {}
    for path in ("/verwaltung/bank/", CHANGE):
        before = len(own(statements))
        assert portal.get(path).status_code == 200
        counts[path] = len(own(statements)) - before
    assert counts == {"/verwaltung/bank/": 2, CHANGE: 2}


def test_sixty_contract_accounts_in_one_change(portal: PageClient) -> None:
    old_friend(portal, "L")
    with CaptureQueriesContext(connection) as captured:
        change(portal, **all_accounts("L"))
    assert Case.objects.count() == 2
    assert BankChange.objects.count() == 120
    assert len(own(captured)) < 60


class TestLinks:
    def token(self, template: str = "bank_changed", name: str = "token") -> str:
        mail = Mail.objects.filter(template=template).order_by("created_at").first()
        assert mail
        return str(mail.context[name])

    def test_biz2_get_shows_and_post_stops_without_sign_in(self, jana: PageClient) -> None:
        change(jana, for_debit="", **all_accounts())
        path, stranger = f"/bank-melden/{self.token()}/", PageClient()
        page = stranger.get(path)
        assert "Haben Sie diese Bankverbindung nicht eingetragen?" in visible_text(page)
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert {message.state for message in OutboundMessage.objects.all()} == {"waiting"}
        done = stranger.post(path)
        assert "Wir haben die Änderung angehalten" in visible_text(done)
        assert {message.state for message in OutboundMessage.objects.all()} == {"held"}
        assert "angehalten" in visible_text(jana.get("/verwaltung/bank/"))

    def test_browsers_send_no_origin_from_a_page_without_referrer(self, jana: PageClient) -> None:
        change(jana, for_debit="", **all_accounts())
        strict, path = PageClient(enforce_csrf_checks=True), f"/bank-melden/{self.token()}/"
        field = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(path).content.decode())
        assert field
        done = strict.post(path, {"csrfmiddlewaretoken": field[1]}, headers={"origin": "null"})
        assert "Wir haben die Änderung angehalten" in visible_text(done)

    def test_an_unknown_link_is_no_page(self, portal: PageClient) -> None:
        for path in ("/bank-melden/nonsense/", "/bank-zustimmen/nonsense/"):
            assert portal.get(path).status_code == portal.post(path).status_code == 404

    def test_r_sep_4_a_third_person_agrees_by_a_link_of_their_own(self, jana: PageClient) -> None:
        other = {"whose": "other", "holder": "Otto Nachbar", "holder_street": "Weg 1", "holder_city": "03220 Lindenau",
                 "holder_email": "otto@example.org"}  # fmt: skip
        text = visible_text(change(jana, for_refund="", **other, **all_accounts()))
        assert "Der Kontoinhaber muss noch zustimmen." in text
        assert {message.state for message in OutboundMessage.objects.all()} == {"held"}
        path = f"/bank-zustimmen/{self.token('bank_consent', 'consent_token')}/"
        holder = PageClient()
        assert "Otto Nachbar" in visible_text(holder.get(path))
        assert {message.state for message in OutboundMessage.objects.all()} == {"held"}
        assert "Sie haben das SEPA-Mandat erteilt" in visible_text(holder.post(path))
        assert {message.state for message in OutboundMessage.objects.all()} == {"waiting"}
        assert "Sie haben das SEPA-Mandat erteilt" in visible_text(holder.post(path))

    def test_a_consent_link_is_no_objection_link(self, jana: PageClient) -> None:
        change(jana, **all_accounts())
        assert PageClient().get(f"/bank-zustimmen/{self.token()}/").status_code == 404


def test_confirming_again_is_remembered(jana: PageClient) -> None:
    confirm(jana)
    assert jana.get(CHANGE).status_code == 200
