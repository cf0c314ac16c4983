"""WEB15, WEB16: the portal fetches nothing that somebody names, and no document makes it look elsewhere or wait."""

import socket
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from tests.attacks.errands import enter, of_kind
from tests.attacks.pages import Form, read_forms
from tests.attacks.visitor import Demo, Visitor

XXE = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:{port}/x">]><a>&x;</a>"""
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><l>&j;</l>"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:{port}/x"/></svg>'
KINDS = (
    "application/xml",
    "text/xml",
    "image/svg+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


class Listener:
    """Counts who connects."""

    def __init__(self) -> None:
        self.line = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.line.getsockname()[1]
        self.connections = 0
        Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:
                return
            self.connections += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A door that nobody may knock at."""
    found = Listener()
    yield found
    found.line.close()


def own_forms(demo: Demo, visitor: Visitor) -> dict[str, Form]:
    """Every form with something to fill in, once per address."""
    return {
        form.action: form
        for path, page in visitor.crawl(limit=150, alike=2).items()
        for form in read_forms(page.text, demo.base_url + path)
        if form.method == "POST" and form.shown and "abmelden" not in form.action
    }


def test_web15_addresses_that_somebody_types_are_not_fetched(demo: Demo, listener: Listener) -> None:
    port = listener.port
    inward = (
        f"http://127.0.0.1:{port}/x", f"http://[::ffff:127.0.0.1]:{port}/x", f"http://localhost:{port}/x",
        f"//127.0.0.1:{port}/x", f"http://0x7f000001:{port}/x", f"a@127.0.0.1:{port}",
    )  # fmt: skip
    with enter(demo, of_kind(demo, "strom", 4)) as visitor:
        forms = own_forms(demo, visitor)
        assert len(forms) > 8
        for form in forms.values():
            names = [name for name in form.shown if form.types.get(name, "text") not in {"checkbox", "radio"}]
            for address in inward:
                assert visitor.send(form, **dict.fromkeys(names, address)).status_code < 500, form.action
        for path in ("/?url=", "/anmelden/?weiter=", "/hilfe/?suche=", "/postfach/?suche="):
            assert visitor.get(path + inward[0]).status_code < 500
        visitor.get("/", headers={"X-Forwarded-Host": f"127.0.0.1:{port}", "Referer": inward[0]})
    demo.settle()
    assert listener.connections == 0


@pytest.mark.short
@pytest.mark.parametrize("document", [XXE, LAUGHS, SVG])
def test_web16_no_document_is_read_that_nobody_asked_for(demo: Demo, listener: Listener, document: str) -> None:
    body = document.replace("{port}", str(listener.port)).encode()
    with demo.visitor() as visitor:
        token = visitor.form("/registrieren/").fields["csrfmiddlewaretoken"]
        for kind in KINDS:
            for path in ("/registrieren/", "/anmelden/", "/kuendigen/", "/zaehlerstand-melden/"):
                began = time.perf_counter()
                answer = visitor.http.post(path, content=body, headers={"Content-Type": kind, "X-CSRFToken": token})
                assert 400 <= answer.status_code < 500, (path, kind)
                file = {"file": ("x.svg", body, kind)}
                answer = visitor.http.post(path, data={"csrfmiddlewaretoken": token}, files=file)
                assert 400 <= answer.status_code < 500, (path, kind)
                assert time.perf_counter() - began < 2, (path, kind)
    assert listener.connections == 0


@pytest.mark.short
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("document", [XXE, LAUGHS])
def test_web16_bills_as_documents_stay_inside(listener: Listener, document: str, encoding: str) -> None:
    """What comes from the billing system as an e-invoice is read without entities, quickly, or refused."""
    from osc.billing.einvoices.reading import EInvoiceRefused, read_einvoice

    began = time.perf_counter()
    with pytest.raises(EInvoiceRefused):
        read_einvoice(document.replace("{port}", str(listener.port)).encode(encoding))
    assert time.perf_counter() - began < 1
    assert listener.connections == 0
