"""Log-ins, their contract accounts, sessions, registrations and the counters that slow guessing down."""

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q


class PortalUser(AbstractBaseUser):
    """A log-in. The e-mail address, lower case, is the user name. Not a business partner."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=8, default="de")
    theme = models.CharField(max_length=6, default="")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    last_login = None
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []


class AccountLink(models.Model):
    """That a log-in may see a contract account. Row-level security is fed from here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="links")
    contract_account_id = models.UUIDField(db_index=True)
    business_partner_id = models.UUIDField()
    linked_at = models.DateTimeField()
    # somebody else's contract account, to look at only
    read_only = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "contract_account_id"], condition=Q(removed_at=None), name="linked_once"
            )
        ]


class LoginSession(models.Model):
    """A browser's session. Only the hash of its key is stored; ending it is deleting the row."""

    key_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, null=True, related_name="sessions")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    user_agent = models.CharField(max_length=200, blank=True)


class Registration(models.Model):
    """A request for a log-in, written as it came. The worker finds out what it is worth."""

    class Outcome(models.TextChoices):
        OPEN = "open"
        LINK_SENT = "link_sent"
        EMAIL_IN_USE = "email_in_use"
        NO_MATCH = "no_match"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account_number = models.CharField(max_length=20)
    meter_number = models.CharField(max_length=40)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8)
    source = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    contract_account_id = models.UUIDField(null=True)
    business_partner_id = models.UUIDField(null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    valid_until = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class Counter(models.Model):
    """How often something happened in one window. Counted before it is judged, in one atomic statement."""

    key = models.CharField(primary_key=True, max_length=120)
    window_ends_at = models.DateTimeField(db_index=True)
    n = models.IntegerField()
