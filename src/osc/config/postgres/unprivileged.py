"""Running PostgreSQL's programs without root: it refuses to run as root, and containers often are root."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

# inside, we are uid 65534; outside, files stay root's and closed homes stay closed
NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


class Unprivileged:
    """As root: everything runs as `nobody`, or, where a folder on the way is closed to `nobody` (a home
    with mode 0700), as root's alias in a user namespace. As anybody else: as oneself."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self._binaries = binaries
        root = os.geteuid() == 0
        open_to_all = _open_to_all(binaries) and _open_to_all(home)
        self._nobody = pwd.getpwnam("nobody") if root and open_to_all else None
        self._prefix = NAMESPACE if root and not open_to_all else ()

    def own_folder(self, folder: Path) -> None:
        """Creates the folder for the server's user alone (0700). Raises PermissionError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        wanted = self._nobody.pw_uid if self._nobody else os.geteuid()
        if os.geteuid() == 0:
            os.chown(folder, wanted, wanted)
        elif folder.stat().st_uid != wanted:
            raise PermissionError(f"{folder} belongs to somebody else. Choose another data directory.")
        folder.chmod(0o700)

    def run(self, program: str, *arguments: str) -> str:
        """Runs one of PostgreSQL's programs to its end and returns what it printed.

        Raises CalledProcessError. pg_ctl prints nothing: the server would inherit the pipe and keep it open.
        """
        silent = program == "pg_ctl"
        environment = {
            "LC_ALL": "C.UTF-8",
            "HOME": "/",
            "PATH": os.environ.get("PATH", os.defpath),
            "TZ": "UTC",
        }
        identity = {"user": self._nobody.pw_uid, "group": self._nobody.pw_gid} if self._nobody else {}
        done = subprocess.run(
            [*self._prefix, str(self._binaries / program), *arguments],
            check=True,
            text=True,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if silent else subprocess.PIPE,
            stderr=subprocess.DEVNULL if silent else subprocess.PIPE,
            **identity,
        )
        return done.stdout or ""


def _open_to_all(path: Path) -> bool:
    """May everybody pass through every folder up to here, as far as it exists?"""
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in existing)
