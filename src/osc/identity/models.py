"""Log-ins, what proves them, their contract accounts, sessions and registrations."""

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
    # staff who also decide what needs a second person
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    last_login = None
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []


class AccountLink(models.Model):
    """That a log-in may see a contract account. Row-level security is fed from here, by links that are open."""

    class State(models.TextChoices):
        OPEN = "open"
        # nothing is shown before the code from a letter (R-SEC-1, strict), or while somebody has a better proof
        UNPROVEN = "unproven"
        # somebody named this log-in's address with the right pair; the person has not said yes yet
        OFFERED = "offered"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="links")
    contract_account_id = models.UUIDField(db_index=True)
    business_partner_id = models.UUIDField()
    account_number = models.CharField(max_length=20, blank=True)
    linked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    # how sure we are, and by what: A0 the pair, A1 an address on file, A2 a letter (R-SEC-1)
    level = models.CharField(max_length=2, default="A0")
    proved_by = models.CharField(max_length=16, default="pair")
    # the customer's own name for the contract account
    label = models.CharField(max_length=40, blank=True)
    # somebody else's contract account, to look at only
    read_only = models.BooleanField(default=False)
    # who let this log-in look, and the last day; the right never outlives that of the person who gave it
    granted_by = models.ForeignKey(PortalUser, on_delete=models.CASCADE, null=True, related_name="granted_links")
    until = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "contract_account_id"], condition=Q(removed_at=None), name="linked_once"
            )
        ]


class Device(models.Model):
    """A browser somebody signed in from completely; known again by the secret in its cookie."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="devices")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    label = models.CharField(max_length=200, blank=True)
    recognised_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    valid_until = models.DateTimeField()


class PasswordReset(models.Model):
    """Somebody asked for a new password. The worker fills in what was mailed; only hashes are kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8)
    source = models.CharField(max_length=64)
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True)
    asked_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, null=True, related_name="resets")
    secret_hash = models.CharField(max_length=128, blank=True)
    link_hash = models.BinaryField(max_length=32, null=True, unique=True)
    valid_until = models.DateTimeField(null=True)
    # taken by one sign-in; given back when the new password was refused
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-asked_at"], name="reset_newest")]


class LoginSession(models.Model):
    """A browser's session. Only the hash of its key is stored; ending it is deleting the row."""

    key_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, null=True)
    # what is missing until the session may see anything; see osc.identity.sessions.Stage
    stage = models.CharField(max_length=16, default="")
    reset = models.ForeignKey(PasswordReset, on_delete=models.CASCADE, null=True)
    second_factor = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    user_agent = models.CharField(max_length=200, blank=True)


class SecurityEvent(models.Model):
    """What happened to a log-in: the list of last sign-ins, and what makes a change risky. Rows never change."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in"
        NEW_DEVICE = "new_device"
        PASSWORD_CHANGED = "password_changed"  # noqa: S105 - not a secret
        PASSWORD_RESET = "password_reset"  # noqa: S105 - not a secret
        EMAIL_CHANGED = "email_changed"
        EMAIL_REVERTED = "email_reverted"
        FACTOR_ADDED = "factor_added"
        FACTOR_REMOVED = "factor_removed"
        CONFIRMATION_FAILED = "confirmation_failed"
        FACTOR_RESET = "factor_reset"
        DISABLED = "disabled"
        ENABLED = "enabled"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="security_events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user_agent = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="event_newest")]


class UnlockLink(models.Model):
    """Mailed after very many failures: opening it makes that browser a recognised one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE)
    token_hash = models.BinaryField(max_length=32, unique=True)
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class EmailChange(models.Model):
    """A new user name: confirmed at the new address, revertible from the old one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="email_changes")
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    valid_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    revert_hash = models.BinaryField(max_length=32, null=True, unique=True)
    revert_until = models.DateTimeField(null=True)
    # withdrawn before it was confirmed, or undone after
    ended_at = models.DateTimeField(null=True)


class AuthenticatorApp(models.Model):
    """The secret shared with an authenticator app (TOTP, RFC 6238), sealed."""

    user = models.OneToOneField(PortalUser, on_delete=models.CASCADE, primary_key=True, related_name="app")
    sealed_secret = models.TextField()
    added_at = models.DateTimeField()
    # the newest time step whose code was used: no code counts twice
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """One of the codes on paper. `mark` is its first character, which finds the row; the rest is hashed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="recovery_codes")
    mark = models.CharField(max_length=1)
    code_hash = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="one_code_per_mark")]


