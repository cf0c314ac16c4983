"""The queue of declarations that nobody could match."""

from uuid import UUID

from osc.declarations.models import Declaration
from osc.isolation.markers import unscoped

# what a page holds in its hands
UnmatchedDeclaration = Declaration

# how many wait for a person
UNMATCHED_PIECE = """
    select count(*) as waiting, min(received_at) as oldest from declarations_declaration where state = 'unmatched'"""


@unscoped(reason="staff find out whose contract is meant")
def unmatched_declarations(*, limit: int) -> list[Declaration]:
    """Declarations that wait for a person, oldest first."""
    return list(
        Declaration.objects.using("staff")
        .filter(state=Declaration.State.UNMATCHED)
        .order_by("received_at")[:limit]
    )  # fmt: skip


@unscoped(reason="staff find out whose contract is meant")
def declaration_for_staff(declaration_id: UUID) -> Declaration | None:
    """One declaration, settled or not."""
    return Declaration.objects.using("staff").filter(id=declaration_id).first()
