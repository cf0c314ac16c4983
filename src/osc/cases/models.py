"""The Vorgang: everything a customer asks for, with its number, its state and its timeline."""

from django.db import models

from osc.cases.rules.states import CaseState
from osc.isolation.models import CustomerTable


class Case(CustomerTable):
    """One request of a customer. Accepted means committed; nobody but the far side confirms it."""

    class Kind(models.TextChoices):
        METER_READING = "meter_reading"
        READING_OBJECTION = "reading_objection"
        INSTALMENT_CHANGE = "instalment_change"
        INSTALMENT_REQUEST = "instalment_request"
        BANK_DETAILS = "bank_details"
        MANDATE_REVOCATION = "mandate_revocation"
        PERSONAL_DATA = "personal_data"
        EMAIL_CHANGE = "email_change"
        ACCOUNT_ADDED = "account_added"
        ACCOUNT_REMOVED = "account_removed"
        TARIFF_CHANGE = "tariff_change"
        MOVE_OUT = "move_out"
        MOVE_IN = "move_in"
        TERMINATION = "termination"
        CONTRACT_WITHDRAWAL = "contract_withdrawal"
        PAPERLESS = "paperless"
        MESSAGE = "message"
        BILL_OBJECTION = "bill_objection"
        BILLING_INTERVAL = "billing_interval"
        # a customer takes an earlier case back
        WITHDRAWAL = "withdrawal"

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    contract_account_id = models.UUIDField(db_index=True)
    submitted_by = models.UUIDField()
    # the form's key: double click, back, reload and a lost answer all lead to this one case
    submission_key = models.UUIDField()
    content_hash = models.CharField(max_length=64)
    summary = models.JSONField()
    state = models.CharField(
        max_length=24, choices=[(state.value, state.name) for state in CaseState], default=CaseState.ACCEPTED
    )
    state_reason = models.TextField(blank=True)
    accepted_at = models.DateTimeField()
    undo_until = models.DateTimeField(null=True)
    # the first moment at which the billing system hears of it; null: at once
    hand_over_at = models.DateTimeField(null=True)
    # the day until which the customer may expect an answer, by law or by promise
    answer_by = models.DateField(null=True)
    # where the result is told
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="de")
    # what a person of the utility last said to the customer: a question, or what came of it
    answer = models.TextField(blank=True, default="", db_default="")
    # a person has decided; how it ends is on its way. Empty again when the billing system asks once more
    decided_at = models.DateTimeField(null=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_partner_id", "submission_key"], name="one_case_per_form"),
            models.UniqueConstraint(fields=["undoes"], name="undone_once"),
        ]
        indexes = [
            models.Index(fields=["contract_account_id", "-accepted_at"], name="case_newest"),
            models.Index(fields=["accepted_at"], condition=models.Q(state="needs_clarification"), name="case_waiting"),
        ]


class CaseEvent(CustomerTable):
    """A step of the timeline. Rows never change."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    state = models.CharField(max_length=24)
    reason = models.TextField(blank=True)
