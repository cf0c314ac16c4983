"""Declarations find their contracts, or a person; nothing is lost and nobody else's contract ends."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from osc.audit.models import AuditEntry
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.models import Mail
from osc.correspondence.sending import write
from osc.declarations.actions import (
    Declarer,
    NoSuchContract,
    NotOpen,
    assign_declaration,
    close_declaration,
)
from osc.declarations.matched import judge_stored
from osc.declarations.models import Declaration
from osc.declarations.queries import unmatched_declarations
from osc.interchange.imports.feed import pull
from osc.interchange.models import OutboundMessage
from osc.interchange.outbound.delivery import deliver_message
from osc.leaving.actions import terminate, withdraw_contract
from tests.support.door import RunningUtility
from tests.support.leaving import account_of, contract_of, fill
from tests.support.people import households, make_user

pytestmark = pytest.mark.django_db
LATER = settings.NOW + timedelta(days=6)


def declare(kind: str = "jana", *, what: str = "termination", at: datetime = settings.NOW, **more: str) -> Declaration:
    """What somebody of this household declares, stored and not judged yet."""
    typed = fill(kind, **more)
    content = {"how": "ordinary", "reason": "", "wish_on": "", "contract_account": "", "commodity": "", "street": "",
               "postal_code": "", "city": ""}  # fmt: skip
    content |= {name: value for name, value in typed.items() if name in content}
    declarer = Declarer(typed["name"], typed["email"], "de", "192.0.2.7")
    act = terminate if what == "termination" else withdraw_contract
    receipt = act(declarer=declarer, content=content, form_key=uuid4(), now=at)
    return Declaration.objects.get(reference=receipt.reference)


def judged(declaration: Declaration, at: datetime = settings.NOW) -> Declaration:
    judge_stored(declaration_id=declaration.id, now=at)
    declaration.refresh_from_db()
    return declaration


def the_case(declaration: Declaration) -> Case:
    return Case.objects.get(id=declaration.case_id)


def hand_over(case: Case, utility: RunningUtility) -> None:
    for message in OutboundMessage.objects.filter(case_id=case.id).order_by("accepted_at"):
        deliver_message(key=message.id, door=utility.door, now=settings.NOW)
    case.refresh_from_db()


def test_number_and_name_open_a_case_under_the_number_that_was_told() -> None:
    declaration = judged(declare())
    case = the_case(declaration)
    assert (case.reference, case.kind, case.state) == (declaration.reference, "termination", CaseState.ACCEPTED)
    message = OutboundMessage.objects.get(case_id=case.id)
    assert message.payload["contract"] == contract_of("jana", "STROM").external_id
    assert AuditEntry.objects.get(subject=case.reference).deed == "terminate"


def test_address_and_name_are_enough() -> None:
    """R-KUE-3: without a number."""
    premise = contract_of("jana", "GAS").premise
    street = premise.street.upper().replace("STRASSE", "STR.") + "  " + premise.house_number
    declaration = judged(declare(contract_account="", street=street, postal_code=premise.postal_code, commodity="GAS"))
    assert (
        OutboundMessage.objects.get(case_id=declaration.case_id).payload["contract"]
        == contract_of("jana", "GAS").external_id
    )


@pytest.mark.parametrize(
    ("more", "doubt"),
    [
        ({"contract_account": "IR99999999"}, "nothing_found"),
        ({"contract_account": "unbekannt"}, "nothing_found"),
        ({"name": "Otto Quast"}, "other_name"),
        ({"commodity": "FERNWAERME"}, "no_contract"),
    ],
)
def test_r_kue_7_what_can_not_be_matched_waits_for_a_person(
    more: dict[str, str], doubt: str, staff_database: None
) -> None:
    declaration = judged(declare(**more))
    assert (declaration.state, declaration.doubt) == ("unmatched", doubt)
    assert [each.id for each in unmatched_declarations(limit=10)] == [declaration.id]
    assert (Case.objects.count(), OutboundMessage.objects.count()) == (0, 0)
    assert Mail.objects.get().template == "termination_received", "the confirmation does not depend on it"


def test_a_typing_error_that_hits_a_strangers_number_ends_nothing() -> None:
    declaration = judged(declare("jana", contract_account=account_of("B").number))
    assert declaration.doubt == "other_name"


def test_r_kue_7_staff_assign_it_and_the_day_of_receipt_is_kept() -> None:
    declaration = judged(declare(contract_account="IR99999999"))
    case_id = assign_declaration(
        declaration_id=declaration.id, account_number=account_of("jana").number, commodities=["STROM"],
        staff="staff:1", reason="am Telefon geklärt", now=LATER,
    )  # fmt: skip
    case = Case.objects.get(id=case_id)
    assert case.accepted_at == settings.NOW
    assert OutboundMessage.objects.get(case_id=case_id).payload["received_at"].startswith("2026-11-24T10:00:00")
    entry = AuditEntry.objects.get(deed="assign_declaration")
    assert (entry.actor, entry.detail["reason"]) == ("staff:1", "am Telefon geklärt")
    with pytest.raises(NotOpen):
        close_declaration(
            declaration_id=declaration.id, answer="nein", staff="staff:1", reason="am Telefon geklärt", now=LATER
        )


def test_staff_close_what_is_not_ours_with_an_answer() -> None:
    declaration = judged(declare(contract_account="IR99999999"))
    close_declaration(
        declaration_id=declaration.id,
        answer="Dieser Vertrag ist nicht bei uns.",
        staff="s",
        reason="am Telefon geklärt",
        now=LATER,
    )
    assert Mail.objects.order_by("created_at").last().template == "declaration_answered"
    with pytest.raises(NotOpen):
        assign_declaration(
            declaration_id=declaration.id,
            account_number=account_of("jana").number,
            commodities=[],
            staff="s",
            reason="am Telefon geklärt",
            now=LATER,
        )


def test_staff_can_not_assign_to_an_account_without_such_a_contract() -> None:
    declaration = judged(declare(contract_account="IR99999999"))
    with pytest.raises(NoSuchContract):
        assign_declaration(
            declaration_id=declaration.id,
            account_number="IR00000000",
            commodities=[],
            staff="s",
            reason="am Telefon geklärt",
            now=LATER,
        )


def test_judging_twice_opens_one_case() -> None:
    declaration = judged(declare())
    judged(declaration)
    assert Case.objects.count() == 1


def test_declarations_of_one_customer_are_judged_in_the_order_of_their_receipt() -> None:
    """I5: the job of a worker that died comes back later, and nothing younger of the same customer passes it."""
    number = account_of("jana").number
    spaced, plain = declare(contract_account=f" {number[:2]} {number[2:].lower()}"), declare(contract_account=number)
    others = [declare(contract_account="IR99999999"), declare("strom")]
    places = [
        declare(contract_account="", street=street, postal_code="03220") for street in ("Bach Str. 1", "Bachstraße 1")
    ]
    nowhere = [declare(contract_account="", street="", postal_code="") for _ in range(2)]
    lines = {job.args["declaration_id"]: job.lock for job in ProcrastinateJob.objects.filter(queue_name="declarations")}
    of = [[lines[str(each.id)] for each in some] for some in ((spaced, plain), others, places, nowhere)]
    assert of[0][0] == of[0][1] and of[2][0] == of[2][1] and of[3][0] != of[3][1]
    assert len({line for some in of for line in some}) == 6 and not any(number in line for line in lines.values())


def test_all_contracts_of_the_number_are_one_case_with_a_message_for_each() -> None:
    declaration = judged(declare("shared", commodity="ALLE"))
    contracts = {
        message.payload["commodity"] for message in OutboundMessage.objects.filter(case_id=declaration.case_id)
    }
    assert contracts == {row["commodity"] for row in the_case(declaration).summary["contracts"]}
    assert len(contracts) > 1


def test_several_contracts_and_no_word_which_is_for_a_person() -> None:
    assert judged(declare("shared", commodity="")).doubt == "several"


def test_all_contracts_at_an_address_reach_over_several_contract_accounts() -> None:
    premise = contract_of("jana", "STROM").premise
    street = f"{premise.street} {premise.house_number}"
    more = {"contract_account": "", "street": street, "postal_code": premise.postal_code, "commodity": "ALLE"}
    declaration = judged(declare(**more))
    messages = OutboundMessage.objects.filter(case_id=declaration.case_id)
    assert {each.payload["contract_account"] for each in messages} == set(households()["jana"].account_numbers)


def test_the_address_on_file_hears_of_it_when_another_one_was_given() -> None:
    """R-KUE-6: copy to the address on file; R-UMZ-10: "Waren Sie das nicht?"."""
    judged(declare("jana", email="jemand@example.net"))
    assert Mail.objects.get(template="declared_notice").to == households()["jana"].person.email
    judged(declare("jana", email=households()["jana"].person.email or ""))
    assert Mail.objects.filter(template="declared_notice").count() == 1


def test_booked_means_the_contract_ends_and_the_customer_hears_the_day(utility: RunningUtility) -> None:
    """R-KUE-6, § 41b (1): the second mail names the last day; mail 34."""
    contract = contract_of("jana", "STROM")
    case = the_case(judged(declare(wish_on="2027-12-31")))
    hand_over(case, utility)
    assert case.state == CaseState.CONFIRMED
    mail = Mail.objects.get(template="termination_effective")
    assert write(mail).subject == "Ihr Vertrag endet am 31.\xa0Dezember\xa02027"
    pull(door=utility.door, source="tests", now=settings.NOW)
    contract.refresh_from_db()
    assert contract.ends_on == date(2028, 1, 1)


def test_two_answers_at_the_same_moment_do_not_leave_the_case_open(utility: RunningUtility) -> None:
    """Each waits for the other at the case's row; the last one sees that all are answered."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case = the_case(judged(declare("shared", commodity="ALLE")))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        hand_over(case, utility)
    locks = [
        each["sql"]
        for each in seen.captured_queries
        if 'FROM "cases_case"' in each["sql"] and "FOR UPDATE" in each["sql"]
    ]
    assert len(locks) == OutboundMessage.objects.filter(case_id=case.id).count()
    assert case.state == CaseState.CONFIRMED
    assert Mail.objects.filter(template="termination_effective").count() == 1


