"""Mails on their way out, and what the utility put into the customer's inbox."""

from uuid import uuid4

from django.db import models

from osc.interchange.models import ImportedTable
from osc.isolation.models import CustomerTable


class Mail(models.Model):
    """A mail to be written and sent by the worker. The web role may add rows and read none."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        EXPIRED = "expired"
        BOUNCED = "bounced"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    to = models.EmailField(max_length=254)
    # emptied once the mail is sent: it may hold a link that opens something
    context = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # a link that has run out must not be sent stale
    useless_after = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], condition=models.Q(state="bounced"), name="mails_back")]


class PaperLetter(models.Model):
    """A letter on paper, from the wish to the letter box. The web role may add rows and read none."""

    class State(models.TextChoices):
        WAITING = "waiting"
        IN_TRAY = "in_tray"
        PRINTED = "printed"
        RETURNED = "returned"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    business_partner_id = models.UUIDField(db_index=True)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    # address lines as printed; emptied with the context once the letter is printed
    recipient = models.JSONField()
    # emptied once the letter is set: it may hold a code that opens something
    context = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # the PDF until it is printed
    content = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    in_tray_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    # somebody has taken care of what came back
    handled_at = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    note = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=~models.Q(state="printed"), name="letters_under_way")]


class Letter(ImportedTable):
    """A letter the utility wrote to the customer, shown in the inbox."""

    contract_account_id = models.UUIDField(db_index=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_on = models.DateField()
    category = models.CharField(max_length=12, db_default="letter")
    # the Vorgangsnummer of the message that this answers
    answers = models.CharField(max_length=12, null=True)


class LetterRead(CustomerTable):
    """That a letter was opened in the portal; apart from the letter, which belongs to the utility."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="opened")
    at = models.DateTimeField()
