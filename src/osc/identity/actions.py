"""What people do with log-ins: ask for one, open it, choose language and display."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.identity.registration import NEIGHBOURHOOD_LIMITS, SOURCE_LIMITS, hash_token
from osc.identity.rules.email import canonical_email
from osc.identity.rules.passwords import normal_form
from osc.identity.tasks import evaluate_registration
from osc.interchange.jobs import put_in_queue
from osc.limits.counters import count_or_refuse, neighbourhood_of, source_of


class LinkNotValid(Exception):
    """The link is unknown, used or has run out; the page does not say which (REG13)."""


def request_registration(
    *, account_number: str, meter_number: str, email: str, language: str, address: str, now: datetime
) -> None:
    """Writes the request and its job: constant work, whatever was entered. Raises LimitReached."""
    source = source_of(address)
    count_or_refuse(SOURCE_LIMITS, source, now=now)
    count_or_refuse(NEIGHBOURHOOD_LIMITS, neighbourhood_of(address), now=now)
    request = Registration(
        account_number=account_number, meter_number=meter_number, email=canonical_email(email),
        language=language, source=source, requested_at=now,
    )  # fmt: skip
    request.save(force_insert=True)
    put_in_queue(evaluate_registration, registration_id=str(request.id))


def find_open_link(*, token: str, now: datetime) -> Registration:
    """The registration behind a link that still opens something. Raises LinkNotValid."""
    found = Registration.objects.filter(token_hash=hash_token(token), used_at=None, valid_until__gt=now).first()
    if found is None:
        raise LinkNotValid
    return found


def open_login(*, token: str, password: str, now: datetime) -> PortalUser:
    """Consumes the link and creates the log-in with its first contract account. Raises LinkNotValid."""
    request = find_open_link(token=token, now=now)
    used = Registration.objects.filter(id=request.id, used_at=None).update(used_at=now)
    if not used or request.contract_account_id is None or request.business_partner_id is None:
        raise LinkNotValid
    user = PortalUser(
        email=request.email, language=request.language, created_at=now, password=make_password(normal_form(password))
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise LinkNotValid from None  # another link for the same address was faster
    AccountLink(
        user=user, contract_account_id=request.contract_account_id,
        business_partner_id=request.business_partner_id, linked_at=now,
    ).save(force_insert=True)  # fmt: skip
    queue_mail(
        template="registration_done", to=user.email, language=user.language, now=now,
        context={"account": request.account_number[-4:]},
    )  # fmt: skip
    return user


def change_language(*, user_id: UUID, language: str) -> None:
    """Stores the language for pages and mails."""
    PortalUser.objects.filter(id=user_id).update(language=language)


def change_theme(*, user_id: UUID, theme: str) -> None:
    """Stores the display: "" (as the device), "light" or "dark"."""
    PortalUser.objects.filter(id=user_id).update(theme=theme)
