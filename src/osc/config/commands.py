"""The commands of an installation. Each is one process with one job."""

import argparse
import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import django


def run_web(_: argparse.Namespace) -> int:
    """Serves pages: one process per core, one thread each (threads would fight for the interpreter)."""
    from granian import Granian
    from granian.constants import Interfaces

    with _no_collector():
        if refused := _registration_refused():
            print(refused, file=sys.stderr)
            return 1
        _load_pages()
    # the collector would write into every page of memory that the processes share
    gc.freeze()
    Granian(
        "osc.config.wsgi:application",
        address=os.environ.get("OSC_ADDRESS", "127.0.0.1"),
        port=int(os.environ.get("OSC_PORT", "8000")),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("OSC_WEB_WORKERS", str(os.cpu_count() or 1))),
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()
    return 0


def _registration_refused() -> str:
    """Why this installation must not open its registration (security 6.2.3); a database that is away says nothing."""
    django.setup()
    from django.db import DatabaseError, connections

    from osc.identity.registration.mode import refusal

    try:
        return refusal()
    except DatabaseError:
        return ""
    finally:
        connections.close_all()


@contextmanager
def _no_collector() -> Iterator[None]:
    """A seventh of the start's CPU went into looking for garbage among what stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _load_pages() -> None:
    """Everything that pages need, before the processes part: it is read once, and its memory is shared."""
    from django.conf import settings
    from django.template import engines
    from django.urls import reverse

    from osc.config import wsgi
    from osc.foundation.calendars import CivilCalendar
    from osc.payments.banks import bank_name

    assert wsgi.application
    reverse("portal:sign_in")
    for engine in engines.all():
        engine.env.get_template("overview.html")
    CivilCalendar(settings.UTILITY.portal.land).is_holiday(settings.CLOCK().date())
    bank_name(settings.UTILITY.bank.iban)
    # what is here now stays for good: the collector need not touch it, so it stays shared
    gc.freeze()


def run_worker(_: argparse.Namespace) -> int:
    """Works off the queues until stopped."""
    django.setup()
    from osc.config.worker import run_lanes

    return run_lanes()


def run_migrate(_: argparse.Namespace) -> int:
    """Applies migrations as the owner of the schema."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=int(os.environ.get("OSC_VERBOSITY", "1")))
    return 0


def run_build(_: argparse.Namespace) -> int:
    """Builds assets and translations into the folders named in the settings."""
    django.setup()
    from osc.config.build import build

    build()
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Applies an interchange file, or only tries it, and prints the report; 1 when it was refused or held."""
    django.setup()
    from django.conf import settings
    from django.db import transaction

    from osc.interchange.imports.run import import_file
    from osc.interchange.models import ImportRun

    path: Path = chosen.file
    began = time.perf_counter()
    with path.open("rb") as lines, transaction.atomic() if chosen.dry_run else nullcontext():
        run = import_file(lines, source=path.name, clock=settings.CLOCK, released=chosen.release)
        if chosen.dry_run:
            transaction.set_rollback(True)
    tried = "tried, nothing is kept: " if chosen.dry_run else ""
    print(f"{tried}{run.state}: {run.reason or 'no objections'}, {time.perf_counter() - began:.2f} s")
    print(json.dumps(run.report, indent=2))
    if not chosen.dry_run:
        run_entropy(chosen)
    return 0 if run.state == ImportRun.State.APPLIED else 1


def run_import_einvoice(chosen: argparse.Namespace) -> int:
    """Takes one e-invoice file as a bill of a contract account; 1 when it was refused."""
    django.setup()
    from django.conf import settings

    from osc.billing.einvoices.importing import import_einvoice
    from osc.billing.einvoices.reading import EInvoiceRefused

    try:
        bill = import_einvoice(chosen.file.read_bytes(), account_number=chosen.account, now=settings.CLOCK())
    except EInvoiceRefused as refused:
        print(f"{chosen.file}: {refused}", file=sys.stderr)
        return 1
    print(f"bill {bill.number}: {bill.gross} EUR, to pay {bill.gross - bill.prepaid} EUR")
    return 0


def run_check(_: argparse.Namespace) -> int:
    """Explains the settings line by line, then runs the framework's own checks."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from osc.config.database import weak_durability
    from osc.config.utility import explain

    print("\n".join(explain(settings.UTILITY)))
    call_command("check")
    refused = list(filter(None, [weak_durability(), _registration_refused()]))
    if refused:
        print("\n".join(refused), file=sys.stderr)
    return int(bool(refused))


