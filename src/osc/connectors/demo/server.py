"""The HTTP side of the pretend utility: the door, and the demo's own switches under /demo/."""

import json
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from osc.connectors.demo.bills.archive_room import bill_as_pdf
from osc.connectors.demo.feed import current_export, read_feed
from osc.connectors.demo.utility import DemoUtility
from osc.connectors.demo.world.export import export_lines, world_lines

JSON = "application/json"


class Handler(BaseHTTPRequestHandler):
    """One request; `utility` is set by `serve`."""

    utility: DemoUtility
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._dispatch("GET")

    def do_POST(self) -> None:
        self._dispatch("POST")

    def do_DELETE(self) -> None:
        self._dispatch("DELETE")

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the ledger tells what happened."""

    def _dispatch(self, method: str) -> None:
        path = urlsplit(self.path).path
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if path.startswith("/demo/"):
            self._demo(method, path, body)
        elif self._let_in():
            self._door(method, path, body)

    def _let_in(self) -> bool:
        """Plays the ordered faults, then checks the token."""
        switch, faults = self.utility.switch, self.utility.switch.now
        if faults.latency_ms:
            switch.note("slow")
            time.sleep(faults.latency_ms / 1000)
        if faults.down:
            switch.note("down")
            self.close_connection = True
            self._answer(503, {"reason": "down"}, {"Retry-After": "1"})
        elif switch.hits(faults.error_rate):
            switch.note("busy")
            self._answer(503, {"reason": "busy"}, {"Retry-After": "1"})
        elif self.headers.get("Authorization") != f"Bearer {self.utility.token}":
            self._answer(401, {"reason": "token"})
        else:
            return True
        return False

    def _door(self, method: str, path: str, body: bytes) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if method == "POST" and path == "/v1/submissions":
            self._submit(body)
        elif path.startswith("/v1/submissions/"):
            reply = self.utility.book.status(path.rsplit("/", 1)[1])
            self._answer(reply.status, reply.body)
        elif path.startswith("/v1/documents/"):
            self._pdf(bill_as_pdf(self.utility.archive, unquote(path.rsplit("/", 1)[1])))
        elif path == "/v1/feed":
            self._feed(int(query.get("after", 0)), int(query.get("limit", 1000)))
        elif path == "/v1/export":
            self._export()
        else:
            self._answer(404, {"reason": "no such path"})

    def _submit(self, body: bytes) -> None:
        key = self.headers.get("Idempotency-Key", "")
        try:
            submission = json.loads(body)
        except ValueError:
            submission = None
        if not key or not isinstance(submission, dict) or not {"kind", "data"} <= set(submission):
            self._answer(400, {"reason": "a key and a submission are needed"})
            return
        reject = self.utility.switch.take_rejection()
        reply = self.utility.book.submit(key, submission, datetime.now(UTC), reject=reject)
        if self.utility.switch.hits(self.utility.switch.now.lose_answers):
            self.utility.switch.note("answer lost")
            self.close_connection = True  # booked, but the answer is lost
            return
        self._answer(reply.status, reply.body)

    def _feed(self, after: int, limit: int) -> None:
        part = read_feed(self.utility.store, self.utility.switch, after=after, limit=limit)
        self._start(200, "application/x-ndjson", {"X-Next-Cursor": str(part.cursor)}, len(part.body))
        if self.utility.switch.now.half_feed and part.body:
            self.wfile.write(part.body[: len(part.body) // 2])
            self.close_connection = True
            return
        self.wfile.write(part.body)

    def _export(self) -> None:
        utility = self.utility
        world = world_lines(utility.accounts, utility.seed, utility.today)
        lines: Iterable[bytes] = export_lines(current_export(world, utility.store), utility.today)
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Connection", "close")
        self.end_headers()
        for line in lines:
            self.wfile.write(line)

    def _demo(self, method: str, path: str, body: bytes) -> None:
        utility, number = self.utility, path.rsplit("/", 1)[1]
        if path == "/demo/faults":
            self._answer(200, utility.switch.set(json.loads(body or b"{}")))
        elif path == "/demo/faults/played.json":
            self._answer(200, dict(utility.switch.played))
        elif path == "/demo/ledger.json":
            self._answer(200, utility.book.ledger())
        elif path == "/demo/post/mails.json":
            wish = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            after = wish.get("after")
            found = utility.post.mails_after(int(after)) if after else utility.post.mails(wish.get("to", ""))
            self._answer(200, found)
        elif path == "/demo/post/" and method == "DELETE":
            utility.post.clear()
            self._answer(200, {})
        elif path == "/demo/post/":
            self._page(utility.post.list_page())
        elif path == "/demo/post/bouncing" and method == "POST":
            self._answer(200, utility.post.bounce(json.loads(body or b"[]")))
        elif path == "/demo/post/letters.json":
            self._answer(200, utility.post.print_room.letters())
        elif path.startswith("/demo/post/letters/"):
            self._letter(method, number)
        elif path.startswith("/demo/post/") and number.isdigit():
            self._page(utility.post.mail_page(int(number)))
        elif path.startswith("/demo/post/") and number.endswith(".html"):
            wanted = [mail["html"] for mail in utility.post.mails() if f"{mail['id']}.html" == number]
            self._page(wanted[0] if wanted else None)
        elif path.startswith("/demo/bills/") and method == "POST":
            self._answer(200 if utility.archive.issue(number, datetime.now(UTC)) else 404, {})
        elif path == "/demo/health":
            self._answer(200, {"accounts": utility.accounts})
        else:
            self._answer(404, {"reason": "no such path"})

    def _letter(self, method: str, name: str) -> None:
        """GET shows a letter, DELETE lets the post bring it back."""
        if method == "DELETE":
            self._answer(200 if self.utility.post.print_room.send_back(name) else 404, {})
            return
        self._pdf(self.utility.post.print_room.content(name))

    def _pdf(self, content: bytes | None) -> None:
        self._start(200 if content else 404, "application/pdf", {}, len(content or b""))
        self.wfile.write(content or b"")

    def _page(self, html: str | None) -> None:
        body = (html or "nothing here").encode()
        self._start(200 if html else 404, "text/html; charset=utf-8", {}, len(body))
        self.wfile.write(body)

    def _answer(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        self._start(status, JSON, headers or {}, len(body))
        self.wfile.write(body)

    def _start(self, status: int, kind: str, headers: dict[str, str], length: int) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()


def serve(utility: DemoUtility, port: int) -> None:
    """Serves on 127.0.0.1 until the process ends."""
    handler = type("BoundHandler", (Handler,), {"utility": utility})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    server.serve_forever()
