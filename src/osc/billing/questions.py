"""A customer's message to the utility: about a bill or anything else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from osc.cases.models import Case
from osc.contracts.queries import owner_of_account
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request, Submitter

# what a message is about; an explanation and a meter check belong to a bill (R-RE-2, R-ABL-10)
TOPICS = (
    "bill", "bill_explanation", "meter_check", "instalment", "contract", "meter", "payment", "accessibility",
    "own_data", "other",
)  # fmt: skip
# who objects to a Gutschrift takes from it the force of an invoice (§ 14(2) UStG, R-ER-7)
OBJECTION = "credit_note_objection"
ABOUT_BILLS = {"bill", "bill_explanation", "meter_check", OBJECTION}


@dataclass(frozen=True, slots=True)
class Message:
    """What the customer wrote. `bill` is the number of a bill, `bill_id` its address here."""

    contract_account_id: UUID
    topic: str
    text: str
    bill: str = ""
    bill_id: str = ""


def send_message(
    *, submitter: Submitter, message: Message, answer_by: date | None, submission_key: UUID, now: datetime
) -> Case:
    """Takes a message in and returns its case; the same form twice is one case. Costs nothing (R-RE-2).

    Raises AccountNotFound, SubmissionKeyReused.
    """
    owner = owner_of_account(submitter.scope, contract_account_id=message.contract_account_id)
    words: dict[str, Any] = {"topic": message.topic, "text": message.text, "bill": message.bill}
    about_bill = message.topic in ABOUT_BILLS and bool(message.bill)
    request = Request(
        kind=Case.Kind.BILL_OBJECTION if about_bill else Case.Kind.MESSAGE, owner=owner, deed="send_message",
        content={**words, "account": message.contract_account_id},
        summary={**words, "account": owner.number, "bill_id": message.bill_id}, mail="message_received",
        outgoing=(Outgoing("message", "message", {**words, "name": owner.name}),), answer_by=answer_by,
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now)
