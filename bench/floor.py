"""The floor: the least a Python portal page can cost on this machine. Raw WSGI, one prepared statement a
page (session check included), one Jinja2 render, no framework. A measuring stick, not a product."""

import os
import re
import secrets
import threading
from typing import Any
from urllib.parse import parse_qsl

import jinja2
import psycopg
from argon2 import PasswordHasher
from psycopg.rows import dict_row

# the portal's own parameters: the comparison is about everything else
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
SECRET = HASHER.hash("Sommer-2026-Lindenau")

SCHEMA = """
drop table if exists floor_session, floor_reading, floor_day, floor_contract, floor_customer, floor_audit cascade;
create table floor_customer(id int primary key, email text unique, name text, street text, city text);
create table floor_contract(id int primary key, customer_id int references floor_customer, account text, kind text,
    meter text, amount numeric(8,2), months int[]);
create table floor_reading(id bigserial primary key, contract_id int references floor_contract, read_on date, value int,
    source text);
create table floor_day(contract_id int references floor_contract, day date, total int, watt_hours int[],
    primary key (contract_id, day));
create table floor_session(token text primary key, customer_id int references floor_customer, expires timestamptz);
create table floor_audit(id bigserial primary key, customer_id int, at timestamptz default now(), detail jsonb);
insert into floor_customer select i, 'kunde'||i||'@example.org', 'Kunde '||i, 'Musterstr. '||i, 'Lindenau'
    from generate_series(0, 1000) i;
insert into floor_contract select i, i/3, 'IR'||i, (array['Strom','Gas','Wasser'])[1+i%3], '1EMH'||i, 80+i%50,
    array[1,2,3,4,5,6,7,8,9,10,11,12] from generate_series(0, 2999) i;
-- the last customer has sixty contracts
insert into floor_contract select i, 1000, 'IR'||i, 'Strom', '1EMH'||i, 80+i%50, array[1,2,3,4,5,6,7,8,9,10,11,12]
    from generate_series(3000, 3059) i;
insert into floor_reading(contract_id, read_on, value, source) select c, date '2024-01-31' + 30*n, 1000*n, 'KUNDE'
    from generate_series(0, 3059) c, generate_series(0, 11) n;
insert into floor_day select c, date '2025-01-01' + d, 9600 + d, array(select 80 + (n + d) % 40 from generate_series(1, 96) n)
    from generate_series(0, 29) c, generate_series(0, 729) d;
create index on floor_contract(customer_id); create index on floor_reading(contract_id, read_on desc);
analyze;
"""
FRAME = """<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<header><b>Stadtwerke</b><nav>{% for n in nav %}<a href="/{{ n }}">{{ n }}</a>{% endfor %}</nav></header><main>"""
OVERVIEW = (
    FRAME
    + """<h1>Guten Tag, {{ c.name }}</h1><p>{{ c.street }}, {{ c.city }}</p>{% for k in c.contracts %}<section>
<h2>{{ k.kind }}</h2><p>{{ k.account }} {{ k.meter }}</p><svg>{% for m in k.months %}<rect x="{{ loop.index0 * 25 }}"
height="{{ m }}" width="9"/>{% endfor %}</svg><p>Abschlag {{ k.amount }} €</p></section>{% endfor %}</main></body></html>"""
)
READINGS = (
    FRAME
    + """<h1>Alle Zählerstände</h1><table>{% for r in c.readings %}<tr><td>{{ r.read_on }}</td><td>{{ r.value }}
kWh</td><td>{{ r.source }}</td></tr>{% endfor %}</table></main></body></html>"""
)
CHART = (
    FRAME
    + """<h1>Verbrauch</h1><p>{{ c.name }}</p><svg>{% for v in c["values"] %}<rect x="{{ loop.index0 * 9 }}"
height="{{ v.used // 100 }}" width="7"/>{% endfor %}</svg><table>{% for v in c["values"] %}<tr><th>{{ v.at }}</th><td>{{ v.used }}
Wh</td></tr>{% endfor %}</table></main></body></html>"""
)
PAGE = """select c.id, c.name, c.street, c.city, {} from floor_session s join floor_customer c on c.id = s.customer_id
    where s.token = %s and s.expires > now()"""
