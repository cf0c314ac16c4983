"""The command `osc`: everything an operator types."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

DESCRIPTION = """Online-Service-Center.

  osc demo      the portal with a complete demo utility on an embedded database
  osc demo-code the second factor of the demo's staff
  osc web       the web server of an installation
  osc worker    the worker of an installation: submissions, mails, imports
  osc migrate   brings the database schema up to date
  osc import    applies an interchange file
  osc build     builds style sheets, icons, fonts and translations
  osc check     explains every setting and says what is missing
  osc probe     looks at the pages of Kündigung and Widerruf as a customer would, for your monitoring
  osc reseal    seals stored IBANs and secrets with the first key of OSC_FIELD_KEY, after a new one was put in front
  osc entropy   measures how hard contract account and meter numbers are to guess
  osc import-einvoice takes a bill from an e-invoice file (UBL or CII)
  osc forget    says what no duty keeps any longer; the worker deletes it every month
  osc hold      keeps everything of a customer, for instance while a tax assessment is open
  osc import-logins   takes over log-ins of an old portal, without their passwords"""

# how a command asks the C library for memory; glibc knows these words, other C libraries do not ask
TUNABLES = {
    # what a password's hash needs, 19 MiB, comes in large pages and goes back at once instead of waiting for the next
    "web": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1048576",
    # one heap for all threads, and what a large message needed goes back at once
    "worker": "glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=131072",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="osc", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    demo = commands.add_parser("demo")
    demo.add_argument("--accounts", type=int, default=500, help="contract accounts of the demo utility")
    demo.add_argument("--port", type=int, default=8000, help="first port to try")
    demo.add_argument("--data-dir", type=Path, default=Path("var/demo"))
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--workers", type=int, default=2, help="web processes")
    code = commands.add_parser("demo-code")
    code.add_argument("--data-dir", type=Path, default=Path("var/demo"))
    for name in ("web", "worker", "migrate", "build", "check", "probe", "reseal", "entropy"):
        commands.add_parser(name)
    file_import = commands.add_parser("import")
    file_import.add_argument("file", type=Path)
    file_import.add_argument("--release", action="store_true", help="apply although unusually many accounts change")
    file_import.add_argument("--dry-run", action="store_true", help="say what the file would do and keep nothing")
    einvoice = commands.add_parser("import-einvoice")
    einvoice.add_argument("file", type=Path, help="XRechnung or another EN 16931 invoice, UBL or CII")
    einvoice.add_argument("--account", required=True, help="contract account it belongs to")
    logins = commands.add_parser("import-logins")
    logins.add_argument("file", type=Path, help="CSV or NDJSON: user_name, email, contract_accounts")
    logins.add_argument("--announce", action="store_true", help="write every address that it may register anew")
    forget = commands.add_parser("forget")
    forget.add_argument("--really", action="store_true", help="delete it; without, only say what would go")
    hold = commands.add_parser("hold")
    hold.add_argument("account", help="contract account of the customer")
    hold.add_argument("--reason", default="", help="why; without, the hold ends")
    chosen = parser.parse_args(arguments)
    if chosen.command == "demo":
        from osc.config.demo.supervisor import run_demo

        return run_demo(chosen)
    if chosen.command == "demo-code":
        from osc.config.demo.code import print_code

        return print_code(chosen)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osc.config.settings.production")
    if chosen.command != "web":  # nobody waits for a page: an import or a migration takes as long as it takes
        os.environ.setdefault("OSC_STATEMENT_TIMEOUT_MS", "0")
    if arguments is None:  # a command line, not a call
        _begin_again(chosen.command)  # before anything is loaded, which would be loaded twice
    from osc.config import commands as installed
    from osc.config.utility import SettingsRefused

    try:
        return int(getattr(installed, f"run_{chosen.command.replace('-', '_')}")(chosen))
    except SettingsRefused as refused:
        print(refused, file=sys.stderr)
    except FileNotFoundError as missing:
        print(f"{missing.filename}: there is no such file", file=sys.stderr)
    return 1


def _begin_again(command: str) -> None:
    """Replaces this process by one with the same command line and the command's own way to ask for memory, unless it
    was told one: it is read when a program begins."""
    if command in TUNABLES and "GLIBC_TUNABLES" not in os.environ:
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "GLIBC_TUNABLES": TUNABLES[command]})  # noqa: S606 - our own command


if __name__ == "__main__":
    sys.exit(main())
