"""Changing bank details, taking the change back, and revoking a mandate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID, uuid5

from django.conf import settings

from osc.cases.actions import NotUndoable
from osc.cases.models import Case
from osc.contracts.queries import AccountNotFound, owner_of_account
from osc.foundation.clock import berlin_today
from osc.foundation.identifiers import mask_iban
from osc.interchange.sealed import sealer
from osc.isolation.change import store
from osc.payments.declaration import NewAccount, mandate_facts
from osc.payments.models import BankChange, BankLink, IbanUse, MandateText
from osc.payments.notices import ask_holder, new_token, store_link, tell_in_inbox, tell_on_file
from osc.payments.queries import AccountAtHand, accounts_at_hand, is_shared
from osc.payments.releases import refuse_bank_change, release_bank_change
from osc.payments.rules.debits import Switch
from osc.payments.rules.holds import Hold, Purpose, hold_for, own_marks
from osc.payments.rules.mandates import mandate_text, text_hash
from osc.submissions.actions import accept, withdraw
from osc.submissions.messages import Outgoing, Request, Submitter

__all__ = [
    "NoMandate",
    "change_bank_details",
    "refuse_bank_change",
    "release_bank_change",
    "revoke_mandate",
    "withdraw_bank_change",
]


class NoMandate(Exception):
    """There is no living mandate to revoke."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One case: one customer, one purpose."""

    account: NewAccount
    purpose: Purpose
    accounts: Sequence[AccountAtHand]
    marks: tuple[str, ...]
    hold: Hold
    fingerprint: str


def change_bank_details(
    *,
    submitter: Submitter,
    account: NewAccount,
    marks: Sequence[str],
    switch: Switch,
    source: str,
    submission_key: UUID,
    now: datetime,
) -> list[Case]:
    """Takes a new account in, in the caller's transaction: one case per customer and purpose, debits first.

    `marks` are those of the log-in and the balance; those of the account are found here. `source` is the
    address the declaration came from. Raises AccountNotFound, SubmissionKeyReused.
    """
    found = accounts_at_hand(submitter.scope, contract_account_ids=account.contract_account_ids)
    if not found or len(found) != len(set(account.contract_account_ids)):
        raise AccountNotFound
    fingerprint = sealer().fingerprint(account.iban)
    all_marks = (*marks, *_own_marks(submitter, account, fingerprint))
    cases = []
    by_partner = sorted(found, key=lambda each: (str(each.business_partner_id), each.number))
    for _, group in groupby(by_partner, key=lambda each: each.business_partner_id):
        accounts = list(group)
        for number, purpose in enumerate(account.purposes):
            key = uuid5(submission_key, purpose.value) if number else submission_key
            hold = _hold(purpose, all_marks, account, now)
            change = _Change(account, purpose, accounts, all_marks, hold, fingerprint)
            cases.append(_accept(submitter, change, switch, source, key, now))
    return sorted(cases, key=lambda case: str(case.summary["purpose"]))


def _own_marks(submitter: Submitter, account: NewAccount, fingerprint: str) -> tuple[str, ...]:
    return own_marks(
        country=account.iban[:2], home_country=settings.UTILITY.bank.home_country,
        shared=is_shared(submitter.scope, fingerprint=fingerprint), other_holder=account.other_holder is not None,
    )  # fmt: skip


def _hold(purpose: Purpose, marks: tuple[str, ...], account: NewAccount, now: datetime) -> Hold:
    bank = settings.UTILITY.bank
    return hold_for(
        purpose, marks, now=now, cooling_hours=bank.cooling_hours, risk_hours=bank.risk_hours,
        other_holder=account.other_holder is not None,
    )  # fmt: skip


