"""Judging one request, once: what follows is told by mail, or on a page behind a proven mailbox."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from osc.identity.models import Registration
from osc.identity.registration import limits, mails
from osc.identity.registration.adding import finish_adding
from osc.identity.registration.findings import Judged, as_opened, judge
from osc.identity.registration.links import offer_account
from osc.identity.registration.tokens import LINK_LIFE, correction_address, hash_token, link_address, new_token
from osc.identity.rules.branches import Branch, Level
from osc.limits.counters import Limit, count


@transaction.atomic
def evaluate(*, registration_id: UUID, now: datetime) -> None:
    """Judges the request and queues what tells the truth (R-SEC-4, REG1)."""
    request = Registration.objects.select_for_update().get(id=registration_id)
    if request.outcome != Registration.Outcome.OPEN:
        return
    judged = judge(request, now=now)
    if judged.account is None:
        limits.count_failure(now=now)
    else:
        request.accounts = [as_opened(judged.account, judged.proof)]
    request.outcome = Registration.Outcome(judged.branch)
    if request.user is not None:
        finish_adding(request, judged, now=now)
    else:
        _tell(request, judged, now)
    request.save()


def _tell(request: Registration, judged: Judged, now: datetime) -> None:
    if judged.branch == Branch.LINK:
        _open(request, judged, now)
    elif judged.branch == Branch.HAS_LOGIN:
        _point_to_login(request, judged, now)
    elif judged.branch == Branch.PROVE_MAILBOX:
        _send_correction(request, "registration_prove", limits.PROVE_MAILS, now)
    elif judged.branch == Branch.TAKEN:
        assert judged.account is not None, "only a pair that fits is taken"
        mails.tell_owner(judged.account, request, now=now)
        _send_correction(request, "account_taken", limits.MISMATCH_MAILS, now)
    else:
        _send_correction(request, "registration_no_match", limits.MISMATCH_MAILS, now)


def _open(request: Registration, judged: Judged, now: datetime) -> None:
    """The link, by mail where the mailbox is not proven yet; the owner hears of it when it is not the owner's."""
    assert judged.account is not None, "only a pair that fits opens something"
    if judged.proof == Level.PAIR:
        mails.tell_owner(judged.account, request, now=now)
    if not request.mailbox_proven and count(limits.LINK_MAILS, request.email, now=now):
        token = _take_token(request, now)
        mails.to_requester("registration_link", request, link_address(token), now=now)
    if not Registration.objects.filter(
        account_number=request.account_number, outcome=Registration.Outcome.LINK_SENT
    ).exists():
        limits.give_back(request.source)


def _point_to_login(request: Registration, judged: Judged, now: datetime) -> None:
    """FAQ 5: no link that signs anybody in; a pair that fits waits for the person behind the sign-in."""
    if judged.holder is not None and request.accounts:
        offer_account(judged.holder, request.accounts[0], now=now)
    if not request.mailbox_proven and count(limits.IN_USE_MAILS, request.email, now=now):
        mails.to_requester("email_in_use", request, mails.sign_in_address(), now=now)


def _send_correction(request: Registration, template: str, most: Sequence[Limit], now: datetime) -> None:
    """The same mail whatever did not fit; whoever stands behind the link already reads it on the page."""
    if request.mailbox_proven or not count(most, request.email, now=now):
        return
    link = ""
    if limits.may_prove_mailbox(request.email, now=now):
        link = correction_address(_take_token(request, now))
    mails.to_requester(template, request, link, now=now)


def _take_token(request: Registration, now: datetime) -> str:
    token = new_token()
    request.token_hash, request.valid_until = hash_token(token), now + LINK_LIFE
    return token
