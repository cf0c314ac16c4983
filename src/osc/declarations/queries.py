"""The queue of declarations that nobody could match."""

from osc.declarations.models import Declaration
from osc.isolation.markers import unscoped


@unscoped(reason="staff find out whose contract is meant")
def unmatched_declarations(*, limit: int) -> list[Declaration]:
    """Declarations that wait for a person, oldest first."""
    return list(
        Declaration.objects.using("staff")
        .filter(state=Declaration.State.UNMATCHED)
        .order_by("received_at")[:limit]
    )  # fmt: skip