def _accept(
    submitter: Submitter, change: _Change, switch: Switch, source: str, submission_key: UUID, now: datetime
) -> Case:
    account, first, token = change.account, change.accounts[0], new_token()
    facts = mandate_facts(account, change.accounts, now=now) if change.purpose is Purpose.DEBIT else None
    text = mandate_text(facts, submitter.language) if facts else ""

    def store_rows(case: Case, keys: tuple[UUID, ...]) -> None:
        _store_changes(case, change, keys, now)
        store_link(token, BankLink.Use.OBJECT, case, now)
        tell_in_inbox(case, first, now=now)
        tell_on_file(submitter, case, first, risky=bool(change.marks), now=now)
        if text:
            store(MandateText(
                business_partner_id=case.business_partner_id, case=case, language=submitter.language, text=text,
                text_hash=text_hash(text, change.fingerprint), signed_at=now, signed_by=submitter.scope.user_id,
                source=source,
            ))  # fmt: skip
            if account.other_holder is not None:
                ask_holder(submitter, case, first, account, now)

    request = Request(
        kind=Case.Kind.BANK_DETAILS, owner=first.owner, deed="change_bank_details",
        content={
            "purpose": change.purpose, "account": change.fingerprint, "holder": account.holder,
            "for": sorted(each.number for each in change.accounts),
        },
        summary=_summary(change, switch), mail="bank_changed", mail_context={"token": token},
        outgoing=tuple(_outgoing(change, each, text, now) for each in change.accounts),
        undo_until=change.hold.undo_until, in_review=change.purpose is Purpose.REFUND and change.hold.held,
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def _summary(change: _Change, switch: Switch) -> dict[str, object]:
    account, debit = change.account, change.purpose is Purpose.DEBIT
    return {
        "purpose": change.purpose.value, "iban": mask_iban(account.iban), "bank": account.bank_name,
        "holder": account.holder, "accounts": [each.number for each in change.accounts],
        "references": [account.references[each.id] for each in change.accounts] if debit else [],
        "last_old": switch.last_old.isoformat() if debit and switch.last_old else None,
        "first_new": switch.first_new.isoformat() if debit and switch.first_new else None,
        "waits_for_holder": debit and account.other_holder is not None,
    }  # fmt: skip


def _outgoing(change: _Change, each: AccountAtHand, text: str, now: datetime) -> Outgoing:
    account, hold = change.account, change.hold
    payload: dict[str, object] = {"iban": account.iban, "holder": account.holder, "channel": "portal"}
    if change.purpose is Purpose.REFUND:
        payload |= {"purpose": "refund", "marks": list(change.marks)}
        return Outgoing("bank_details", "bank", payload, each.number, not_before=hold.not_before, held=hold.held)
    facts = mandate_facts(account, change.accounts, now=now)
    payload |= {
        "reference": account.references[each.id], "signed_on": facts.signed_on.isoformat(),
        "holder_address": facts.holder_address, "replaces": each.reference or None,
        "text_hash": text_hash(text, change.fingerprint),
    }  # fmt: skip
    return Outgoing("mandate", "bank", payload, each.number, not_before=hold.not_before, held=hold.held)


def _store_changes(case: Case, change: _Change, keys: tuple[UUID, ...], now: datetime) -> None:
    account, debit = change.account, change.purpose is Purpose.DEBIT
    for each, key in zip(change.accounts, keys, strict=True):
        store(BankChange(
            business_partner_id=case.business_partner_id, case=case, contract_account_id=each.id,
            account_number=each.number, purpose=change.purpose.value, iban=sealer().seal(account.iban),
            iban_mask=mask_iban(account.iban), iban_hash=change.fingerprint, bank_name=account.bank_name[:120],
            holder=account.holder, reference=account.references[each.id] if debit else "",
            replaces=each.reference if debit else "", marks=list(change.marks), message_key=key, accepted_at=now,
        ))  # fmt: skip
    use = IbanUse(iban_hash=change.fingerprint, business_partner_id=case.business_partner_id)
    IbanUse.objects.bulk_create([use], ignore_conflicts=True)


def withdraw_bank_change(*, submitter: Submitter, case: Case, submission_key: UUID, now: datetime) -> Case:
    """Takes a new account back: until its hand-over for credits; a mandate on its way is revoked and the one
    before it comes back to life. Raises NotUndoable."""
    changes = list(case.bank_changes.order_by("account_number"))
    if case.kind != Case.Kind.BANK_DETAILS or not changes:
        raise NotUndoable
    owner = owner_of_account(submitter.scope, contract_account_id=case.contract_account_id)
    counters = [revocation_of(change) for change in changes if change.purpose == Purpose.DEBIT]
    return withdraw(
        submitter=submitter, case=case, owner=owner, submission_key=submission_key, now=now, counter=counters
    )


def revocation_of(change: BankChange) -> Outgoing:
    """The message that takes a mandate back and restores what was before."""
    payload = {"reference": change.reference, "restores": change.replaces or None}
    return Outgoing("mandate_revoked", "bank", payload, change.account_number)


def revoke_mandate(
    *, submitter: Submitter, contract_account_id: UUID, last_debit: date | None, submission_key: UUID, now: datetime
) -> Case:
    """Back to paying by transfer; `last_debit` is what is at the bank already (R-SEP-6).

    Raises AccountNotFound, NoMandate, SubmissionKeyReused.
    """
    found = accounts_at_hand(submitter.scope, contract_account_ids=[contract_account_id])
    if not found:
        raise AccountNotFound
    about = found[0]
    if not about.reference:
        raise NoMandate
    request = Request(
        kind=Case.Kind.MANDATE_REVOCATION, owner=about.owner, deed="revoke_mandate",
        content={"account": about.number, "reference": about.reference},
        summary={
            "purpose": "revocation", "accounts": [about.number], "references": [about.reference], "iban": about.mask,
            "revoked_on": berlin_today(now).isoformat(), "last_old": last_debit.isoformat() if last_debit else None,
        },
        mail="mandate_revoked",
        outgoing=(Outgoing("mandate_revoked", "bank", {"reference": about.reference, "restores": None}),),
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now)
