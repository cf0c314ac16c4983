"""Migration operations: who may touch which table, enforced by PostgreSQL itself."""

from django.db.migrations import RunSQL

APP, WORKER = "osc_app", "osc_worker"
OWN_ROWS = "business_partner_id = any (nullif(current_setting('osc.partners', true), '')::uuid[])"


def create_roles() -> RunSQL:
    """Creates the group roles where nobody has: `osc_app` for web, `osc_worker` for jobs and staff."""
    create = " ".join(
        f"if not exists (select from pg_roles where rolname = '{role}') then create role {role}; end if;"
        for role in (APP, WORKER)
    )
    return RunSQL(f"do $$ begin {create} end $$", RunSQL.noop)


def protect_table(table: str, *, app: str = "select") -> RunSQL:
    """Row-level security for a customer table: web sees its own rows, worker and staff see all.

    `app` lists what the web role may do at all, least first ("select", "select, insert").
    """
    return RunSQL(
        [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy own_rows on {table} to {APP} using ({OWN_ROWS}) with check ({OWN_ROWS})",
            f"create policy all_rows on {table} to {WORKER} using (true) with check (true)",
            f"grant {app} on {table} to {APP}",
            f"grant select, insert, update, delete on {table} to {WORKER}",
        ],
        RunSQL.noop,
    )


def grant_table(table: str, *, app: str | None) -> RunSQL:
    """Rights on a table that belongs to no single customer; `app=None` hides it from the web role."""
    grants = [f"grant select, insert, update, delete on {table} to {WORKER}"]
    if app:
        grants.append(f"grant {app} on {table} to {APP}")
    return RunSQL(grants, RunSQL.noop)


def protect_receipts(table: str, *, column: str) -> RunSQL:
    """A table that anybody may write to and only the holder of a secret may read: web adds rows and sees the one
    whose `column` (bytes) is the setting `osc.receipt` (hex); worker and staff see all."""
    named = f"{column} = decode(nullif(current_setting('osc.receipt', true), ''), 'hex')"
    return RunSQL(
        [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy own_receipt on {table} for select to {APP} using ({named})",
            f"create policy new_rows on {table} for insert to {APP} with check (true)",
            f"create policy all_rows on {table} to {WORKER} using (true) with check (true)",
            f"grant select, insert on {table} to {APP}",
            f"grant select, insert, update, delete on {table} to {WORKER}",
        ],
        RunSQL.noop,
    )


def grant_job_queue() -> RunSQL:
    """Both roles may put jobs into the queue; only the worker takes them out."""
    return RunSQL(
        [
            "do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = 'public' "
            f"and tablename like 'procrastinate%' loop execute format('grant select, insert on %I to {APP}', t); "
            f"execute format('grant all on %I to {WORKER}', t); end loop; end $$",
            f"grant usage on all sequences in schema public to {APP}, {WORKER}",
        ],
        RunSQL.noop,
    )
