"""Reading the trace: what staff did with a customer's data."""

# newest first; only deeds of staff, with the reason they gave (R-SEC-16); %(partners)s are the scope's partners
STAFF_DEEDS_PIECE = """
    select e.at, e.deed, e.actor, e.subject, coalesce(e.detail->>'reason', '') as reason
    from audit_auditentry e
    where e.actor like 'staff:%%' and e.business_partner_id = any(%(partners)s)
    order by e.at desc limit 100"""
