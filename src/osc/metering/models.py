"""Meters, registers, readings as the billing system knows them, and what customers handed in."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from osc.cases.models import Case
from osc.contracts.models import Contract
from osc.interchange.models import ImportedTable
from osc.isolation.models import CustomerTable


class Meter(ImportedTable):
    """Zähler at a contract, for the time it hangs there."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="meters")
    number = models.CharField(max_length=40)
    form = models.CharField(max_length=12)
    location = models.CharField(max_length=120)
    installed_on = models.DateField()
    removed_on = models.DateField(null=True)
    remote = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["number"], name="meter_number")]
        constraints = [
            models.CheckConstraint(
                name="meter_removed_after_installed",
                condition=Q(removed_on__isnull=True) | Q(removed_on__gte=F("installed_on")),
            )
        ]


class Register(ImportedTable):
    """Zählwerk. Its label (HT, NT) is master data and never derived from the OBIS code (R-NUM-10)."""

    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="registers")
    obis = models.CharField(max_length=20)
    label = models.CharField(max_length=8)
    digits = models.PositiveSmallIntegerField()
    decimals = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=4)
    factor = models.DecimalField(max_digits=10, decimal_places=4)


class MeterReading(ImportedTable):
    """Zählerstand as booked by the billing system."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="readings")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    read_on = models.DateField()
    source = models.CharField(max_length=12)
    reason = models.CharField(max_length=20)
    submission_key = models.UUIDField(null=True, db_index=True)
    billed = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["register", "-read_on"], name="reading_newest")]
        constraints = [models.CheckConstraint(name="reading_not_negative", condition=Q(value__gte=0))]


class ReadingRequest(ImportedTable):
    """The utility asks for a reading until `due_on`; the bill run is on `billing_on`."""

    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="requests")
    window_from = models.DateField()
    due_on = models.DateField()
    billing_on = models.DateField()


class YearConsumption(ImportedTable):
    """Twelve monthly values of one contract; from `projected_from_month` on they are projected."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="consumption")
    year = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=4)
    # twelve decimals as text, null where nothing is known (never 0: R-INF-10)
    months = models.JSONField()
    projected_from_month = models.PositiveSmallIntegerField(null=True)
    # units of consumption per unit of the register: kWh per m³ for gas, null where they are the same
    per_register_unit = models.DecimalField(max_digits=12, decimal_places=7, null=True)
    # the printed factors behind it, so that customers can do the sum themselves (R-VER-5)
    z_number = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    calorific_value = models.DecimalField(max_digits=7, decimal_places=3, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "year"], name="one_year_per_contract")]


class SubmittedReading(CustomerTable):
    """A value a customer handed in through the portal, until and after the billing system books it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="submitted")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    read_on = models.DateField()
    message_key = models.UUIDField(db_index=True)
    # what the portal said about the value when the customer sent it (R-ABL-9)
    plausibility = models.CharField(max_length=20)
    # what the customer says about it (MORE_PEOPLE, METER_EXCHANGED …); empty: nothing
    remark = models.CharField(max_length=24, blank=True, default="", db_default="")
    # the second value for one day is version 2; version 1 stays (R-ABL-13)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="submitted_not_negative", condition=Q(value__gte=0)),
            models.UniqueConstraint(fields=["case", "register"], name="one_value_per_register"),
            models.UniqueConstraint(fields=["register", "read_on", "version"], name="one_version_per_day"),
        ]


class ReadingObjection(CustomerTable):
    """A customer can't read the meter: the utility reads it free of charge and reminds no more (R-ABL-3)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="objection")
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="objections")
    reason = models.CharField(max_length=24)


class IntervalDay(CustomerTable):
    """Quarter-hours of a remotely read meter: one row a day, in monthly partitions (docs/decisions/0014).

    92, 96 or 100 watt-hours in the order of time, null where nothing was measured (R-INF-10).
    """

    id = None  # type: ignore[assignment] - framework: the key of a partitioned table holds the day
    pk = models.CompositePrimaryKey("meter", "day")
    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="interval_days")
    day = models.DateField()
    watt_hours = ArrayField(models.IntegerField(null=True))
    # their sum in Wh, so that months need no unpacking
    total = models.BigIntegerField()
    # one letter a quarter-hour: M measured, E Ersatzwert; null: all measured
    status = models.CharField(max_length=100, null=True)
    source_version = models.BigIntegerField()


class AnonymousReading(models.Model):
    """A reading handed in without sign-in; matched by the worker, told to nobody (R-ABL-14)."""

    class Outcome(models.TextChoices):
        OPEN = "open"
        MATCHED = "matched"
        NO_MATCH = "no_match"
        # the pair is right, the values are not what this meter needs
        UNREADABLE = "unreadable"
        # staff found no meter for it
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    account_number = models.CharField(max_length=20)
    meter_number = models.CharField(max_length=40)
    # one or two values as typed, the second for Niedertarif or what was fed in
    values = models.JSONField()
    read_on = models.DateField()
    language = models.CharField(max_length=8)
    submission_key = models.UUIDField(unique=True)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    case_id = models.UUIDField(null=True)
    # who of the staff settled it, and why
    settled_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    note = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(outcome__in=["no_match", "unreadable"]), name="reading_unmatched"
            ),
        ]
