"""WEB1 … WEB27: what the browser is told, what a stranger's page can do, what odd requests bring about."""

import re
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from tests.attacks.pages import norm, read_forms, read_links, same, shown_text
from tests.attacks.visitor import Demo, Visitor

PUBLIC = ("/anmelden/", "/registrieren/", "/hilfe/", "/impressum/", "/datenschutz/", "/barrierefreiheit/")
XSS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>", "</title><script>x</script>",
    "{{constructor.constructor('alert(1)')()}}", "javascript:alert(1)", "<iframe srcdoc='<script>1</script>'>",
    '" autofocus onfocus=alert(1) x="', "<!--<img src='--><img src=x onerror=alert(1)//'>", "<b>fett</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "\\u003cscript\\u003e",
)  # fmt: skip
TEMPLATES = ("{{7*7}}", "${7*7}", "{% debug %}", "{0.__class__}", "%(x)s", "#{7*7}")


def public_forms(visitor: Visitor) -> list[str]:
    """Pages with a form that everybody can fill in."""
    pages = visitor.crawl(limit=60)
    return [path for path, page in pages.items() if any(form.shown for form in read_forms(page.text, "http://x/"))]


@pytest.mark.short
@pytest.mark.parametrize("payload", XSS)
def test_web1_what_was_typed_stays_text(demo: Demo, payload: str) -> None:
    with demo.visitor() as visitor:
        form = visitor.form("/registrieren/")
        names = [name for name in form.shown if form.types.get(name) not in {"checkbox", "radio"}]
        page = visitor.send(form, **dict.fromkeys(names, payload))
    assert page.status_code in {302, 422, 429}
    body = re.sub(r'value="[^"]*"', "", page.text)
    assert not re.search(r"<script(?! type=\"module\" src)|onerror=|onload=alert|onfocus=|<iframe|srcdoc|<b>fett", body)