class Passkey(models.Model):
    """A public key whose private half never leaves the customer's device (WebAuthn)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class LetterCode(models.Model):
    """A code sent on paper to the owner of a contract account. Wrong tries never void it (REG18)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    contract_account_id = models.UUIDField(db_index=True)
    business_partner_id = models.UUIDField()
    account_number = models.CharField(max_length=20)
    code_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Registration(models.Model):
    """A request for a log-in or for one more contract account, written as it came.

    The worker finds out what it is worth. The token in its mail proves the mailbox; what it opens depends on
    the outcome: a password page, or the page on which the numbers can be corrected.
    """

    class Outcome(models.TextChoices):
        OPEN = "open"
        LINK_SENT = "link_sent"
        EMAIL_IN_USE = "email_in_use"
        TAKEN = "taken"
        PROVE_MAILBOX = "prove_mailbox"
        BY_LETTER = "by_letter"
        NO_MATCH = "no_match"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account_number = models.CharField(max_length=20)
    meter_number = models.CharField(max_length=40)
    surname = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8)
    source = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    # who adds a contract account to an existing log-in; the form's key makes a double click one request
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, null=True, related_name="requests")
    submission_key = models.UUIDField(null=True)
    reference = models.CharField(max_length=12, blank=True)
    letter_code = models.ForeignKey(LetterCode, on_delete=models.CASCADE, null=True)
    # true behind a link from the mail, and for somebody who is signed in
    mailbox_proven = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.OPEN)
    # what the link opens: [{"account", "partner", "number", "level", "proved_by"}]
    accounts = models.JSONField(default=list)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    valid_until = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "submission_key"], name="one_request_per_form")]


class Invitation(models.Model):
    """Somebody is asked to look at contract accounts of another log-in. The token in the mail proves the mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="invitations")
    # the form's key makes a double click one invitation
    submission_key = models.UUIDField()
    email = models.EmailField(max_length=254)
    # how the inviting person is called there, and what may be looked at: [{"account", "partner", "number"}]
    name = models.CharField(max_length=200)
    accounts = models.JSONField()
    until = models.DateField(null=True)
    asked_at = models.DateTimeField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    valid_until = models.DateTimeField()
    # accepted, or taken back
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "submission_key"], name="one_invitation_per_form")]


class FactorReset(models.Model):
    """A customer lost the second factor: one person of the utility asks for the reset, another one decides."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="factor_resets")
    business_partner_id = models.UUIDField()
    asked_by = models.ForeignKey(PortalUser, on_delete=models.CASCADE, related_name="asked_factor_resets")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(decided_at=None), name="one_open_factor_reset")
        ]


class SecurityAlert(models.Model):
    """Something that staff must know of; stays until somebody has seen it. One open row of a kind."""

    class Kind(models.TextChoices):
        SIGN_IN_FAILURES = "sign_in_failures"
        GUESSED_NUMBERS = "guessed_numbers"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(seen_at=None), name="one_open_alert_of_a_kind")
        ]


class OldLogin(models.Model):
    """A log-in of the old portal, without its password. Only the worker reads it (FAQ 3 and 4)."""

    user_name = models.CharField(max_length=254, primary_key=True)
    email = models.EmailField(max_length=254, db_index=True)
    account_numbers = models.JSONField(default=list)
    imported_at = models.DateTimeField()


class GuessingResult(models.Model):
    """How hard guessing was when the numbers last came in. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    accounts = models.PositiveBigIntegerField()
    meters = models.PositiveBigIntegerField()
    account_range = models.PositiveBigIntegerField()
    meter_range = models.PositiveBigIntegerField()
    measured_at = models.DateTimeField()
