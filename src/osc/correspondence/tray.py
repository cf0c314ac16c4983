"""The letter tray: a folder where the print room finds PDFs, and says what it printed and what came back.

The portal writes `ID.pdf`; the print room moves it to `printed/`, and a returned letter to `returned/`.
Without a folder the letters wait in the database for staff.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from osc.audit.actions import record
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


@transaction.atomic
def mark_by_hand(*, ids: set[UUID], staff: str, now: datetime) -> None:
    """A member of staff has printed these letters and put them into the post; what is printed already stays. The print
    room must not print them a second time: they leave its folder."""
    letters = list(PaperLetter.objects.select_for_update().filter(id__in=ids, state=State.IN_TRAY))
    mark_printed(ids={letter.id for letter in letters}, now=now)
    for letter in letters:
        _trace(letter, staff, "print_letter", now)
    if settings.LETTER_TRAY:
        tray = Path(settings.LETTER_TRAY)
        transaction.on_commit(lambda: [(tray / f"{letter.id}.pdf").unlink(missing_ok=True) for letter in letters])


@transaction.atomic
def mark_returned(*, letter_id: UUID, staff: str, reason: str, now: datetime) -> None:
    """A letter came back from the post, once; somebody must find out the right address (R-ZUG-2)."""
    letter = PaperLetter.objects.select_for_update().filter(id=letter_id, state=State.PRINTED).first()
    if letter is not None:
        letter.state, letter.returned_at, letter.note = State.RETURNED, now, reason
        letter.save(update_fields=["state", "returned_at", "note"])
        _trace(letter, staff, "return_letter", now, reason)


@transaction.atomic
def settle_returned(*, letter_id: UUID, staff: str, note: str, now: datetime) -> None:
    """What was done about a letter that came back, once."""
    back = PaperLetter.objects.select_for_update().filter(id=letter_id, state=State.RETURNED, handled_at=None).first()
    if back is not None:
        back.handled_at, back.handled_by, back.note = now, staff, note
        back.save(update_fields=["handled_at", "handled_by", "note"])
        _trace(back, staff, "settle_returned_letter", now, note)


def _trace(letter: PaperLetter, staff: str, deed: str, now: datetime, reason: str = "") -> None:
    record(
        at=now, actor=staff, deed=deed, subject=letter.template, business_partner_id=letter.business_partner_id,
        letter=str(letter.id), reason=reason,
    )  # fmt: skip


def _ids(folder: Path) -> set[UUID]:
    found = set()
    for path in folder.glob("*.pdf"):
        try:
            found.add(UUID(path.stem))
        except ValueError:
            continue  # somebody else's file
    return found
