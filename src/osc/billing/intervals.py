"""How often a bill comes: once a year, or every half year, quarter or month; free, from the next period on (R-RE-8)."""

from datetime import datetime
from uuid import UUID

from osc.billing.models import IntervalChoice
from osc.billing.rules.bills.dates import INTERVALS
from osc.cases.models import Case
from osc.contracts.queries import owner_of_account
from osc.isolation.change import store
from osc.submissions.actions import accept
from osc.submissions.messages import Outgoing, Request, Submitter

# `running_to` is the end of the newest billed period: there the next one begins
INTERVAL_PIECE = """
    select a.id, a.number, a.billing_months, coalesce(chosen.months, a.billing_months) as months,
           (select max(i.period_to) from billing_invoice i
            where i.contract_account_id = a.id and i.missing_since is null
              and i.detail->>'kind' is distinct from 'credit_note') as billed_to
    from contracts_contractaccount a
    left join lateral (
        select p.months from billing_intervalchoice p join cases_case c on c.id = p.case_id and c.state <> 'rejected'
        where p.contract_account_id = a.id order by p.chosen_at desc limit 1) chosen on true
    where a.id = any(%(accounts)s) and a.missing_since is null and a.closed_on is null order by a.number limit 100"""


def choose_interval(
    *, submitter: Submitter, contract_account_id: UUID, months: int, submission_key: UUID, now: datetime
) -> Case:
    """Takes the choice in, in the caller's transaction; the same form twice is one case. Costs nothing.

    Raises AccountNotFound, SubmissionKeyReused, ValueError for an interval that is not offered.
    """
    if months not in INTERVALS:
        raise ValueError(f"a bill every {months} months is not offered")
    owner = owner_of_account(submitter.scope, contract_account_id=contract_account_id)

    def store_rows(case: Case, _keys: tuple[UUID, ...]) -> None:
        store(IntervalChoice(
            business_partner_id=owner.business_partner_id, contract_account_id=contract_account_id, case=case,
            months=months, chosen_at=now,
        ))  # fmt: skip

    request = Request(
        kind=Case.Kind.BILLING_INTERVAL, owner=owner, deed="choose_interval",
        content={"account": contract_account_id, "months": months}, summary={"account": owner.number, "months": months},
        mail="interval_chosen", outgoing=(Outgoing("billing_interval", "billing", {"months": months}),),
    )  # fmt: skip
    return accept(submitter=submitter, request=request, submission_key=submission_key, now=now, store_rows=store_rows)