def run_reseal(_: argparse.Namespace) -> int:
    """Seals what is stored with the first field key; 1 when something could not be opened with any of them."""
    django.setup()
    from osc.identity.factors.sealing import reseal_secrets
    from osc.interchange.resealing import reseal_messages
    from osc.payments.resealing import reseal_accounts

    lines = [*reseal_accounts(), *reseal_messages(), *reseal_secrets()]
    print("\n".join(lines))
    return int(any("NOT OPENED" in line for line in lines))


def run_forget(chosen: argparse.Namespace) -> int:
    """Prints what may go by kind and number of rows, and the ids of a dry run; deletes only when really meant."""
    django.setup()
    from django.conf import settings

    from osc.audit.retention import forget_what_may_go

    for kind, ids in forget_what_may_go(now=settings.CLOCK(), really=chosen.really).items():
        print(f"{kind}: {len(ids)}", *([] if chosen.really else ids), sep="\n  ")
    return 0


def run_hold(chosen: argparse.Namespace) -> int:
    """Sets a legal hold on a customer, or ends it; 1 when there is no such contract account."""
    django.setup()
    from django.conf import settings

    from osc.audit.retention import end_hold, hold
    from osc.contracts.queries import find_account_by_number

    account = find_account_by_number(chosen.account)
    if account is None:
        print(f"there is no open contract account {chosen.account}", file=sys.stderr)
        return 1
    if chosen.reason:
        hold(business_partner_id=account.business_partner_id, reason=chosen.reason, now=settings.CLOCK())
        print(f"nothing of the customer of {chosen.account} is deleted until the hold ends")
    else:
        print(f"{end_hold(business_partner_id=account.business_partner_id, now=settings.CLOCK())} holds ended")
    return 0


def run_entropy(_: argparse.Namespace) -> int:
    """Looks at all numbers, keeps the result for the start of the web server and explains it."""
    django.setup()
    from django.conf import settings

    from osc.identity.registration.mode import measure_guessing

    guessing = measure_guessing(now=settings.CLOCK())
    if guessing is None:
        print("no contract accounts and meters yet")
        return 0
    live = 100 * guessing.accounts / guessing.account_range
    print(
        f"contract accounts: {guessing.accounts} of {guessing.account_range} numbers worth trying (d = {live:.1f} %)\n"
        f"meters: {guessing.meters} in {guessing.meter_range} numbers worth trying "
        f"(k = {guessing.meters / guessing.accounts:.2f}, S = {guessing.meter_range})\n"
        f"one guess succeeds with p = {guessing.chance:.2e}: {guessing.bits:.1f} bit\n"
        f"E stays at 0.01 take-overs a year up to {guessing.guesses_a_day:,.0f} judged guesses a day"
    )
    return 1 if guessing.too_easy else 0


def run_import_logins(chosen: argparse.Namespace) -> int:
    """Takes over the log-ins of an old portal: all of the file or nothing."""
    django.setup()
    from django.conf import settings
    from django.db import transaction

    from osc.identity.registration.takeover import import_old_logins
    from osc.identity.rules.old_logins import OldLoginsRefused, read_old_logins

    pattern = settings.UTILITY.contract_account
    try:
        with chosen.file.open(encoding="utf-8") as lines, transaction.atomic():
            rows = read_old_logins(lines, prefix=pattern.prefix, digits=pattern.digits)
            kept = import_old_logins(rows, now=settings.CLOCK(), announce=chosen.announce)
    except (OldLoginsRefused, UnicodeDecodeError) as refused:
        print(f"nothing was taken over: {refused}", file=sys.stderr)
        return 1
    print(f"{kept} log-ins taken over; their passwords are not")
    return 0


def run_probe(_: argparse.Namespace) -> int:
    """Looks at OSC_BASE_URL from outside; 1 when a page or label that the law asks for is missing (R-KUE-8)."""
    import httpx

    from osc.config.probe import missing_labels

    base = os.environ.get("OSC_BASE_URL", "http://127.0.0.1:8000")

    def fetch(path: str) -> str:
        try:
            response = httpx.get(base + path, timeout=10)
        except httpx.HTTPError:
            return ""
        return response.text if response.status_code == httpx.codes.OK else ""

    missing = missing_labels(fetch)
    print("\n".join(missing) or f"{base}: all there")
    return int(bool(missing))
