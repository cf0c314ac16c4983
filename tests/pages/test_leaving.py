"""Verträge hier kündigen, Vertrag widerrufen: word for word, without sign-in, for everybody, on every page."""

import io
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from pypdf import PdfReader

from osc.config.probe import missing_labels
from osc.correspondence.models import Mail
from osc.declarations.models import Declaration
from osc.interchange.models import OutboundMessage
from tests.support.client import PageClient, visible_text
from tests.support.leaving import contract_of, fill, hidden_key, name_of, press_terminate
from tests.support.people import canaries, make_user

ANYWHERE = ["/anmelden/", "/registrieren/", "/hilfe/", "/impressum/", "/kuendigen/", "/widerrufen/", "/gibt-es-nicht/"]


@pytest.mark.parametrize("path", ANYWHERE)
def test_r_kue_1_r_wid_1_both_links_on_every_page_without_sign_in(portal: PageClient, path: str) -> None:
    page = portal.get(path).content.decode()
    assert re.search(r'<a href="/kuendigen/">Verträge hier kündigen</a>', page)
    assert re.search(r'<a href="/widerrufen/">Vertrag widerrufen</a>', page)


def test_r_kue_1_r_wid_1_both_links_when_signed_in_and_when_the_database_is_lost(
    portal: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.enter(make_user("jana"))
    assert "Verträge hier kündigen" in visible_text(portal.get("/"))

    def lost(*_: object, **__: object) -> None:
        from django.db import OperationalError

        raise OperationalError("gone")

    monkeypatch.setattr("osc.portal.overview.views.fetch_page", lost)
    portal.raise_request_exception = False
    response = portal.get("/")
    assert response.status_code == 503
    assert {"Verträge hier kündigen", "Vertrag widerrufen"} <= set(
        re.findall(r"<a [^>]*>([^<]+)</a>", response.content.decode())
    )


@pytest.mark.parametrize("name", ["maintenance", "overloaded"])
def test_r_kue_1_r_wid_1_both_links_and_another_way_while_the_portal_is_away(name: str) -> None:
    text = (Path(settings.STATIC_ROOT) / "pages" / f"{name}.html").read_text(encoding="utf-8")
    assert '<a href="/kuendigen/">Verträge hier kündigen</a>' in text
    assert '<a href="/widerrufen/">Vertrag widerrufen</a>' in text
    assert f"genügt eine E-Mail an {settings.UTILITY.contact.email}" in text


def test_r_kue_2_r_kue_4_r_kue_10_one_page_one_button_no_step_between(portal: PageClient) -> None:
    page = portal.get("/kuendigen/")
    assert page.status_code == 200
    main = page.content.decode().split("<main", 1)[1].split("</main>")[0]
    assert re.findall(r"<button[^>]*>([^<]+)</button>", main) == ["jetzt kündigen"]
    receipt = press_terminate(portal, fill("jana"))
    assert receipt.status_code == 302
    assert receipt.headers["Location"].startswith("/kuendigen/eingang/")


def test_r_kue_3_only_name_contract_and_address_are_needed(portal: PageClient) -> None:
    page = press_terminate(portal, {})
    assert page.status_code == 422
    sentences = re.findall(r'<li><a href="#(\w+)">', page.content.decode())
    assert sentences == ["name", "contract_account", "email"]
    address = {"name": "Jana Albrecht", "street": "Ahornweg 12", "postal_code": "03220", "email": "a@example.net"}
    assert press_terminate(portal, address).status_code == 302, "no number, no date"


def test_an_extraordinary_termination_asks_for_its_reason(portal: PageClient) -> None:
    page = press_terminate(portal, fill("jana", how="extraordinary"))
    assert page.status_code == 422
    assert "Geben Sie den Grund für die außerordentliche Kündigung ein" in visible_text(page)
    assert press_terminate(portal, fill("jana", how="extraordinary", reason="Preiserhöhung")).status_code == 302


def test_r_kue_5_r_kue_6_receipt_with_number_moment_and_content_at_once(portal: PageClient) -> None:
    where = press_terminate(portal, fill("jana", wish_on="31.3.2027")).headers["Location"]
    text = visible_text(portal.get(where))
    declaration = Declaration.objects.get()
    assert declaration.reference in text
    assert "24.\xa0November\xa02026, 11:00:00 Uhr (MEZ)" in text
    assert "31.\xa0März\xa02027" in text
    mail = Mail.objects.get()
    assert (mail.template, mail.to) == ("termination_received", "jana@example.net")


def test_r_kue_5_the_file_names_the_button_and_the_moment_with_its_zone(portal: PageClient) -> None:
    where = press_terminate(portal, fill("jana")).headers["Location"]
    response = portal.get(where + "beleg.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    words = " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().replace("\xa0", " ").split())
    assert "über die Schaltfläche „jetzt kündigen“ abgegeben" in words
    assert "24. November 2026, 11:00:00 Uhr (MEZ)" in words
    assert Declaration.objects.get().reference in words and name_of("jana") in words
    assert fill("jana")["contract_account"] in words and "zum nächstmöglichen Termin" in words


def test_r_kue_7_a_wrong_number_gets_the_same_answer(portal: PageClient) -> None:
    right = visible_text(portal.get(press_terminate(portal, fill("jana")).headers["Location"]))
    data = fill("jana", contract_account="IR99999999")
    wrong = visible_text(portal.get(press_terminate(portal, data).headers["Location"]))
    number = fill("jana")["contract_account"]
    first, second = (re.sub(r"KD-\w{4}-\w{4}", "KD", text) for text in (right, wrong))
    assert first.replace(number, "X") == second.replace("IR99999999", "X")


def test_no_number_is_refused_whatever_it_looks_like(portal: PageClient) -> None:
    """R-KUE-7: a typing error must not lose the declaration."""
    for number in ("123", "IR1234567", "Kunde Meier", "١٢٣"):
        assert press_terminate(portal, fill("jana", contract_account=number)).status_code == 302


def test_r_kue_9_earliest_ends_are_shown_and_other_days_are_taken(portal: PageClient) -> None:
    text = visible_text(portal.get("/kuendigen/"))
    assert "Grundversorgung, 2 Wochen 08.12.2026" in text
    assert press_terminate(portal, fill("jana", wish_on="25.11.2026")).status_code == 302
    assert press_terminate(portal, fill("jana", wish_on="morgen")).status_code == 422


def test_biz9_the_same_form_twice_is_one_termination_with_one_receipt(portal: PageClient) -> None:
    key = hidden_key(portal.get("/kuendigen/"))
    answers = {press_terminate(portal, fill("jana"), key=key).headers["Location"] for _ in range(3)}
    assert len(answers) == 1
    assert (Declaration.objects.count(), Mail.objects.count()) == (1, 1)


def test_the_same_key_with_other_content_keeps_what_was_typed_under_a_fresh_key(portal: PageClient) -> None:
    key = hidden_key(portal.get("/kuendigen/"))
    press_terminate(portal, fill("jana"), key=key)
    again = press_terminate(portal, fill("jana", name="Otto Quast"), key=key)
    assert again.status_code == 422
    assert 'value="Otto Quast"' in again.content.decode()
    assert press_terminate(portal, fill("jana", name="Otto Quast"), key=hidden_key(again)).status_code == 302


def test_a_receipt_opens_for_its_key_only_and_for_a_day(portal: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    where = press_terminate(portal, fill("jana")).headers["Location"]
    assert portal.get(f"/kuendigen/eingang/{uuid4()}/").status_code == 404
    assert portal.get(where.replace("kuendigen", "widerrufen")).status_code == 404
    assert PageClient().get(where).status_code == 200, "the key is the secret, not the browser"
    from datetime import timedelta

    monkeypatch.setattr(settings, "CLOCK", lambda: settings.NOW + timedelta(days=1))
    assert PageClient().get(where).status_code == 404


def test_the_web_role_sees_no_declaration_without_its_key(portal: PageClient) -> None:
    from django.db import connection

    press_terminate(portal, fill("jana"))
    with connection.cursor() as cursor:
        cursor.execute("set role osc_app")
        cursor.execute("select set_config('osc.receipt', '', true)")
        cursor.execute("select count(*) from declarations_declaration")
        assert cursor.fetchone() == (0,)
        cursor.execute("reset role")


def test_signed_in_everything_is_filled_in_and_the_list_shows_the_earliest_end(portal: PageClient) -> None:
    portal.enter(make_user("jana"))
    page = portal.get("/kuendigen/").content.decode()
    assert f'value="{name_of("jana")}"' in page
    assert 'value="jana@example.net"' in page
    assert "frühestens" in page
    contract = contract_of("jana", "GAS")
    assert f'value="{contract.id}" selected' in portal.get(f"/kuendigen/?vertrag={contract.id}").content.decode()


def test_a_contract_of_somebody_else_can_not_be_chosen(portal: PageClient) -> None:
    portal.enter(make_user("A"))
    other = contract_of("B", "STROM")
    page = press_terminate(portal, {**fill("A"), "contract_account": "", "contract": str(other.id)})
    assert page.status_code == 422
    assert not {mark for mark in canaries("B") if mark in page.content.decode()}


def test_who_only_looks_on_declares_nothing(portal: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from osc.identity import sessions
    from osc.portal import middleware

    def onlooker(*arguments: object, **more: object) -> object:
        session = sessions.find_session(*arguments, **more)  # type: ignore[arg-type] - tests only
        if session is not None and session.user is not None:
            session.user = replace(session.user, read_only=True)
        return session

    portal.enter(make_user("jana"))
    monkeypatch.setattr(middleware, "find_session", onlooker)
    assert press_terminate(portal, fill("jana")).status_code == 403
    assert Declaration.objects.count() == 0


def test_limits_by_source_answer_with_the_time_to_wait(portal: PageClient) -> None:
    answers = [press_terminate(portal, fill("jana")).status_code for _ in range(21)]
    assert answers[:20] == [302] * 20
    assert answers[20] == 429


def test_it_works_with_the_billing_system_down(portal: PageClient) -> None:
    """R-SEC-22, REL8: there is no door in this test at all."""
    assert press_terminate(portal, fill("jana")).status_code == 302
    assert OutboundMessage.objects.count() == 0, "the worker finds the contract later"


def withdraw(portal: PageClient, **more: str) -> str:
    data = {"name": "Jana Albrecht", "contract_account": "IR10284417", "email": "jana@example.net", **more}
    assert portal.post("/widerrufen/", data).status_code == 302
    return portal.post("/widerrufen/pruefen/").headers["Location"]


def test_r_wid_2_no_reason_and_no_more_than_three_answers(portal: PageClient) -> None:
    page = portal.post("/widerrufen/", {})
    assert re.findall(r'<li><a href="#(\w+)">', page.content.decode()) == ["name", "contract_account", "email"]
    assert "reason" not in page.content.decode()


def test_r_wid_3_the_second_button(portal: PageClient) -> None:
    data = {"name": "Jana Albrecht", "contract_account": "IR10284417", "email": "jana@example.net"}
    page = portal.post("/widerrufen/", data, follow=True).content.decode().split("<main", 1)[1].split("</main>")[0]
    assert re.findall(r"<button[^>]*>([^<]+)</button>", page) == ["Widerruf bestätigen"]


def test_r_wid_4_receipt_with_content_date_and_time_however_often_it_is_pressed(portal: PageClient) -> None:
    first = withdraw(portal)
    assert portal.post("/widerrufen/pruefen/").headers["Location"] == first
    text = visible_text(portal.get(first))
    assert "24.\xa0November\xa02026, 11:00:00 Uhr (MEZ)" in text
    assert "Jana Albrecht" in text
    assert Mail.objects.get().template == "withdrawal_received"
    assert portal.get(first + "beleg.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/kuendigen/", "/widerrufen/"])
def test_in_english(portal: PageClient, path: str) -> None:
    portal.cookies["osc_language"] = "en"
    text = visible_text(portal.get(path))
    assert "Cancel contracts here" in text
    assert "Withdraw from contract" in text


def test_the_check_page_without_a_draft_leads_to_the_form(portal: PageClient) -> None:
    assert portal.get("/widerrufen/pruefen/").headers["Location"] == "/widerrufen/"
    assert portal.post("/widerrufen/pruefen/").headers["Location"] == "/widerrufen/"


def test_r_kue_8_the_probe_names_what_a_customer_would_not_find(portal: PageClient) -> None:
    assert missing_labels(lambda path: portal.get(path).content.decode()) == []
    assert missing_labels(lambda path: portal.get(path).content.decode().replace("jetzt kündigen", "Absenden")) == [
        "/kuendigen/: no “jetzt kündigen”"
    ]
    assert len(missing_labels(lambda path: "")) == 5
