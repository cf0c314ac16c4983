"""WEB1, WEB4, WEB11, WEB12: what a customer left behind is text wherever it comes back; every form asks for its token."""

import re
from html.parser import HTMLParser

import pytest

from tests.attacks.errands import enter, of_kind, place, staff
from tests.attacks.pages import Form, read_forms
from tests.attacks.visitor import Demo, Visitor

MARK = "zzmark"
PAYLOADS = (
    f'<img src="{MARK}" onerror="alert(1)">', f"</textarea><script>{MARK}()</script>", f'"><svg onload={MARK}()>',
    f"{{{{7*191}}}} {{% debug %}} %(x)s {{0.__class__}} ${{7*191}} {MARK}", f"=HYPERLINK(\"http://{MARK}.example\")",
)  # fmt: skip


class _Elements(HTMLParser):
    """Every element and attribute that a browser would make."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # a form shows what was typed as a value, and that is text
        kept = [f"{name}={value}" for name, value in attrs if name not in {"value", "content"}]
        self.found.append(" ".join([tag, *kept]))


def made_of(html: str) -> list[str]:
    """Elements of a page that come from a payload."""
    reader = _Elements()
    reader.feed(html)
    return [each for each in reader.found if MARK in each or "onerror" in each or "onload" in each]


def rename_path(visitor: Visitor) -> str:
    """Where a contract account gets a name."""
    return next(path for path in visitor.crawl(limit=80) if path.endswith("/name/") and "vertragskonten" in path)


def leave_behind(visitor: Visitor, rename: str, text: str) -> None:
    """A message, and a name for a contract account."""
    form = visitor.form("/postfach/neu/", has="text")
    topic = re.search(r'name="topic"[^>]*value="([^"]+)"|<option value="([^"]+)"', visitor.get("/postfach/neu/").text)
    assert topic
    answer = visitor.send(form, topic=topic[1] or topic[2], text=text)
    assert answer.status_code == 302, answer.status_code
    visitor.send(visitor.form(place(answer), has="submission_key"))
    visitor.send(visitor.form(rename, has="label"), label=text[:40])


def test_web1_web12_what_was_left_behind_is_text_everywhere(demo: Demo) -> None:
    person = of_kind(demo, "shared")
    with enter(demo, person) as visitor, staff(demo, 1) as member:
        rename = rename_path(visitor)
        for payload in PAYLOADS:
            leave_behind(visitor, rename, payload)
        demo.settle(4)
        seen = 0
        pages = visitor.crawl(limit=250)
        for path, page in pages.items():
            if "text/html" in page.headers.get("Content-Type", ""):
                assert made_of(page.text) == [], path
                assert "1337" not in page.text, path
                seen += MARK in page.text
        assert seen > 3, "the payloads come back on pages"
        file = re.findall(
            r"/team/kunden/[0-9a-f-]{36}/", member.get(f"/team/kunden/?suche={person['contract_accounts'][0]}").text
        )
        cases = re.findall(
            r"/team/vorgaenge/[0-9a-f-]{36}/", member.get(file[0]).text + member.get("/team/vorgaenge/").text
        )
        for path in (*file, "/team/", "/team/vorgaenge/", "/team/austausch/", *cases):
            assert made_of(member.get(path).text) == [], path
        for mail in demo.mails(person["email"]):
            assert made_of(mail["html"]) == [] and "1337" not in mail["html"] + mail["text"], mail["subject"]


def test_web11_a_name_of_a_contract_account_is_no_formula_in_a_file(demo: Demo) -> None:
    with enter(demo, of_kind(demo, "shared", 1)) as visitor:
        leave_behind(visitor, rename_path(visitor), PAYLOADS[-1])
        for path, page in visitor.crawl(limit=250).items():
            kind = page.headers.get("Content-Type", "")
            if "text/csv" in kind or "text/calendar" in kind:
                assert "=HYPERLINK" not in page.text.replace("'=HYPERLINK", ""), path


def forms_of(demo: Demo, kind: str) -> dict[str, Form]:
    """Every form of a customer that changes something, once for each address."""
    return {
        form.action: form
        for path, page in demo.pages_of(kind).items()
        for form in read_forms(page.text, demo.base_url + path)
        if form.method == "POST"
    }


@pytest.mark.parametrize("origin", ["", "https://evil.example", "null"])
def test_web4_every_form_of_a_customer_asks_where_it_comes_from(demo: Demo, origin: str) -> None:
    forms = forms_of(demo, "A")
    assert len(forms) > 15
    before = len(demo.ledger())
    with demo.signed_in("A") as visitor:
        token = visitor.form("/", action="/abmelden").fields["csrfmiddlewaretoken"]
        for form in forms.values():
            data = form.filled(csrfmiddlewaretoken=token) if origin else form.filled(csrfmiddlewaretoken="")
            answer = visitor.post(form.action, data, headers={"Origin": origin} if origin else {})
            assert answer.status_code == 403, form.action
        assert visitor.get("/verwaltung/").status_code == 200, "nobody was signed out"
    assert len(demo.ledger()) == before
