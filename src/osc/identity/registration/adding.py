"""One more contract account for somebody who is signed in: judged as a registration, told by mail and page."""

from datetime import datetime

from django.conf import settings

from osc.audit.actions import record
from osc.cases.actions import move_case, open_case
from osc.cases.models import Case
from osc.cases.rules.states import CaseState
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, Registration
from osc.identity.registration import mails
from osc.identity.registration.findings import Judged
from osc.identity.registration.links import link_account
from osc.identity.rules.branches import Branch, Level


def finish_adding(request: Registration, judged: Judged, *, now: datetime) -> None:
    """Links the account with its case, or says what did not fit."""
    account, user = judged.account, request.user
    assert user is not None, "somebody who is signed in"
    if judged.branch == Branch.LINK and account is not None:
        link = link_account(user, request.accounts[0], now=now)
        _open_case(request, link, now)
        if judged.proof == Level.PAIR:
            mails.tell_owner(account, request, now=now)
        return
    if judged.branch == Branch.TAKEN and account is not None:
        mails.tell_owner(account, request, now=now)
    queue_mail(
        template="account_not_added", to=request.email, language=request.language, now=now,
        context={
            "reference": request.reference, "taken": judged.branch == Branch.TAKEN,
            "by_letter": judged.branch == Branch.BY_LETTER,
            "link": f"{settings.BASE_URL}/verwaltung/vertraege/neu/",
        },
    )  # fmt: skip


def _open_case(request: Registration, link: AccountLink, now: datetime) -> None:
    summary = {"account": link.account_number, "by_letter": link.state == AccountLink.State.UNPROVEN}
    opened = open_case(
        kind=Case.Kind.ACCOUNT_ADDED, business_partner_id=link.business_partner_id,
        contract_account_id=link.contract_account_id, submitted_by=link.user_id, submission_key=request.id,
        content=summary, summary=summary, now=now, reference=request.reference, email=request.email,
        language=request.language,
    )  # fmt: skip
    move_case(case=opened.case, target=CaseState.CONFIRMED, now=now)
    record(
        at=now, actor=f"user:{link.user_id}", deed="add_account", subject=request.reference,
        business_partner_id=link.business_partner_id, level=link.level,
    )  # fmt: skip
    queue_mail(
        template="account_added", to=request.email, language=request.language, now=now,
        context={
            "reference": request.reference, "account": link.account_number[-4:], "by_letter": summary["by_letter"],
        },
    )  # fmt: skip