CONTRACTS = "(select json_agg(k order by k.id) from floor_contract k where k.customer_id = c.id) contracts"
HISTORY = """(select json_agg(r) from (select r.* from floor_reading r join floor_contract k on k.id = r.contract_id
    where k.customer_id = c.id order by read_on desc limit 24) r) readings"""
# values of the first contract, this year's and last year's side by side, as the portal shows them
VALUES = """(select json_agg(v) from ({}) v) values"""
FIRST = "d.contract_id = (select min(id) from floor_contract where customer_id = c.id)"
YEAR = f"""select date_trunc('month', day)::date as at, sum(total) as used from floor_day d where {FIRST}
    group by 1 order by 1"""
MONTH = f"""select day as at, total as used from floor_day d where {FIRST} and (day >= '2026-10-01' and
    day < '2026-11-01' or day >= '2025-10-01' and day < '2025-11-01') order by day"""
DAY = f"""select number as at, used from floor_day d, unnest(watt_hours) with ordinality u(used, number)
    where {FIRST} and day in ('2026-10-01', '2025-10-01') order by day, number"""
WRITE = """with s as (select customer_id from floor_session where token = %(token)s and expires > now()),
    w as (insert into floor_reading(contract_id, read_on, value, source)
          select k.id, current_date, %(value)s, 'KUNDE' from floor_contract k join s on s.customer_id = k.customer_id
          order by k.id limit 1 returning contract_id)
    insert into floor_audit(customer_id, detail) select customer_id, jsonb_build_object('value', %(value)s::text)
    from s returning id"""

env = jinja2.Environment(autoescape=True)
env.globals |= {"nav": ["Übersicht", "Zählerstand", "Abschlag", "Verbrauch", "Postfach"], "title": "Floor"}
PAGES = {
    "/": (PAGE.format(CONTRACTS), env.from_string(OVERVIEW)),
    "/readings": (PAGE.format(HISTORY), env.from_string(READINGS)),
    "/year": (PAGE.format(VALUES.format(YEAR)), env.from_string(CHART)),
    "/month": (PAGE.format(VALUES.format(MONTH)), env.from_string(CHART)),
    "/day": (PAGE.format(VALUES.format(DAY)), env.from_string(CHART)),
}
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
local = threading.local()


def one(statement: str, arguments: Any) -> Any:
    """One prepared statement on the thread's own connection."""
    connection = getattr(local, "connection", None)
    if connection is None:
        connection = psycopg.connect(os.environ["FLOOR_DSN"], autocommit=True, prepare_threshold=0)
        local.connection = connection
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, arguments, prepare=True).fetchone()


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Overview, readings, consumption, one write, sign-in."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    found = re.search(r"sid=(\w{32})", environ.get("HTTP_COOKIE", ""))
    token = found[1] if found else ""

    def answer(status: str, body: bytes = b"", headers: list[tuple[str, str]] | None = None) -> list[bytes]:
        start(status, [*(headers or []), ("Content-Length", str(len(body)))])
        return [body]

    if method == "GET" and path in PAGES:
        statement, template = PAGES[path]
        row = one(statement, (token,))
        return answer("200 OK", template.render(c=row).encode(), HTML) if row else answer("404 Not Found")
    form = dict(parse_qsl(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()))
    if path == "/readings":
        one(WRITE, {"token": token, "value": int(form["value"])})
        return answer("303 See Other", headers=[("Location", "/readings")])
    row = one("select id from floor_customer where email = %s", (form["email"],))
    HASHER.verify(SECRET, form["password"])
    fresh = secrets.token_hex(16)
    one("insert into floor_session values (%s, %s, now() + interval '1 hour') returning 1", (fresh, row["id"]))
    return answer("303 See Other", headers=[("Location", "/"), ("Set-Cookie", f"sid={fresh}; HttpOnly; Path=/")])
