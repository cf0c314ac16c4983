"""What a link, a yes or a code opens."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, LetterCode, PortalUser, Registration
from osc.identity.registration import limits
from osc.identity.registration.asking import CodeNotValid, find_correction
from osc.identity.registration.letter_codes import consume_code, hashes_for
from osc.identity.registration.links import LinkNotFound, link_account
from osc.identity.registration.tokens import LinkNotValid
from osc.identity.rules.branches import Level
from osc.identity.rules.passwords import normal_form
from osc.identity.sessions import SignedIn
from osc.limits.counters import Limit, count_or_refuse

State = AccountLink.State
CODE_TRIES = (Limit("code-tries", 10, limits.HOUR), Limit("code-tries", 30, limits.DAY))


def find_open_link(*, token: str, now: datetime) -> Registration:
    """The request behind a link that still opens a log-in. Raises LinkNotValid."""
    found = find_correction(token=token, now=now)
    if found.outcome != Registration.Outcome.LINK_SENT:
        raise LinkNotValid
    return found


@transaction.atomic
def open_login(*, token: str, password: str, now: datetime) -> PortalUser:
    """Consumes the link and creates the log-in with its contract accounts. Raises LinkNotValid."""
    request = find_open_link(token=token, now=now)
    if not Registration.objects.filter(id=request.id, used_at=None).update(used_at=now):
        raise LinkNotValid
    if request.letter_code_id and not consume_code(code_id=request.letter_code_id, now=now):
        raise LinkNotValid
    user = PortalUser(
        email=request.email, language=request.language, created_at=now, password=make_password(normal_form(password))
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise LinkNotValid from None  # another link for the same address was faster
    links = [link_account(user, opened, now=now) for opened in request.accounts if _still_free(opened)]
    queue_mail(
        template="registration_done", to=user.email, language=user.language, now=now,
        context={
            "accounts": [link.account_number[-4:] for link in links],
            "by_letter": any(link.state == State.UNPROVEN for link in links),
        },
    )  # fmt: skip
    return user


def _still_free(opened: dict[str, str]) -> bool:
    """Two people may have asked at the same time: the pair alone never joins a log-in that is there."""
    if opened["level"] == Level.PROVEN:
        return True
    others = AccountLink.objects.filter(
        contract_account_id=opened["account"], removed_at=None, state=State.OPEN, read_only=False
    )
    weaker = [Level.PAIR] if opened["level"] == Level.ON_FILE else []
    return not others.exclude(level__in=weaker).exists()


@transaction.atomic
def answer_offer(user: SignedIn, *, contract_account_id: UUID, accept: bool, now: datetime) -> AccountLink:
    """Yes or no to a contract account that waited behind the sign-in (FAQ 5). Raises LinkNotFound."""
    link = AccountLink.objects.select_for_update().filter(
        user_id=user.id, contract_account_id=contract_account_id, removed_at=None, state=State.OFFERED
    ).first()  # fmt: skip
    if link is None:
        raise LinkNotFound
    opened = {
        "account": str(link.contract_account_id), "partner": str(link.business_partner_id),
        "number": link.account_number, "level": link.level, "proved_by": link.proved_by,
    }  # fmt: skip
    if accept and _still_free(opened):
        return link_account(PortalUser.objects.get(id=user.id), opened, now=now)
    link.removed_at = now
    link.save()
    if accept:
        raise LinkNotFound
    return link


@transaction.atomic
def use_letter_code(user: SignedIn, *, code: str, address: str, now: datetime) -> AccountLink:
    """Completes a contract account of the log-in with the code from the letter (ux A2).

    Raises CodeNotValid, LimitReached.
    """
    limits.count_source(address, now=now)
    count_or_refuse(CODE_TRIES, str(user.id), now=now)
    found = LetterCode.objects.filter(code_hash__in=hashes_for(_numbers(user), code), used_at=None).first()
    if found is None:
        raise CodeNotValid
    if found.valid_until <= now:
        raise CodeNotValid(old=True)
    consume_code(code_id=found.id, now=now)
    opened = {
        "account": str(found.contract_account_id), "partner": str(found.business_partner_id),
        "number": found.account_number, "level": Level.PROVEN.value, "proved_by": "letter",
    }  # fmt: skip
    return link_account(PortalUser.objects.get(id=user.id), opened, now=now)


def _numbers(user: SignedIn) -> set[str]:
    """The contract accounts that a code of this person can be for: linked ones and those that were asked for."""
    linked = AccountLink.objects.filter(user_id=user.id, removed_at=None).exclude(state=State.OFFERED)
    asked = Registration.objects.filter(user_id=user.id)
    return {*linked.values_list("account_number", flat=True), *asked.values_list("account_number", flat=True)} - {""}
