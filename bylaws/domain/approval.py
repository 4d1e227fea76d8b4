"""Whether an adopted text waits for an authority before it governs."""

from __future__ import annotations

from datetime import date

from bylaws.domain.in_force import rulebook_on
from bylaws.errors import MustBeDeclared, NoRuleInForce
from bylaws.models import Regulation


def governs_only_when_approved(regulation: Regulation, *, day: date) -> bool:
    """Whether what is adopted on ``day`` governs only from its approval (CN-F2, DE-13).

    Both the text and the rules of the day ask for it: in France, in the United Kingdom and under
    Robert's Rules an amendment takes effect when it is adopted, and is filed afterwards. Where no
    rule says anything, a text that needs approval waits for it.
    """
    if not regulation.needs_approval:
        return False
    try:
        return rulebook_on(day).answer("bylaws.effective_on_approval").value is True
    except (NoRuleInForce, MustBeDeclared):
        return True