def test_an_extraordinary_termination_is_looked_at_by_a_person(utility: RunningUtility) -> None:
    case = the_case(judged(declare(how="extraordinary", reason="Preiserhöhung")))
    hand_over(case, utility)
    assert case.state == CaseState.NEEDS_CLARIFICATION
    assert not Mail.objects.filter(template="termination_effective").exists()


def test_r_kue_11_r_was_3_water_waits_for_the_signed_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec

    utility = settings.UTILITY
    strict = msgspec.structs.replace(utility.leaving, water_in_text_form=False)
    monkeypatch.setattr(settings, "UTILITY", msgspec.structs.replace(utility, leaving=strict))
    case = the_case(judged(declare("shared", commodity="WASSER")))
    assert case.state == CaseState.NEEDS_CLARIFICATION, "never terminated before the letter is here"
    assert OutboundMessage.objects.get(case_id=case.id).state == OutboundMessage.State.HELD
    assert Mail.objects.filter(template="termination_needs_signature").count() == 1


def test_r_wid_4_sent_before_midnight_and_worked_off_after_is_in_time(utility: RunningUtility) -> None:
    contract = contract_of("jana", "STROM")
    concluded = date(2026, 11, 22)
    type(contract).objects.filter(id=contract.id).update(concluded_on=concluded)
    sent = datetime.fromisoformat("2026-12-07T23:59:30+01:00")
    declaration = judged(declare(what="withdrawal", at=sent), at=sent + timedelta(seconds=40))
    case = the_case(declaration)
    assert case.summary["contracts"][0]["in_time"] is True
    hand_over(case, utility)
    assert case.state == CaseState.CONFIRMED
    late = judged(declare(what="withdrawal", at=sent + timedelta(minutes=1)))
    assert the_case(late).summary["contracts"][0]["in_time"] is False


def test_the_notice_to_the_customer_speaks_the_customers_language() -> None:
    """Whatever language the page had for the person who declared."""
    make_user("jana", language="en")
    judged(declare("jana", email="jemand@example.net"))
    assert Mail.objects.get(template="declared_notice").language == "en"
    assert set(Mail.objects.filter(to="jemand@example.net").values_list("language", flat=True)) <= {"de"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_mail_can_be_written(language: str) -> None:
    judged(declare("shared", commodity="ALLE", how="extraordinary", reason="Umzug"))
    judged(declare("B", what="withdrawal", street="Am Platz 1", postal_code="03220", city="Lindenau"))
    rows = [
        {"commodity": "WASSER", "account": "IR12345678", "last_day": "2026-12-31", "later": True, "signature": True}
    ]
    for template in ("termination_effective", "termination_needs_signature", "declared_notice"):
        Mail.objects.create(
            template=template, to="a@example.net", language="de", created_at=settings.NOW,
            context={"name": "Jana", "reference": "KD-0000-0000", "contracts": rows, "kind": "termination"},
        )  # fmt: skip
    for mail in Mail.objects.all():
        mail.language = language
        message = write(mail)
        assert len(str(message.subject)) <= 50
