"""Virtual customers with what comes up once in a while: a phone number, a question, a move, another tariff."""

import re
from itertools import count

from tests.support.customers import Customer, hidden, keys
from tests.support.judging import promise_of

_phones = count(770001)
NEW_ADDRESS = {"street": "Neue Gasse 7", "postal_code": "03220", "city": "Lindenau"}


class Confirming(Customer):
    """Fills in a form, looks at the check page, sends it."""

    def fill_in(self, path: str, **typed: str) -> str:
        """Where the portal leads to. Raises AssertionError when it finds something wrong."""
        form = self.fetch("GET", path)
        answer = self.fetch("POST", path, data={"csrfmiddlewaretoken": hidden(form, "csrfmiddlewaretoken"), **typed})
        assert answer.status_code == 302, f"{path}: {answer.status_code}"
        return answer.headers["Location"]

    def confirm_and_send(self, path: str, promised: str, *more: str) -> bool:
        """From the check page to the receipt."""
        check = self.fetch("GET", path)
        if check.status_code == 302:
            self.confirm()
            check = self.fetch("GET", path)
        return self.send(path, keys(check) | {name: hidden(check, name) for name in more}, promised)

    def find(self, pattern: str, *pages: str) -> str:
        """The first link of this form on the first of these pages that has one."""
        found = [link for page in pages for link in re.findall(pattern, self.fetch("GET", page).text)]
        assert found, f"{self.person['email']} finds no {pattern}"
        return str(found[0])


class PhoneChanger(Confirming):
    """Has a new telephone number."""

    def hand_in(self, step: int) -> bool:
        phone = f"03220 {next(_phones)}"
        path = self.find(r"/verwaltung/daten/[0-9a-f-]{36}/telefon/", "/verwaltung/daten/")
        where = self.fill_in(path, phone=phone, mobile="")
        return self.confirm_and_send(where, promise_of({"part": "phones", "values": {"phone": phone}}))


class Writer(Confirming):
    """Asks a question."""

    def hand_in(self, step: int) -> bool:
        text = f"Frage Nummer {step}"
        account = re.search(r'name="account" value="([^"]+)"', self.fetch("GET", "/postfach/neu/").text)
        assert account, "no contract account to write about"
        where = self.fill_in("/postfach/neu/", topic="other", text=text, account=account[1])
        return self.confirm_and_send(where, promise_of({"topic": "other", "text": text}))


class Mover(Confirming):
    """Moves out, once."""

    def hand_in(self, step: int) -> bool:
        base = "/verwaltung/umzug/"
        box = self.find(r'name="(c-[0-9a-f-]{36})"', f"{base}auszug/")
        self.fill_in(f"{base}auszug/", moves_on="15.12.2035", **{box: "ja"})
        self.fill_in(f"{base}einzug/", skip="ja")
        self.fill_in(f"{base}anschrift/", where="other", **NEW_ADDRESS)
        self.confirm_and_send(f"{base}pruefen/", promise_of({"moves_on": "2035-12-15"}))
        return False


class TariffOrderer(Confirming):
    """Takes another tariff, once."""

    def hand_in(self, step: int) -> bool:
        contract = self.find(r"/verwaltung/vertraege/[0-9a-f-]{36}/", "/verwaltung/")
        where = self.fill_in(f"{contract}tarife/strom-12/", terms="yes")
        self.confirm_and_send(where, promise_of({"tariff": "strom-12"}), "told")
        return False
