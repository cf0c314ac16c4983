"""Due days as a calendar file (RFC 5545), for any calendar on any device."""

from collections.abc import Sequence
from datetime import datetime

from osc.billing.rules.instalments.schedule import Due
from osc.design.language import gettext as _
from osc.foundation.period import DAY
from osc.portal.instalments.words import euros


def calendar_file(dues: Sequence[Due], *, contract_id: str, name: str, by_debit: bool, now: datetime) -> bytes:
    """One all-day event per due day; `name` says what it is for. The same day is the same event when loaded anew."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Online-Service-Center//Zahlungsplan//DE",
        "CALSCALE:GREGORIAN",
    ]
    for due in dues:
        title = _("Abbuchung %(name)s: %(amount)s") if by_debit else _("Überweisung %(name)s: %(amount)s")
        lines += [
            "BEGIN:VEVENT",
            f"UID:abschlag-{contract_id}-{due.on:%Y%m%d}@online-service-center",
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{due.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.on + DAY:%Y%m%d}",
            f"SUMMARY:{_escaped(title % {'name': name, 'amount': euros(due.amount)})}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*map(_folded, lines), "END:VCALENDAR", ""]).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a fold begins with a blank."""
    parts, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > 74:
            parts.append(current)
            current = sign
        else:
            current += sign
    return "\r\n ".join([*parts, current])
