"""Set-based apply: one statement per kind turns a stage into rows, by content hash."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from osc.interchange.imports.columns import columns_of
from osc.interchange.imports.kinds import InboundKind, all_kinds

# ids of rows that the portal wrote itself; no source knows them, so no source can miss them
OWN_ROWS = "osc:"


@dataclass(frozen=True, slots=True)
class Counts:
    new: int
    changed: int


def _target_columns(kind: InboundKind) -> dict[str, str]:
    """{column of the table: expression over the stage s and its parents p0, p1 …}"""
    parents = list(kind.parents)
    columns = {}
    for name in columns_of(kind.staged):
        if name == "business_partner":
            continue  # the owner column serves as the reference
        if name in kind.parents:
            columns[f"{name}_id"] = f"p{parents.index(name)}.id"
        else:
            columns[name] = f"s.{name}"
    return columns


def _joins(kind: InboundKind) -> str:
    return " ".join(
        f"join {all_kinds()[parent].table} p{index} on p{index}.external_id = s.{name}"
        for index, (name, parent) in enumerate(kind.parents.items())
    )


def apply_stage(kind: InboundKind) -> Counts:
    """Inserts new rows and updates changed ones; never lets an older version overwrite a newer one."""
    columns = _target_columns(kind)
    owner = "p0.business_partner_id" if kind.parents else "coalesce(t.id, fresh.id)"
    names = ["source_version", "content_hash", "business_partner_id", *columns]
    values = ["s.source_version", "s.content_hash", owner, *columns.values()]
    updates = ", ".join(f"{name} = excluded.{name}" for name in names)
    sql = f"""
        with done as (
            insert into {kind.table} (id, external_id, {", ".join(names)})
            select coalesce(t.id, fresh.id), s.external_id, {", ".join(values)}
            from (select *, gen_random_uuid() as fresh_id from {kind.stage}) s
            cross join lateral (select s.fresh_id as id) fresh
            {_joins(kind)}
            left join {kind.table} t on t.external_id = s.external_id
            where t.id is null or t.missing_since is not null and t.source_version <= s.source_version
               or t.content_hash <> s.content_hash and t.source_version <= s.source_version
            on conflict (external_id) do update set {updates}, missing_since = null
            returning (xmax = 0) as inserted
        )
        select count(*) filter (where inserted), count(*) filter (where not inserted) from done"""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        new, changed = cursor.fetchone()
    return Counts(new, changed)


def orphans(kind: InboundKind) -> list[tuple[str, int, str]]:
    """(id, version, reason) of staged rows whose parent is known neither here nor in this batch."""
    found = []
    with connection.cursor() as cursor:
        for name, parent in kind.parents.items():
            cursor.execute(
                f"select s.external_id, s.source_version, s.{name} from {kind.stage} s "
                f"left join {all_kinds()[parent].table} p on p.external_id = s.{name} where p.id is null"
            )
            found += [(id_, version, f"{parent} {ref} is unknown") for id_, version, ref in cursor.fetchall()]
    return found


def mark_missing(kind: InboundKind, now: datetime) -> int:
    """After a full file: marks rows that are no longer in the source; nothing is deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {kind.table} t set missing_since = %s where missing_since is null and not exists "
            f"(select from {kind.stage} s where s.external_id = t.external_id) and t.external_id not like %s",
            [now, f"{OWN_ROWS}%"],
        )
        return cursor.rowcount


def watched_changes(kind: InboundKind) -> tuple[int, int]:
    """(rows whose watched columns would change, rows in the table): what the brake looks at."""
    if not kind.watched:
        return 0, 0
    columns = {"business_partner_id": "p0.business_partner_id", **_target_columns(kind)}
    differs = " or ".join(f"t.{name} is distinct from {columns[name]}" for name in kind.watched)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*) from {kind.stage} s {_joins(kind)} "
            f"join {kind.table} t on t.external_id = s.external_id where {differs}"
        )
        (changed,) = cursor.fetchone()
        cursor.execute(f"select count(*) from {kind.table}")
        (total,) = cursor.fetchone()
    return changed, total
