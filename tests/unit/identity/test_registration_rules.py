"""Pure rules of registration: branches, codes, names, domains, old log-ins."""

import secrets
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc.foundation.reference import ALPHABET
from osc.identity.rules.branches import Branch, Findings, Level, branch_of
from osc.identity.rules.email import canonical_email, looks_like_email
from osc.identity.rules.letter_code import CodeRefused, canonical_code, new_code, spell_code
from osc.identity.rules.mail_domain import is_counted, registrable_domain
from osc.identity.rules.names import same_name
from osc.identity.rules.old_logins import OldLoginRow, OldLoginsRefused, read_old_logins

FITS = Findings(
    pair_fits=True, proof=Level.PAIR, email_has_login=False, taken=False, proven=False, within_limits=True,
    mailbox_proven=False, mailbox_first=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "branch"),
    [
        (FITS, Branch.LINK),
        (replace(FITS, pair_fits=False), Branch.NO_MATCH),
        (replace(FITS, email_has_login=True), Branch.HAS_LOGIN),
        (replace(FITS, pair_fits=False, email_has_login=True), Branch.HAS_LOGIN),
        (replace(FITS, taken=True), Branch.TAKEN),
        (replace(FITS, within_limits=False), Branch.BY_LETTER),
        (replace(FITS, within_limits=False, pair_fits=False), Branch.BY_LETTER),
        (replace(FITS, mailbox_first=True), Branch.PROVE_MAILBOX),
        (replace(FITS, mailbox_first=True, pair_fits=False), Branch.PROVE_MAILBOX),
        (replace(FITS, mailbox_first=True, mailbox_proven=True), Branch.LINK),
        (replace(FITS, proof=Level.ON_FILE, within_limits=False, mailbox_first=True), Branch.LINK),
        (replace(FITS, proof=Level.ON_FILE, taken=True), Branch.LINK),
        (replace(FITS, proof=Level.ON_FILE, taken=True, proven=True), Branch.TAKEN),
        (replace(FITS, proof=Level.PROVEN, taken=True, proven=True, within_limits=False), Branch.LINK),
    ],
)
def test_branches_of_security_6_3(found: Findings, branch: Branch) -> None:
    assert branch_of(found) == branch


def flags() -> st.SearchStrategy[Findings]:
    return st.builds(
        Findings, pair_fits=st.booleans(), proof=st.sampled_from(Level), email_has_login=st.booleans(),
        taken=st.booleans(), proven=st.booleans(), within_limits=st.booleans(), mailbox_proven=st.booleans(),
        mailbox_first=st.booleans(),
    )  # fmt: skip


@given(flags())
def test_nothing_opens_for_numbers_that_do_not_fit(found: Findings) -> None:
    if not found.pair_fits:
        assert branch_of(found) != Branch.LINK


@given(flags())
def test_no_stranger_closes_the_owners_way(found: Findings) -> None:
    """Security 6.4 (a): limits never stand between the owner and the log-in."""
    owner = replace(found, pair_fits=True, email_has_login=False, proof=Level.PROVEN)
    assert branch_of(owner) == Branch.LINK


def test_reg18_a_code_has_sixty_bit_and_is_read_however_it_is_typed() -> None:
    code = new_code(secrets.token_bytes)
    assert len(code) == 12 and set(code) <= set(ALPHABET) and len(ALPHABET) ** 12 == 2**60
    spelled = spell_code(code)
    assert [len(group) for group in spelled.split()] == [3, 3, 3, 3]
    assert canonical_code(spelled.lower().replace(" ", "-")) == code
    assert canonical_code("o1l i00 000 000") == "011100000000"
    for wrong in ("", "7K4", "7K4M2Q9PABCDE", "7K4M2Q9PABCU", "7K4M2Q9PABC٨"):
        with pytest.raises(CodeRefused):
            canonical_code(wrong)


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_refused(text: str) -> None:
    with suppress(CodeRefused):
        assert len(canonical_code(text)) == 12


def test_the_domain_that_somebody_registered() -> None:
    assert registrable_domain("x@mail.buero.example.de") == "example.de"
    assert registrable_domain("x@a.example.co.uk") == "example.co.uk"
    assert is_counted("x@example.de", big_providers=("gmx.de",))
    assert not is_counted("x@mail.gmx.de", big_providers=("gmx.de",))


@pytest.mark.parametrize(
    ("entered", "on_file", "same"),
    [("müller", "Müller", True), ("Mueller", "Müller", True), ("Strauss", "Strauß", True), ("", "Müller", False),
     ("Meier", "Müller", False), ("zimmermann achterberg", "Zimmermann-Achterberg", True)],
)  # fmt: skip
def test_the_third_item_is_compared_kindly(entered: str, on_file: str, same: bool) -> None:
    assert same_name(entered, on_file) is same


def test_old_logins_come_as_csv_or_as_lines_of_json_and_never_with_a_hash() -> None:
    csv = [
        "user_name;email;contract_accounts;password\n",
        "JAlbrecht ;Jana@Example.org;IR10284417 1028 4425;$2y$10$x\n",
    ]
    with pytest.raises(OldLoginsRefused, match="line 2"):
        list(read_old_logins(csv, prefix="IR", digits=8))
    csv[1] = "JAlbrecht ;Jana@Example.org;IR10284417 10284425;$2y$10$x\n"
    json = ['{"user_name": "JAlbrecht", "email": "jana@example.org", "contract_accounts": ["10284417", "IR10284425"]}']
    row = OldLoginRow("jalbrecht", "jana@example.org", ("IR10284417", "IR10284425"))
    assert list(read_old_logins(csv, prefix="IR", digits=8)) == [row]
    assert list(read_old_logins(json, prefix="IR", digits=8)) == [row]


@pytest.mark.parametrize(
    "line",
    ['{"user_name": "", "email": "a@b.de", "contract_accounts": []}', '{"user_name": "a", "email": "a"}', "{",
     '{"user_name": "a", "email": "a@b.de", "contract_accounts": "IR1"}'],
)  # fmt: skip
def test_a_line_that_can_not_be_used_is_named(line: str) -> None:
    with pytest.raises(OldLoginsRefused, match="line 1"):
        list(read_old_logins([line], prefix="IR", digits=8))


def test_r_sec_7_one_log_in_whatever_the_case_and_plus_and_umlauts_are_welcome() -> None:
    assert canonical_email(" Max@X.de ") == canonical_email("max@x.de")
    assert canonical_email("mu\u0308ller@example.de") == canonical_email("m\u00fcller@example.de")
    for good in ("max+strom@example.de", "max@m\u00fcller.de", "max@xn--mller-kva.de"):
        assert looks_like_email(good), good
