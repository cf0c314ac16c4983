"""Whose data a request may touch."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """A signed-in user with the contract accounts linked to the log-in.

    Row-level security narrows every statement to `partner_ids`; queries narrow further to
    `contract_account_ids`, because a log-in may hold only some of a partner's accounts.
    """

    user_id: UUID
    partner_ids: tuple[UUID, ...]
    contract_account_ids: tuple[UUID, ...]

    def partners_literal(self) -> str:
        """The PostgreSQL array literal for the setting `osc.partners`."""
        return "{" + ",".join(map(str, self.partner_ids)) + "}"

    def accounts_literal(self) -> str:
        """The linked contract accounts as a PostgreSQL array literal; a list costs the driver four times as much."""
        return "{" + ",".join(map(str, self.contract_account_ids)) + "}"
