"""Which records fill which tables, and which changes in number make a run wait for a person."""

from datetime import datetime

from django.db import connection

from osc.contracts import messages, models
from osc.interchange.imports.kinds import InboundKind, register


def register_kinds() -> None:
    register(InboundKind("business_partner", messages.BusinessPartnerRecord, models.BusinessPartner))
    register(InboundKind("premise", messages.PremiseRecord, models.Premise, {"business_partner": "business_partner"}))
    register(
        InboundKind(
            "contract_account",
            messages.ContractAccountRecord,
            models.ContractAccount,
            {"business_partner": "business_partner"},
            watched=("business_partner_id", "closed_on"),
        )
    )
    register(
        InboundKind(
            "contract",
            messages.ContractRecord,
            models.Contract,
            {"contract_account": "contract_account", "premise": "premise"},
            watched=("contract_account_id", "ends_on"),
        )
    )
    register(InboundKind("tariff", messages.TariffRecord, None, after=apply_tariffs))


def apply_tariffs(now: datetime) -> None:
    """Products have no owner: they fill a table of their own. An older version never overwrites a newer one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into contracts_tariff "
            "(code, source_version, name, commodity, offered_from, offered_until, product) "
            "select external_id, source_version, name, commodity, offered_from, offered_until, "
            "to_jsonb(s) - '{external_id,source_version,content_hash}'::text[] from stage_tariff s "
            "on conflict (code) do update set source_version = excluded.source_version, name = excluded.name, "
            "commodity = excluded.commodity, offered_from = excluded.offered_from, "
            "offered_until = excluded.offered_until, product = excluded.product "
            "where contracts_tariff.source_version <= excluded.source_version"
        )
