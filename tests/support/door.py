"""The door of the tests: the real HTTP connector to the real demo utility in a thread."""

import socket
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

from osc.connectors.demo.server import Handler
from osc.connectors.demo.utility import DemoUtility, open_utility
from osc.connectors.http.client import HttpDoor
from tests.support.database import ACCOUNTS, SEED, TODAY

TOKEN = "token-of-the-tests"
_current: list[HttpDoor] = []


class RunningUtility:
    """The pretend utility with its HTTP side; `door` is how the portal reaches it."""

    def __init__(self, folder: Path) -> None:
        self.utility: DemoUtility = open_utility(folder, accounts=ACCOUNTS, seed=SEED, today=TODAY, token=TOKEN)
        handler = type("TestHandler", (Handler,), {"utility": self.utility})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.door = HttpDoor(self.url, TOKEN)

    def __enter__(self) -> "RunningUtility":
        _current.append(self.door)
        return self

    def __exit__(self, *_: object) -> None:
        _current.remove(self.door)
        self.server.shutdown()
        self.server.server_close()
        self.door.close()


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def the_door() -> HttpDoor:
    """Named by the test settings."""
    return _current[-1]
