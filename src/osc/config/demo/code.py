"""`osc demo-code`: the second factor of the demo's staff, for people without an authenticator app at hand."""

import argparse
import json
from pathlib import Path

import pyotp

from osc.config.clock import shifted_clock


def print_code(chosen: argparse.Namespace) -> int:
    """Prints the code of the moment for every member of staff, by the demo's own clock."""
    card = json.loads((chosen.data_dir / "demo.json").read_text())
    now = shifted_clock(Path(card["clock_offset_file"]))()
    for person in card["staff"]:
        print(person["email"], pyotp.TOTP(person["totp_secret"]).at(now))
    return 0
