"""Post on paper or only in the inbox, for each contract account: free, opt-in, any time (R-ZUG-3, R-ER-3)."""

from datetime import datetime
from uuid import UUID, uuid4

from osc.billing.models import PaperlessChoice
from osc.cases.models import Case
from osc.contracts.queries import owner_of_account
from osc.foundation.clock import berlin_today
from osc.isolation.change import store
from osc.isolation.markers import unscoped
from osc.isolation.pages import fetch_page
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request, Submitter

# the newest choice holds while it was not refused; before any choice what the billing system says
NEWEST_CHOICE = """
    lateral (select p.paperless, p.yearly_paper, p.chosen_at from billing_paperlesschoice p
             join cases_case c on c.id = p.case_id and c.state <> 'rejected'
             where p.contract_account_id = a.id order by p.chosen_at desc limit 1)"""
PAPERLESS_PIECE = f"""
    select a.id, a.number, coalesce(chosen.paperless, a.paperless) as paperless,
           coalesce(chosen.yearly_paper, false) as yearly_paper, chosen.chosen_at,
           exists (select from billing_billnotice n join billing_invoice i on i.id = n.invoice_id
                   where i.contract_account_id = a.id and n.state = 'on_paper'
                     and n.notified_at > coalesce(chosen.chosen_at, '-infinity')) as came_back
    from contracts_contractaccount a left join {NEWEST_CHOICE} chosen on true
    where a.id = any(%(accounts)s) and a.missing_since is null order by a.number limit 100"""  # noqa: S608 - our own constants


def choose_paperless(
    *,
    submitter: Submitter,
    contract_account_id: UUID,
    paperless: bool,
    yearly_paper: bool,
    text_version: str,
    submission_key: UUID,
    now: datetime,
) -> Case:
    """Takes the choice in; it holds at once, the billing system follows. The same form twice is one case.

    Raises AccountNotFound, SubmissionKeyReused.
    """
    owner = owner_of_account(submitter.scope, contract_account_id=contract_account_id)
    choice = {"paperless": paperless, "yearly_paper": paperless and yearly_paper}

    def store_rows(case: Case, keys: tuple[UUID, ...]) -> None:
        store(PaperlessChoice(
            business_partner_id=owner.business_partner_id, contract_account_id=contract_account_id, case=case,
            text_version=text_version, chosen_at=now, **choice,
        ))  # fmt: skip

    request = Request(
        kind=Case.Kind.PAPERLESS, owner=owner, deed="choose_paperless",
        content={"account": contract_account_id, **choice}, summary={"account": owner.number, **choice},
        mail="paperless_chosen",
        outgoing=(Outgoing("paperless", "paperless", {**choice, "text_version": text_version}),),
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)


def back_to_paper(*, submitter: Submitter, accounts: set[UUID], text_version: str, now: datetime) -> list[Case]:
    """Post on paper for those of the contract accounts that are paperless: their log-in ends (R-DS-7, R-ZUG-7)."""
    data = fetch_page(submitter.scope, today=berlin_today(now), pieces={"accounts": PAPERLESS_PIECE})
    return [
        choose_paperless(
            submitter=submitter, contract_account_id=UUID(row["id"]), paperless=False, yearly_paper=False,
            text_version=text_version, submission_key=uuid4(), now=now,
        )
        for row in data["accounts"] if row["paperless"] and UUID(row["id"]) in accounts
    ]  # fmt: skip


@unscoped(reason="the worker decides how a fresh bill is announced")
def is_paperless(*, contract_account_id: UUID, at_billing_system: bool) -> bool:
    """How the customer wants the post; the newest choice that was not refused holds."""
    choices = PaperlessChoice.objects.filter(contract_account_id=contract_account_id).exclude(case__state="rejected")
    newest = choices.order_by("-chosen_at").values_list("paperless", flat=True).first()
    return at_billing_system if newest is None else newest
