"""The letter tray: a folder where the print room finds PDFs, and says what it printed and what came back.

The portal writes `ID.pdf`; the print room moves it to `printed/`, and a returned letter to `returned/`.
Without a folder the letters wait in the database for staff.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.correspondence.letters import set_as_pdf
from osc.correspondence.models import PaperLetter

State = PaperLetter.State


def put_into_tray(*, letter_id: UUID, now: datetime) -> None:
    """Sets the letter once and writes it into the tray; safe to call again after a kill at any line.

    Raises OSError when the folder doesn't take it: the job is tried again.
    """
    with transaction.atomic():
        letter = PaperLetter.objects.select_for_update().filter(id=letter_id).first()
        if letter is None or letter.state != State.WAITING:
            return
        letter.content, letter.context = set_as_pdf(letter, now=now), {}
        letter.state, letter.in_tray_at = State.IN_TRAY, now
        letter.save()
        if settings.LETTER_TRAY:
            _write(Path(settings.LETTER_TRAY), letter)


def _write(tray: Path, letter: PaperLetter) -> None:
    """In one step, so that the print room never sees half a letter."""
    assert letter.content is not None
    tray.mkdir(parents=True, exist_ok=True)
    half = tray / f".{letter.id}"
    half.write_bytes(letter.content)
    half.chmod(0o640)
    half.replace(tray / f"{letter.id}.pdf")


def look_into_tray(*, now: datetime) -> None:
    """Takes note of printed and returned letters; what is printed is no longer kept here (R-ZUG-2)."""
    if not settings.LETTER_TRAY:
        return
    tray = Path(settings.LETTER_TRAY)
    printed, returned = _ids(tray / "printed"), _ids(tray / "returned")
    mark_printed(ids=printed | returned, now=now)
    PaperLetter.objects.filter(id__in=returned, state=State.PRINTED).update(state=State.RETURNED, returned_at=now)


def mark_printed(*, ids: set[UUID], now: datetime) -> None:
    """The print room or staff say that these letters are on paper."""
    PaperLetter.objects.filter(id__in=ids, state=State.IN_TRAY).update(
        state=State.PRINTED, printed_at=now, content=None, recipient=[]
    )


def _ids(folder: Path) -> set[UUID]:
    found = set()
    for path in folder.glob("*.pdf"):
        try:
            found.add(UUID(path.stem))
        except ValueError:
            continue  # somebody else's file
    return found
