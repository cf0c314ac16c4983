"""The states of a case and the only ways between them. The diagram in the docs is made from this table."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a customer's request stands, honestly."""

    ACCEPTED = "accepted"
    UNDONE = "undone"
    CONFIRMED = "confirmed"
    NEEDS_CLARIFICATION = "needs_clarification"
    REJECTED = "rejected"


TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.ACCEPTED: frozenset(
        {CaseState.UNDONE, CaseState.CONFIRMED, CaseState.NEEDS_CLARIFICATION, CaseState.REJECTED}
    ),
    CaseState.NEEDS_CLARIFICATION: frozenset({CaseState.UNDONE, CaseState.CONFIRMED, CaseState.REJECTED}),
    CaseState.CONFIRMED: frozenset({CaseState.UNDONE}),
    CaseState.REJECTED: frozenset(),
    CaseState.UNDONE: frozenset(),
}
UNDOABLE = frozenset(state for state, targets in TRANSITIONS.items() if CaseState.UNDONE in targets)


def may_move(source: CaseState, target: CaseState) -> bool:
    """True when the table has an arrow from source to target."""
    return target in TRANSITIONS[source]


def diagram() -> str:
    """The table as a Mermaid state diagram, one line per arrow, in the order of the enum."""
    lines = ["stateDiagram-v2", f"    [*] --> {CaseState.ACCEPTED}"]
    for source in CaseState:
        lines += [f"    {source} --> {target}" for target in CaseState if target in TRANSITIONS[source]]
        if not TRANSITIONS[source]:
            lines.append(f"    {source} --> [*]")
    return "\n".join(lines) + "\n"
