"""What correspondence may no longer keep: addresses in mails that are long gone, and the way of old letters."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings

from osc.correspondence.models import Mail, PaperLetter
from osc.foundation.period import BERLIN
from osc.foundation.retention import Kept, first_kept

ENDED = (Mail.State.SENT, Mail.State.EXPIRED, Mail.State.BOUNCED)


def old_mails(today: date, _held: frozenset[UUID], really: bool) -> list[str]:
    """Mails that ended longer ago than the setting says: their contents are gone already, the address goes now."""
    last = datetime.combine(today - timedelta(days=settings.UTILITY.retention.mail_days), time(), BERLIN)
    old = Mail.objects.filter(state__in=ENDED, created_at__lt=last)
    ids = [str(id_) for id_ in old.values_list("id", flat=True)]
    if really:
        old.delete()
    return ids


def old_letters(today: date, held: frozenset[UUID], really: bool) -> list[str]:
    """Letters on paper six years after the end of the year they were printed in."""
    old = PaperLetter.objects.filter(printed_at__date__lt=first_kept(Kept.LETTER, today))
    old = old.exclude(business_partner_id__in=held)
    ids = [str(id_) for id_ in old.values_list("id", flat=True)]
    if really:
        old.delete()
    return ids
