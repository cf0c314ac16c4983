"""Pieces for the pages of Kündigung and Widerruf."""

# running contracts with what binds them
LEAVING_PIECE = """
    select c.id, c.commodity, c.supply_form, c.notice, c.term_ends_on, c.renewal_months, a.number,
           p.street, p.house_number, p.postal_code, p.city
    from contracts_contract c
    join contracts_contractaccount a on a.id = c.contract_account_id
    join contracts_premise p on p.id = c.premise_id
    where c.contract_account_id = any(%(accounts)s) and c.missing_since is null
      and (c.ends_on is null or c.ends_on > %(today)s)
    order by a.number, array_position(array['STROM','GAS','WASSER','FERNWAERME'], c.commodity::text), c.id
    limit 200"""
