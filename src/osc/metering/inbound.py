"""Which records fill which tables of metering."""

from osc.interchange.imports.kinds import InboundKind, register
from osc.metering import messages, models


def register_kinds() -> None:
    register(InboundKind("meter", messages.MeterRecord, models.Meter, {"contract": "contract"}))
    register(InboundKind("register", messages.RegisterRecord, models.Register, {"meter": "meter"}))
    register(InboundKind("reading", messages.ReadingRecord, models.MeterReading, {"register": "register"}))
    register(InboundKind("reading_request", messages.ReadingRequestRecord, models.ReadingRequest, {"meter": "meter"}))
    register(
        InboundKind(
            "consumption_year",
            messages.YearConsumptionRecord,
            models.YearConsumption,
            {"contract": "contract"},
        )
    )
