"""One batch from first line to report, in one transaction: all of it or nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from osc.interchange.imports import apply, quarantine, staging
from osc.interchange.imports.kinds import all_kinds
from osc.interchange.imports.reader import FileRefused, Unreadable, WholeFile
from osc.interchange.models import ImportRun

Report = dict[str, dict[str, int]]

# a run that moves more accounts than this waits for a person
BRAKE_SHARE, BRAKE_LEAST = 0.05, 50  # not money: share of rows


class RunHeld(Exception):
    """The batch would close or re-bank unusually many accounts."""


def import_file(
    lines: Iterable[bytes], *, source: str, clock: Callable[[], datetime], released: bool = False
) -> ImportRun:
    """Applies a whole file or nothing of it, and says what it did.

    `released=True` is a person's word that unusually many changes are meant. Never raises for a bad
    file: the run comes back REFUSED or HELD with the reason.
    """
    run = ImportRun.objects.create(source=source, full=False, started_at=clock())
    file = WholeFile(lines)
    try:
        with transaction.atomic():
            run.report = apply_batch(file.records(), now=clock(), brake=not released, full=lambda: _full(file))
        run.state = ImportRun.State.APPLIED
    except FileRefused as refused:
        run.state, run.reason = ImportRun.State.REFUSED, str(refused)
    except (DataError, IntegrityError) as error:
        run.state, run.reason = ImportRun.State.REFUSED, f"the records contradict each other: {error}"
    except RunHeld as held:
        run.state, run.reason = ImportRun.State.HELD, str(held)
    run.full, run.finished_at = _full(file), clock()
    run.save()
    return run


def _full(file: WholeFile) -> bool:
    return file.header is not None and file.header.full


def apply_batch(
    lines: Iterable[bytes], *, now: datetime, brake: bool, full: Callable[[], bool] = lambda: False
) -> Report:
    """Stages, checks and applies record lines in the caller's transaction. Raises RunHeld, FileRefused."""
    staging.create_stages()
    received, unreadable = staging.fill_stages(lines)
    staging.finish_stages(received)
    report = {name: _apply_kind(name, received[name], brake, now) for name in all_kinds() if name in received}
    for record in unreadable:
        row = report.setdefault(record.kind or "unreadable", {"received": 0})
        row["received"] += 1
        row["set_aside"] = row.get("set_aside", 0) + 1
    quarantine.keep(unreadable, now)
    if full():
        for name, kind in all_kinds().items():
            if kind.model is not None and (gone := apply.mark_missing(kind, now)):
                report.setdefault(name, {"received": 0})["missing"] = gone
    return report


def _apply_kind(name: str, received: int, brake: bool, now: datetime) -> dict[str, int]:
    kind = all_kinds()[name]
    row = {"received": received, "new": 0, "changed": 0, "set_aside": 0}
    if kind.model is not None or kind.fill is not None:
        if brake:
            _check_brake(name)
        lost = apply.orphans(kind)
        quarantine.keep([Unreadable(name, id_, version, "", reason) for id_, version, reason in lost], now)
        counts = apply.Counts(*kind.fill()) if kind.fill else apply.apply_stage(kind)
        row |= {"new": counts.new, "changed": counts.changed, "set_aside": len(lost)}
    if kind.after is not None:
        kind.after(now)
    row["unchanged"] = received - row["new"] - row["changed"] - row["set_aside"]
    return row


def _check_brake(name: str) -> None:
    changed, total = apply.watched_changes(all_kinds()[name])
    if changed > max(BRAKE_LEAST, total * BRAKE_SHARE):
        raise RunHeld(f"{changed} of {total} rows of {name} would be closed or re-banked")
