"""Pieces for pages."""

# the next due date of each running contract, with its amount and how it is paid
NEXT_DUE_PIECE = """
    select c.id as contract_id, c.commodity, i.amount::text as amount, a.payment_method,
           (select min(d.due) from jsonb_array_elements_text(i.dues) as d(due) where d.due::date >= %(today)s) as due_on
    from billing_instalmentplan i
    join contracts_contract c on c.id = i.contract_id
    join contracts_contractaccount a on a.id = c.contract_account_id
    where c.contract_account_id = any(%(accounts)s) and i.missing_since is null and i.valid_from <= %(today)s
      and (c.ends_on is null or c.ends_on > %(today)s)
    order by array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id, i.valid_from"""

# bills that still ask for money, nearest due date first
OPEN_INVOICE_PIECE = """
    select i.id, i.number, a.number as account_number, (i.gross - i.prepaid)::text as amount, i.due_on
    from billing_invoice i join contracts_contractaccount a on a.id = i.contract_account_id
    where i.contract_account_id = any(%(accounts)s) and i.missing_since is null
      and i.gross > i.prepaid and i.due_on >= %(today)s and a.payment_method = 'transfer'
    order by i.due_on limit 3"""

# the coming due days of some contract accounts, each once
DUES_PIECE = """
    select distinct d.due as due_on from billing_instalmentplan i
    join contracts_contract c on c.id = i.contract_id, jsonb_array_elements_text(i.dues) as d(due)
    where c.contract_account_id = any(%(chosen)s) and c.contract_account_id = any(%(accounts)s)
      and i.missing_since is null and d.due::date >= %(today)s and d.due::date < %(today)s::date + 180
      and (c.ends_on is null or c.ends_on > d.due::date) order by 1 limit 60"""

# what a fraudster would want: the largest credit of a recent bill, and whether a final bill is still to come
CREDIT_PIECE = """
    select coalesce(max(i.prepaid - i.gross) filter (where i.issued_on > %(today)s::date - 90), 0)::text as credit,
           exists (select from contracts_contract c where c.contract_account_id = any(%(chosen)s)
                   and c.missing_since is null and c.ends_on is not null
                   and not exists (select from billing_invoice f where f.contract_account_id = c.contract_account_id
                                   and f.period_to >= c.ends_on
                                   and f.detail->>'kind' is distinct from 'credit_note')) as final_bill
    from billing_invoice i where i.contract_account_id = any(%(chosen)s)
      and i.contract_account_id = any(%(accounts)s) and i.missing_since is null"""
