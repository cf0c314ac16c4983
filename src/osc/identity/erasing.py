"""The end of a log-in by its owner: closed at once, erased by the worker; what the utility must keep stays (R-DS-7)."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.billing.paperless import back_to_paper
from osc.correspondence.actions import queue_mail
from osc.identity.models import AccountLink, PortalUser, Registration
from osc.identity.recovery.choosing import end_everything
from osc.identity.tasks import erase_login
from osc.interchange.jobs import put_in_queue
from osc.isolation.markers import unscoped
from osc.submissions.messages import Submitter


@transaction.atomic
def close_login(*, submitter: Submitter, now: datetime) -> None:
    """Nothing opens any more and every session is dead; post goes to paper; staff keep theirs. Safe to call twice."""
    user = PortalUser.objects.select_for_update().get(id=submitter.scope.user_id)
    if user.is_staff or not user.is_active:
        return
    own = AccountLink.objects.filter(user=user, removed_at=None, state=AccountLink.State.OPEN, read_only=False)
    back_to_paper(
        submitter=submitter, accounts=set(own.values_list("contract_account_id", flat=True)), now=now,
        text_version=settings.UTILITY.bills.paperless_text,
    )  # fmt: skip
    PortalUser.objects.filter(id=user.id).update(is_active=False)
    end_everything(user_id=user.id, now=now)
    queue_mail(template="login_deleted", to=user.email, language=user.language, now=now, context={})
    put_in_queue(erase_login, user_id=str(user.id))


@unscoped(reason="the worker erases what the owner has closed")
@transaction.atomic
def erase(*, user_id: UUID) -> None:
    """Address, password, factors, devices, events, links and requests; cases keep their own trace."""
    user = PortalUser.objects.filter(id=user_id, is_active=False, is_staff=False).first()
    if user is not None:
        Registration.objects.filter(email=user.email).delete()
        user.delete()
