"""Every mail in both languages: text and HTML, no number that must not leave the portal, one queue, once."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.correspondence.actions import queue_mail
from osc.correspondence.models import Mail
from osc.correspondence.sending import plain_text, write
from osc.interchange.outbound.actions import request_replay, request_replay_inbound

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.OSC) / "correspondence" / "templates" / "mail"
NAMES = sorted({path.stem for path in FOLDER.glob("*.html")} - {"frame", "parts", "declared"})
CONTEXT: dict[str, Any] = {
    "link": "https://portal.example/x/", "hours": 24, "account": "4417", "name": "Jana Albrecht", "reference": "ZS-7K4M-2Q9P",
    "undo_until": "2027-01-08T00:00:00+01:00",
    "kind": "meter_reading", "case_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
    "summary": {"undoes": "ZS-7K4M-2Q9P", "undone_kind": "meter_reading", "commodity": "STROM", "meter": "1EMH0012345678", "read_on": "2026-11-22",
                "registers": [{"label": "TOTAL", "unit": "kWh", "value": "17925", "obis": "1-0:1.8.0"}]},
}  # fmt: skip
INSTALMENT = {"commodity": "GAS", "amount": "167", "first_due": "2027-01-01", "by_debit": True}
TARIFF = {
    "commodity": "STROM", "contract_account": "IR10284417", "tariff": "Lindenau Strom 12", "starts_on": "2027-01-01",
    "prices": [{"since": "2026-01-01", "unit_ct": "30.58", "base_eur": "155.89"}, {"since": "2028-01-01", "unit_ct": "31", "base_eur": "160"}],
    "guaranteed_until": "2027-12-31", "price_kind": "FIXED", "bound_until": "2027-12-31", "notice": {"months": 1},
    "early": True, "risks": "Der Preis hat keine Obergrenze.", "withdrawal_until": "2026-12-08",
}  # fmt: skip
# what a single mail needs on top, by its name
BANK = {
    "purpose": "debit",
    "iban": "DE12 … 4417",
    "bank": "Sparkasse Lindenau",
    "accounts": ["IR10284417"],
    "last_old": "2026-12-01",
}
DECLARED = {
    "content": {
        "how": "extraordinary",
        "reason": "Umzug",
        "contract_account": "IR10284417",
        "commodity": "STROM",
        "street": "Ahornweg 12",
        "postal_code": "03220",
        "city": "Lindenau",
        "wish_on": "2026-12-31",
    },
    "received_at": "2026-11-24T11:00:00+01:00",
}
ENDS = [{"commodity": "STROM", "account": "IR10284417", "last_day": "2026-12-31", "later": True, "signature": True}]
PLACE = {"street": "Ahornweg 12", "postal_code": "03220", "city": "Lindenau"}
ASKED = {
    "one_time": "EP-ABCDE-FGHJK-MNPQR-STVWX",
    "minutes": 30,
    "asked_at": "2026-11-24T11:00:00+01:00",
    "source": "192.0.2.0",
}
ACCESS = {"from_name": "Jana Albrecht", "accounts": ["4417", "4425", "4433", "4441"]}
MORE: dict[str, dict[str, Any]] = {
    "bank_changed": {"summary": BANK, "token": "t"},
    "bank_changed_notice": {"summary": BANK, "token": "t"},
    "bank_consent": {"summary": BANK, "token": "t", "consent_token": "c", "customer": "Jana Albrecht"},
    "bank_frozen": {"summary": BANK, "about": "BV-7K4M-2Q9P"},
    "mandate_revoked": {"summary": BANK},
    "bill_ready": {"commodities": ["STROM"], "account": "4417", "bill_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2"},
    "credit_note_ready": {"account": "4417", "bill_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2"},
    "case_question": {"answer": "Haben Sie die rote Stelle mit abgelesen?"},
    "declaration_answered": {"answer": "Ihr Vertrag endet wie gewünscht."},
    "declared_notice": {"kind": "termination", "contracts": ENDS},
    "termination_received": DECLARED,
    "withdrawal_received": DECLARED,
    "termination_effective": {"contracts": ENDS},
    "termination_needs_signature": {"contracts": ENDS},
    "move_confirmed": {"address": PLACE, "begins": [{"commodity": "STROM", "starts_on": "2026-12-01"}]},
    "move_declared": {
        "received_at": DECLARED["received_at"],
        "content": {"out": {"moves_on": "2026-12-01"}, "in": {"moves_on": "2026-12-01", "address": PLACE}},
    },
    "move_reading_due": {"moves_on": "2026-12-01"},
    "move_received": {"summary": {"moves_on": "2026-12-01", "address": PLACE, "contracts": ENDS}},
    "email_change_done": {"summary": {"email": "neu@example.net"}},
    "email_changed": {"new_email": "neu@example.net", "days": 7},
    "many_failures": {"minutes": 30},
    "new_device": {"at": "2026-11-24T11:00:00+01:00", "user_agent": "Chrome, Linux"},
    "one_time_password": ASKED,
    "reset_link": ASKED,
    "security_changed": {"what": "app_added"},
    "paperless_chosen": {"summary": {"paperless": True, "yearly_paper": True}},
    "tariff_ordered": {
        "summary": TARIFF,
        "terms": {"title": "Allgemeine Bedingungen", "version": "1", "body": "Eins.\n\nZwei."},
    },
    "personal_data_changed": {"summary": {"part": "name"}},
    "registration_done": {"accounts": ["4417", "4425"], "by_letter": True},
    "account_added": {"by_letter": True},
    "account_not_added": {"taken": False, "by_letter": False},
    "account_removed": {"summary": {"account": "IR10284417"}},
    "access_offered": {**ACCESS, "until": "2027-12-31", "days": 7},
    "access_accepted": {**ACCESS, "email": "freundin@example.net"},
    "access_ended": ACCESS,
    "new_message": {"letter_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2"},
    "claim": {"days": 7},
    "instalment_changed": {"summary": INSTALMENT, "hand_over_at": "2026-11-25T18:00:00+01:00"},
    "interval_chosen": {"summary": {"account": "IR10284417", "months": 3}},
    "price_change": {
        "commodity": "GAS",
        "account": "IR … 4425",
        "tariff": "Treue",
        "effective_on": "2027-01-01",
        "last_day": "2026-12-31",
        "contract_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "reason": "Die Netzentgelte steigen.",
        "parts": [
            {"name": "unit_price", "unit": "ct", "old": "10.59", "new": "11.66"},
            {"name": "base_price", "unit": "EUR", "old": "179.93", "new": "182.07"},
            {"name": "Messung", "unit": "EUR", "old": None, "new": "20.00"},
        ],
    },
    "instalment_requested": {"summary": INSTALMENT, "answer_by": "2026-12-01"},
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_mail_is_complete(name: str, language: str) -> None:
    context = CONTEXT | MORE.get(name, {})
    message = write(
        Mail(template=name, language=language, to="a@example.net", context=context, created_at=settings.NOW)
    )
    html = str(message.alternatives[0][0])
    assert 5 < len(message.subject) <= 60 and "\n" not in message.subject
    assert ("Fragen?" in message.body) == (language == "de")
    assert "&" not in message.body, "plain text is not escaped"
    assert not re.search(r"[.?:][A-ZÄÖÜ]", message.body), "sentences stand apart"
    assert f'lang="{language}"' in html and html.count("<h1>") == 1
    for text in (message.body, html):
        assert "03220 1000" in text
        assert not re.search(r"\b[1-9][0-9]{10}\b", text), "R-NUM-7: no market location in a mail"
        assert "1EMH0012345678" not in text
    assert message.extra_headers["Message-ID"].endswith("@stadtwerke-lindenau.example>")


def test_mail_15_says_what_arrived_and_until_when_it_can_be_taken_back() -> None:
    message = write(
        Mail(template="reading_received", language="de", to="a@example.net", context=CONTEXT, created_at=settings.NOW)
    )
    assert message.subject == "Zählerstand angekommen (ZS-7K4M-2Q9P)"
    assert "Strom, 17.925\u00a0kWh, abgelesen am 22.11.2026" in message.body
    assert "Bis 7.\u00a0Januar\u00a02027 können Sie ihn" in message.body


def test_mail_18_says_amount_first_debit_and_until_when_it_can_be_taken_back() -> None:
    context = CONTEXT | MORE["instalment_changed"]
    message = write(
        Mail(template="instalment_changed", language="de", to="a@example.net", context=context, created_at=settings.NOW)
    )
    assert message.subject == "Ihr neuer Abschlag: 167\u00a0€ ab 1.\u00a0Januar\u00a02027"
    assert "Am 1.\u00a0Januar\u00a02027 buchen wir zum ersten Mal 167\u00a0€ ab." in message.body
    assert "Bis zum 25.\u00a0November\u00a02026" in message.body


def test_a_name_that_is_code_stays_text() -> None:
    context = CONTEXT | {"name": "<script>alert(1)</script>"}
    message = write(
        Mail(template="registered_notice", language="de", to="a@example.net", context=context, created_at=settings.NOW)
    )
    assert "<script>" not in str(message.alternatives[0][0])


def test_mails_and_replays_are_jobs_in_queues_of_their_own() -> None:
    queue_mail(template="email_in_use", to="a@example.net", language="de", context={"link": "x"}, now=settings.NOW)
    request_replay(key=Mail.objects.get().id)
    request_replay_inbound(record_id=1)
    assert sorted(ProcrastinateJob.objects.values_list("queue_name", flat=True)) == [
        "mail",
        "maintenance",
        "maintenance",
    ]


def test_the_plain_text_keeps_paragraphs_lines_and_signs() -> None:
    html = "<title>x</title><body bgcolor='#fff'><h1>Ihr\n Stand</h1><p>17.925\u00a0kWh &amp;<br>\n  mehr</p><hr><p> Ende </p></body>"
    assert plain_text(html) == "Ihr Stand\n\n17.925\u00a0kWh &\nmehr\n\nEnde\n"
