"""Why a firm is proposed, and what speaks against it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Reason = tuple[str, dict[str, Any]]

FOR: dict[str, str | Promise] = {
    "reference": _("The text names the payment reference of %(invoice)s."),
    "invoice_number": _("The text names the invoice %(invoice)s."),
    "code": _("The text names the firm's credit code."),
    "member_number": _("The text names the member number %(number)s."),
    "account": _("The firm has paid from this account before."),
    "account_shared": _("This firm, and another, have paid from this account before."),
    "name": _("The payer has the firm's name."),
    "name_cut": _("The payer's name is the beginning of the firm's."),
    "name_alike": _("The payer's name is like the firm's in %(alike)s of 100."),
    "name_in_text": _("The text names the firm."),
    "legal_representative": _("The payer has the name of the firm's legal representative."),
    "representative": _("The payer has the name of a representative of the firm."),
    "amount_only": _("Only this firm has an invoice of this amount open."),
    "exact": _("The amount is what is left of the invoice."),
    "several": _("The amount is what is left of more than one invoice; the earliest is taken."),
    "all": _("The amount is all that the firm owes."),
    "sum": _("The amount is the sum of several invoices."),
    "multiple": _("The amount is %(times)s times the invoice; the rest would be an advance."),
}
AGAINST: dict[str, str | Promise] = {
    "part": _("The amount is less than what is open."),
    "over": _("The amount is more than the firm owes; the rest would be an advance."),
    "nothing": _("The firm has no invoice open; all would be an advance."),
    "paid": _("The invoice %(invoice)s is paid already."),
    "other_currency": _("The invoice %(invoice)s is in %(currency)s."),
    "other_firm": _("Other signs point to %(firm)s."),
    "name_twice": _("%(count)s firms have this name."),
    "person_twice": _("The person acts for %(count)s firms."),
    "reference_wrong": _("The text has a payment reference with a mistake in it: %(reference)s."),
    "reference_unknown": _("No invoice has the payment reference %(reference)s."),
    "left": _("The firm is no longer a member."),
}
"""Said of a proposal besides; those of :data:`CONTRADICTIONS` make that nothing is certain."""
CONTRADICTIONS = frozenset(AGAINST)


def in_words(reasons: Iterable[Sequence[Any]]) -> list[tuple[str, bool]]:
    """Each reason in the reader's language, with whether it speaks for the proposal."""
    return [(_said(code, context), code in FOR) for code, context in reasons]


def _said(code: str, context: Mapping[str, Any]) -> str:
    return str(FOR[code] if code in FOR else AGAINST[code]) % context
