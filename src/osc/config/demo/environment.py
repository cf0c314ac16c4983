"""What the demo's processes need to know about each other."""

import argparse
import os
import secrets
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from osc.config.demo.claims import claim_data_dir
from osc.config.postgres import EmbeddedPostgres


@dataclass(frozen=True)
class DemoPlan:
    """Ports, folders and secrets of one demo."""

    data_dir: Path
    accounts: int
    seed: int
    today: date
    port: int
    utility_port: int
    smtp_port: int
    workers: int
    token: str
    secret_key: str
    field_key: str

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def utility_url(self) -> str:
        return f"http://127.0.0.1:{self.utility_port}"

    def log(self, name: str) -> Path:
        """Where a process writes."""
        return self.data_dir / f"{name}.log"

    def environment(self, database: EmbeddedPostgres, user: str) -> dict[str, str]:
        """The environment of one process; `user` is its database log-in."""
        return {
            "DJANGO_SETTINGS_MODULE": "osc.config.settings.demo",
            "DATABASE_URL": database.url("osc", user),
            "OSC_STAFF_DATABASE_URL": database.url("osc", "osc_jobs"),
            "OSC_SECRET_KEY": self.secret_key,
            "OSC_FIELD_KEY": f"demo:{self.field_key}",
            "OSC_BASE_URL": self.base_url,
            "OSC_PORT": str(self.port),
            "OSC_WEB_WORKERS": str(self.workers),
            "OSC_TRUSTED_PROXIES": os.environ.get("OSC_TRUSTED_PROXIES", "127.0.0.2"),
            "OSC_BILLING_URL": self.utility_url,
            "OSC_BILLING_TOKEN": self.token,
            "OSC_SMTP_PORT": str(self.smtp_port),
            "OSC_LETTER_TRAY": str(self.data_dir / "utility" / "letters"),
            "OSC_DEMO_DIR": str(self.data_dir),
            "OSC_ASSETS": str(self.data_dir / "assets"),
            "OSC_STATIC_ROOT": str(self.data_dir / "static"),
            "OSC_DEMO_ACCOUNTS": str(self.accounts),
            "OSC_DEMO_SEED": str(self.seed),
            "OSC_DEMO_TODAY": str(self.today),
            "PYTHONUNBUFFERED": "1",
        }

    def card(self) -> dict[str, Any]:
        """The part of demo.json that says where things are."""
        return {
            "base_url": self.base_url,
            "post_url": f"{self.utility_url}/demo/post/",
            "mails_url": f"{self.utility_url}/demo/post/mails.json",
            "letters_url": f"{self.utility_url}/demo/post/letters.json",
            "ledger_url": f"{self.utility_url}/demo/ledger.json",
            "faults_url": f"{self.utility_url}/demo/faults",
            "faults_played_url": f"{self.utility_url}/demo/faults/played.json",
            "clock_offset_file": str(self.data_dir / "clock-offset"),
            "trusted_proxy": "127.0.0.2",
            "today": str(self.today),
            "accounts": self.accounts,
        }

    def wait_for_utility(self) -> None:
        """Until the pretend utility answers. Raises SystemExit after a minute."""
        for _ in range(600):
            if _answers(f"{self.utility_url}/demo/health"):
                return
            time.sleep(0.1)
        raise SystemExit(f"The demo utility did not answer; see {self.log('utility')}.")

    def page_answers(self) -> bool:
        """Does the sign-in page come?"""
        return _answers(f"{self.base_url}/anmelden/")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def plan_demo(chosen: argparse.Namespace, *, today: date) -> DemoPlan:
    """Free ports from the wanted one on; secrets and day are kept from the first start of a data directory."""
    data_dir = claim_data_dir(chosen.data_dir.absolute())
    taken: list[socket.socket] = []
    port, utility_port, smtp_port = (
        _free_port(start, taken) for start in (chosen.port, chosen.port + 1, chosen.port + 25)
    )
    for each in taken:
        each.close()
    return DemoPlan(
        data_dir=data_dir,
        accounts=chosen.accounts,
        seed=chosen.seed,
        today=date.fromisoformat(_kept(data_dir / "made-on", str(today))),
        port=port,
        utility_port=utility_port,
        smtp_port=smtp_port,
        workers=chosen.workers,
        token=_kept(data_dir / "token", secrets.token_urlsafe(24)),
        secret_key=_kept(data_dir / "secret-key", secrets.token_urlsafe(48)),
        field_key=_kept(data_dir / "field-key", secrets.token_urlsafe(48)),
    )


def _free_port(first: int, taken: list[socket.socket]) -> int:
    for port in range(first, first + 200):
        probe = socket.socket()
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.close()
            continue
        taken.append(probe)
        return port
    raise SystemExit(f"No free port between {first} and {first + 199}.")


def _kept(path: Path, fresh: str) -> str:
    if not path.exists():
        path.write_text(fresh)
        path.chmod(0o600)
    return path.read_text()
