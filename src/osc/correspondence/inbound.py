"""Letters come in; their contract account is known by kind, the room above."""

from osc.correspondence.bounces import apply_bounces
from osc.correspondence.messages import LetterRecord, MailBounceRecord
from osc.correspondence.models import Letter
from osc.interchange.imports.kinds import InboundKind, register


def register_kinds() -> None:
    register(InboundKind("letter", LetterRecord, Letter, {"contract_account": "contract_account"}))
    register(InboundKind("mail_bounce", MailBounceRecord, None, after=apply_bounces))
