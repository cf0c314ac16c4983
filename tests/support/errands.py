"""Virtual customers who change their instalments, their bank details, and how their post comes."""

import re
from itertools import count

import httpx

from tests.support.customers import Customer, hidden, keys
from tests.support.judging import promise_of

ROUNDS = 12
WISHES = ("paperless", "yearly", "paper")
_ibans = count(1)


class Payer(Customer):
    """Raises the instalment of one contract after the other by a euro, as often as the portal lets it."""

    def arrive(self) -> None:
        super().arrive()
        page = self.fetch("GET", "/abschlag/", follow_redirects=True)
        self.forms = list(dict.fromkeys(re.findall(r"/abschlag/[0-9a-f-]{36}/", str(page.url) + page.text)))
        assert self.forms, "no instalment to change"

    def hand_in(self, step: int) -> bool:
        while self.forms:
            if self._raise(self.forms[step % len(self.forms)]):
                return True
        return False

    def _raise(self, form: str) -> bool:
        page = self.fetch("GET", form)
        now = re.search(r'id="amount"[^>]*value="(\d+)', page.text)
        if now:
            data = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "amount": str(int(now[1]) + 1)}
            check = self.fetch("POST", form, data=data)
            if check.status_code == 302:
                page = self.fetch("GET", check.headers["Location"])
                return self.send(page.url.path, keys(page), promise_of({"amount": data["amount"]}))
        self.forms.remove(form)
        return False


class BankMover(Customer):
    """Names a new account for debits, with a password that was typed a moment ago."""

    def hand_in(self, step: int) -> bool:
        iban = next_iban()
        page = self._open("/verwaltung/bank/aendern/")
        data = {
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "holder": self.person["name"][:70],
            "whose": "own", "iban": iban, "for_debit": "ja", "account": self.person["contract_accounts"][0],
        }  # fmt: skip
        check = self.fetch("POST", "/verwaltung/bank/aendern/", data=data)
        if check.headers.get("Location", "") != "/verwaltung/bank/pruefen/":
            self.history.refused += 1
            return True
        page = self._open(check.headers["Location"])
        return self.send(page.url.path, {**keys(page), "mandate": "ja"}, promise_of({"iban": iban}))

    def _open(self, path: str) -> httpx.Response:
        page = self.fetch("GET", path)
        if page.status_code == 302:
            self.confirm()
            page = self.fetch("GET", path)
        return page


class PostChooser(Customer):
    """Now on paper, now without, for one contract account after the other."""

    def hand_in(self, step: int) -> bool:
        page = self.fetch("GET", "/verwaltung/post/")
        found = re.findall(
            r'Vertragskonto ([^<]+)</h2>.*?action="(/verwaltung/post/[^"]+)".*?name="submission_key" value="([^"]+)"',
            page.text, re.DOTALL,
        )  # fmt: skip
        assert found, f"no choice of post: {page.status_code}"
        number, path, key = found[step % len(found)]
        wish = WISHES[step // len(found) % len(WISHES)]
        data = {
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "submission_key": key, "wish": wish,
        }  # fmt: skip
        account = re.sub(r"\s|&nbsp;", "", number)
        promised = promise_of(
            {"contract_account": account, "paperless": wish != "paper", "yearly_paper": wish == "yearly"}
        )
        self.history.unknown[promised] += 1
        for _ in range(ROUNDS):  # the sentence with the number is said once; cut off, the same form asks for it again
            self.fetch("POST", path, data=data)
            shown = self.fetch("GET", "/verwaltung/post/")
            if "Gespeichert. Vorgangsnummer" in shown.text:
                self.received(shown, promised)
                return True
        raise TimeoutError("no number for a choice of post")


def next_iban() -> str:
    """A German IBAN that nobody has used in this run."""
    account = f"37040044{next(_ibans):010d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"
