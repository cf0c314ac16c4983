"""What the page writes: constant work, whatever was entered. Everything else is the worker's."""

from datetime import datetime
from uuid import UUID

from osc.cases.actions import new_case_reference
from osc.cases.models import Case
from osc.identity.models import AccountLink, LetterCode, Registration
from osc.identity.registration import limits
from osc.identity.registration.letter_codes import hash_code
from osc.identity.registration.tokens import LinkNotValid, hash_token
from osc.identity.rules.email import canonical_email
from osc.identity.sessions import SignedIn
from osc.identity.tasks import evaluate_registration, send_code_letter, write_to_owner
from osc.interchange.jobs import put_in_queue
from osc.limits.counters import count_or_refuse, source_of

Outcome = Registration.Outcome
MOST_LETTERS = 10


class CodeNotValid(Exception):
    """No such code for this account; `old` when it was right once."""

    def __init__(self, *, old: bool = False) -> None:
        super().__init__("no such code")
        self.old = old


def request_registration(
    *, account_number: str, meter_number: str, email: str, language: str, address: str, now: datetime,
    surname: str = "",
) -> UUID:  # fmt: skip
    """Writes the request and its job. Raises LimitReached."""
    limits.count_source(address, now=now)
    request = Registration(
        account_number=account_number, meter_number=meter_number, email=canonical_email(email), surname=surname,
        language=language, source=source_of(address), requested_at=now,
    )  # fmt: skip
    return _judge_later(request)


def _judge_later(request: Registration) -> UUID:
    request.save(force_insert=True)
    put_in_queue(evaluate_registration, registration_id=str(request.id))
    return request.id


def find_correction(*, token: str, now: datetime) -> Registration:
    """The request behind a link from a mail, whatever came of it so far. Raises LinkNotValid."""
    found = Registration.objects.filter(token_hash=hash_token(token), used_at=None, valid_until__gt=now).first()
    if found is None:
        raise LinkNotValid
    return found


def correct_numbers(
    *, token: str, account_number: str, meter_number: str, surname: str, address: str, now: datetime
) -> None:
    """Tries other numbers behind a proven mailbox. Raises LinkNotValid, LimitReached."""
    request = find_correction(token=token, now=now)
    if request.outcome == Outcome.LINK_SENT:
        raise LinkNotValid
    count_or_refuse(limits.mailbox_tries(), request.email, now=now)
    limits.count_source(address, now=now)
    tried = Registration.objects.filter(id=request.id).exclude(outcome__in=[Outcome.OPEN, Outcome.LINK_SENT]).update(
        account_number=account_number, meter_number=meter_number, surname=surname, source=source_of(address),
        mailbox_proven=True, tries=request.tries + 1, outcome=Outcome.OPEN, accounts=[],
    )  # fmt: skip
    if tried:
        put_in_queue(evaluate_registration, registration_id=str(request.id))


def request_account(
    user: SignedIn, *, account_number: str, meter_number: str, surname: str, address: str, submission_key: UUID,
    now: datetime,
) -> Registration:  # fmt: skip
    """One more contract account for a log-in, judged as a registration is; the same form twice is one request.

    Raises LimitReached.
    """
    known = Registration.objects.filter(user_id=user.id, submission_key=submission_key).first()
    if known is not None:
        return known
    count_or_refuse(limits.mailbox_tries(), user.email, now=now)
    limits.count_source(address, now=now)
    request = Registration(
        account_number=account_number, meter_number=meter_number, email=user.email, surname=surname,
        language=user.language, source=source_of(address), requested_at=now, user_id=user.id, mailbox_proven=True,
        submission_key=submission_key, reference=new_case_reference(Case.Kind.ACCOUNT_ADDED),
    )  # fmt: skip
    _judge_later(request)
    return request


def request_letter(*, registration_id: UUID, address: str, now: datetime) -> None:
    """A code by letter for the numbers of this request, if they fit. Raises LimitReached."""
    limits.count_source(address, now=now)
    put_in_queue(send_code_letter, registration_id=str(registration_id))


def register_with_code(
    *, account_number: str, code: str, email: str, language: str, address: str, now: datetime
) -> UUID:
    """The code from a letter instead of a meter number; the address is proven by the mail that follows.

    One look-up whatever was entered: the code is too long to be guessed, so nothing counts but the source.
    Raises CodeNotValid, LimitReached.
    """
    limits.count_source(address, now=now)
    found = LetterCode.objects.filter(code_hash=hash_code(account_number, code)).first()
    if found is None or found.used_at is not None:
        raise CodeNotValid
    if found.valid_until <= now:
        raise CodeNotValid(old=True)
    request = Registration(
        account_number=account_number, meter_number="", email=canonical_email(email), language=language,
        source=source_of(address), requested_at=now, letter_code=found,
    )  # fmt: skip
    return _judge_later(request)


def find_request(user: SignedIn, *, request_id: UUID) -> Registration | None:
    """What became of a contract account that this person asked for."""
    return Registration.objects.filter(id=request_id, user_id=user.id).first()


def request_new_codes(user: SignedIn, *, address: str, now: datetime) -> None:
    """A code by letter for every contract account that waits for one. Raises LimitReached."""
    limits.count_source(address, now=now)
    waiting = AccountLink.objects.filter(user_id=user.id, removed_at=None, state=AccountLink.State.UNPROVEN)
    for link_id in waiting.values_list("id", flat=True)[:MOST_LETTERS]:
        put_in_queue(write_to_owner, link_id=str(link_id))