def test_web1_what_a_customer_wrote_stays_text_everywhere(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        for path, page in visitor.crawl(limit=150).items():
            for form in read_forms(page.text, demo.base_url + path):
                if form.method != "POST" or "abmelden" in form.action or not form.shown:
                    continue
                texts = [
                    name for name in form.shown if form.types.get(name, "text") in {"text", "email", "tel", "search"}
                ]
                answer = visitor.send(form, **dict.fromkeys(texts, XSS[1]))
                assert answer.status_code < 500, path
                assert "<img src=x" not in answer.text, path


@pytest.mark.short
def test_web2_the_policy_is_on_every_answer(demo: Demo) -> None:
    with demo.visitor() as visitor:
        for path in (*PUBLIC, "/gibt-es-nicht/", "/static/gibt-es-nicht.css"):
            policy = visitor.get(path).headers["Content-Security-Policy"]
            rules = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
            assert rules["default-src"] == "'none'" and rules["base-uri"] == "'none'"
            assert rules["frame-ancestors"] == "'none'" and rules["form-action"] == "'self'"
            assert "unsafe" not in policy and "data:" not in policy and "http" not in policy


@pytest.mark.short
def test_web3_headers_of_every_answer(demo: Demo) -> None:
    with demo.visitor() as visitor:
        sheet = re.search(r'href="(/static/[^"]+\.css)"', visitor.get("/anmelden/").text)
        assert sheet
        for path in (*PUBLIC, "/gibt-es-nicht/", sheet[1], "/"):
            headers = visitor.get(path).headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, path
            assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "Permissions-Policy" in headers
            assert not re.search(r"\d", headers.get("Server", "")) and "X-Powered-By" not in headers
            if headers.get("Content-Type", "").startswith("text/"):
                assert "charset=" in headers["Content-Type"].lower(), path


@pytest.mark.short
def test_web4_forms_of_others_are_refused(demo: Demo) -> None:
    """No token, somebody else's token, a foreign origin, another content type, a method in disguise."""
    with demo.visitor() as visitor, demo.visitor() as other:
        form, foreign = visitor.form("/registrieren/"), other.form("/registrieren/")
        data = form.filled()
        without = {name: value for name, value in data.items() if name != "csrfmiddlewaretoken"}
        before = len(demo.ledger())
        tries = [
            visitor.post("/registrieren/", without),
            visitor.post("/registrieren/", {**data, "csrfmiddlewaretoken": "x" * 64}),
            visitor.post("/registrieren/", {**data, "csrfmiddlewaretoken": foreign.fields["csrfmiddlewaretoken"]}),
            visitor.post("/registrieren/", data, headers={"Origin": "https://evil.example"}),
            visitor.post("/registrieren/", data, headers={"Origin": "null"}),
            visitor.http.post("/registrieren/", content="a=b", headers={"Content-Type": "text/plain"}),
            visitor.get("/abmelden/?_method=POST", headers={"X-HTTP-Method-Override": "POST"}),
        ]
        assert [each.status_code for each in tries] == [403, 403, 403, 403, 403, 403, 405]
        assert len(demo.ledger()) == before


@pytest.mark.short
@pytest.mark.parametrize("path", ["/anmelden/", "/registrieren/", "/abmelden/", "/sprache/", "/passwort-vergessen/"])
def test_web5_no_sign_in_and_no_sign_out_from_elsewhere(demo: Demo, path: str) -> None:
    with demo.visitor() as visitor:
        visitor.get("/anmelden/")
        answer = visitor.post(path, {"email": "a@example.org"}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403


def test_web6_looking_changes_nothing(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        history = visitor.get("/verwaltung/vorgaenge/").text
        before, mails = len(demo.ledger()), len(demo.mails())
        for _ in range(2):
            visitor.crawl(limit=200)
        demo.settle()
        assert norm(visitor.get("/verwaltung/vorgaenge/"))[4] == shown_text(history)
        assert (len(demo.ledger()), len(demo.mails())) == (before, mails)


TARGETS = ("//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
           "/%09/evil.example", "/\t/evil.example", "https://127.0.0.1@evil.example", "javascript:alert(1)",
           "%0d%0aX: y", "http://evil.example", "/\n/evil.example")  # fmt: skip


@pytest.mark.short
@pytest.mark.parametrize("target", TARGETS)
def test_web7_only_places_of_this_portal_follow_a_sign_in(demo: Demo, target: str) -> None:
    with demo.visitor() as visitor:
        form = visitor.form("/anmelden/", has="password")
        person = demo.person("A")
        answer = visitor.send(form, email=person["email"], password=person["password"], weiter=target)
        assert answer.status_code == 302
        place = urlsplit(answer.headers["Location"])
        assert not place.netloc and not place.scheme and place.path.startswith("/") and not place.path.startswith("//")
        assert "X" not in answer.headers
        assert urlsplit(str(visitor.open(answer.headers["Location"]).url)).netloc == urlsplit(demo.base_url).netloc


def test_web8_file_names_and_cookies_add_no_header(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        visitor.http.cookies.set("osc_language", "de\r\nX-Evil: 1".replace("\r\n", "%0d%0a"))
        for path, page in visitor.crawl(limit=120).items():
            assert "X-Evil" not in page.headers, path
            name = page.headers.get("Content-Disposition", "")
            assert "\n" not in name and "\r" not in name
            if name:
                assert re.fullmatch(
                    r"attachment; filename=(\"[\w.\- ]+\"|[\w.\-]+)(; filename\*=UTF-8''[\w.%\-]+)?", name
                ), name


@pytest.mark.short
@pytest.mark.parametrize(
    "address", ["a@example.org\r\nBcc: x@evil.example", "a@example.org,x@evil.example", "a@example.org%0aBcc:x@evil.example",
                '"a@example.org\nBcc:x"@evil.example', "a@example.org\u2028Bcc: x@evil.example"],
)  # fmt: skip
def test_web9_an_address_is_one_address(demo: Demo, address: str) -> None:
    pair = demo.card["unregistered"][-1]
    with demo.visitor() as visitor:
        form = visitor.form("/registrieren/")
        visitor.send(form, **_registration(form.shown, pair, address))
    demo.settle(1)
    assert not [mail for mail in demo.mails() if "evil" in mail["to"] or "Bcc" in mail["headers"]]


def _registration(names: list[str], pair: dict[str, str], email: str) -> dict[str, str]:
    values = {}
    for name in names:
        lower = name.lower()
        if "mail" in lower:
            values[name] = email
        elif "meter" in lower or "zaehler" in lower:
            values[name] = pair["meter_number"]
        elif "account" in lower or "konto" in lower:
            values[name] = pair["contract_account"]
        else:
            values[name] = "yes"
    return values


def test_web11_no_cell_is_a_formula(demo: Demo) -> None:
    with demo.signed_in("jana") as visitor:
        files = [
            page
            for path, page in visitor.crawl(limit=200).items()
            if "text/csv" in page.headers.get("Content-Type", "")
        ]
        assert files
        for page in files:
            text = page.content.decode("utf-8-sig")
            technical = not page.content.startswith(b"\xef\xbb\xbf")
            assert ("," if technical else ";") in text
            cells = [cell.strip('"') for line in text.splitlines() for cell in line.split("," if technical else ";")]
            assert not [cell for cell in cells if re.match(r"[=+@\t]|-(?!\d)", cell)]


@pytest.mark.short
@pytest.mark.parametrize("payload", TEMPLATES)
def test_web12_templates_are_not_run(demo: Demo, payload: str) -> None:
    with demo.visitor() as visitor:
        form = visitor.form("/anmelden/", has="password")
        page = visitor.send(form, email=payload, password="x")
        assert page.status_code == 422
        assert "49" not in shown_text(page.text).split() and "class '" not in page.text


@pytest.mark.short
def test_web13_odd_bytes_never_break_anything(demo: Demo) -> None:
    with demo.visitor() as visitor:
        odd = ["/%00", "/%ff%fe", "/?a=%00", "/?a=%ff", "/anmelden/?weiter=%ed%a0%80", "/" + "a" * 3000, "/?q=" + "x" * 8000,
               "/hilfe/?suche='%22;--", "/zaehlerstand/'/", "/%E2%80%AE/"]  # fmt: skip
        for path in odd:
            assert visitor.get(path).status_code < 500, path
        form = visitor.form("/anmelden/", has="password")
        for value in (
            "'",
            '"',
            "\x00",
            "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
            "🔥" * 300,
            "x" * 40_000,
        ):
            assert visitor.send(form, email=value, password=value).status_code in {400, 413, 422, 429}
        raw = b"email=%ff%fe&password=%00&csrfmiddlewaretoken=" + form.fields["csrfmiddlewaretoken"].encode()
        answer = visitor.http.post(
            "/anmelden/", content=raw, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code < 500
        assert visitor.http.post("/anmelden/", content=b"x", headers={"Content-Encoding": "evil"}).status_code < 500


@pytest.mark.short
def test_web14_no_way_out_of_the_folder(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        for odd in (
            "../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "..%252f..%252fetc/passwd",
            "%2e%2e/%2e%2e/etc/passwd",
            "C:%5Cwindows",
            "CON",
        ):
            for start in ("/static/", "/postfach/", "/zaehlerstand/", "/dokumente/", "/"):
                page = visitor.get(start + odd)
                assert page.status_code in {301, 302, 400, 404}, start + odd
                assert "root:" not in page.text


@pytest.mark.short
def test_web17_methods_that_pages_do_not_have(demo: Demo) -> None:
    with demo.visitor() as visitor:
        for path in PUBLIC:
            for method in ("TRACE", "PUT", "DELETE", "PATCH", "FOO"):
                assert visitor.http.request(method, path).status_code in {400, 403, 405, 501}, (method, path)
            head = visitor.http.head(path)
            assert head.status_code == 200 and not head.content


def _raw(demo: Demo, request: bytes) -> bytes:
    host, port = urlsplit(demo.base_url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(request)
        answer = b""
        try:
            while block := line.recv(65536):
                answer += block
        except TimeoutError:
            pass
        return answer


@pytest.mark.short
@pytest.mark.parametrize(
    "head", [b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
             b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"],
)  # fmt: skip
def test_web18_requests_with_two_ends_are_refused(demo: Demo, head: bytes) -> None:
    """One request is one request: never two answers on one line."""
    answer = _raw(demo, b"POST /anmelden/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + head)
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert b" 200 " not in answer.split(b"\r\n")[0]
    with demo.visitor() as visitor:
        assert visitor.get("/anmelden/").status_code == 200


@pytest.mark.short
def test_web19_a_dressed_up_address_is_not_kept_by_a_cache(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        for path in ("/zaehlerstand/", "/postfach/", "/verwaltung/vorgaenge/"):
            for more in ("x.css", ";a.css", "%2ex.css", "%00.css", "robots.txt"):
                page = visitor.get(path + more)
                assert page.status_code == 404 or page.headers.get("Cache-Control") == "no-store", path + more


@pytest.mark.short
def test_web22_other_sites_can_read_nothing(demo: Demo, canaries: dict[str, set[str]]) -> None:
    with demo.signed_in("A") as visitor:
        for path in ("/", "/zaehlerstand/", "/postfach/"):
            page = visitor.get(path, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
            assert not [name for name in page.headers if name.startswith("access-control-")]
            assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            plain, called = visitor.get(path), visitor.get(path + "?callback=evil")
            assert plain.text.count("evil") == called.text.count("evil") - called.text.count("callback=evil")


def test_web24_nothing_comes_from_elsewhere_and_nothing_stays_in_the_browser(demo: Demo) -> None:
    with demo.signed_in("A") as visitor:
        scripts = set()
        for path, page in demo.pages_of("A").items():
            if "text/html" in page.headers.get("Content-Type", ""):
                loaded = re.findall(r'<(?:script|img|link|source|iframe)[^>]+(?:src|href)="([^"]+)"', page.text)
                assert not [each for each in loaded if not each.startswith("/")], path
                scripts |= {each for each in loaded if each.endswith(".js")}
        for script in scripts:
            code = visitor.get(script).text
            assert not re.search(r"localStorage|sessionStorage|indexedDB|serviceWorker|https?://", code), script


@pytest.mark.short
def test_web25_errors_are_own_pages_that_tell_nothing(demo: Demo) -> None:
    with demo.visitor() as visitor:
        pages = {
            404: visitor.get("/gibt-es-nicht/"),
            405: visitor.http.put("/anmelden/"),
            403: visitor.post("/abmelden/", {}),
        }
        for status, page in pages.items():
            assert page.status_code in {status, 403}
            assert not re.search(r"Traceback|django|/src/|psycopg|select .* from|granian", page.text, re.IGNORECASE), (
                status
            )
        assert "h1" in pages[404].text and 'lang="de"' in pages[404].text


@pytest.mark.short
def test_web26_nothing_lies_around(demo: Demo) -> None:
    with demo.visitor() as visitor:
        for path in ("/.git/HEAD", "/.env", "/metrics", "/debug", "/admin", "/admin/", "/static/", "/static/osc.js.map", "/index.php~",
                     "/backup.zip", "/demo/", "/demo/faults", "/server-status", "/openapi.json", "/console"):  # fmt: skip
            assert visitor.get(path).status_code == 404, path
        note = visitor.get("/.well-known/security.txt")
        assert note.status_code == 200 and re.search(r"^Contact: ", note.text, re.MULTILINE)
        assert re.search(r"^Expires: \d{4}-\d\d-\d\dT", note.text, re.MULTILINE)


@pytest.mark.short
def test_web27_no_field_takes_long(demo: Demo) -> None:
    payload = "a" * 50_000 + "!"
    with demo.visitor() as visitor:
        for path in ("/anmelden/", "/registrieren/"):
            form = visitor.form(path, action=path)
            for name in form.shown:
                began = time.perf_counter()
                answer = visitor.send(form, **{name: payload})
                assert time.perf_counter() - began < 1, name
                assert 400 <= answer.status_code < 500 or answer.status_code == 302, name


def test_the_suite_knows_a_link_from_a_form() -> None:
    html = (
        '<a href="/x">x</a><form action="/y" method="post"><input name="a" value="1"><button name="b" value="2"></form>'
    )
    assert read_links(html) == ["/x"]
    (form,) = read_forms(html, "http://h/")
    assert (form.action, form.method, form.filled(a="3")) == ("http://h/y", "POST", {"a": "3"})
    assert same(httpx.Response(200, text="a"), httpx.Response(200, text="a"))
    assert not same(httpx.Response(200, text="a"), httpx.Response(200, text="b"))
