"""What the signs of a line add up to. Pure: it sees a line and what is known of all firms.

A score of 100 takes a sign that names one invoice and an amount that fits it. The strongest sign
counts whole, each further one that agrees a little; whatever contradicts takes away and is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from dues.domain.matching.fitting import Fit, Open, Parts, fit
from dues.domain.matching.known import Known
from dues.domain.matching.reasons import CONTRADICTIONS, Reason
from dues.domain.matching.signs import codes_in, is_reference, references_in, squeezed

WEIGHTS = {
    "reference": 75,
    "invoice_number": 60,
    "code": 60,
    "account": 60,
    "name": 55,
    "member_number": 50,
    "name_cut": 45,
    "name_in_text": 40,
    "name_alike": 40,
    "legal_representative": 35,
    "representative": 30,
    "account_shared": 30,
    "amount_only": 25,
}
STRONG = frozenset(("reference", "invoice_number", "code", "account", "name"))
"""Signs of which two that name different firms contradict each other."""
FURTHER, MOST_BY_SIGNS = 8, 88
AMOUNTS = {
    "exact": 15,
    "several": 12,
    "all": 12,
    "sum": 8,
    "multiple": 5,
    "part": 0,
    "over": -10,
    "nothing": -15,
}
LESS = {
    "other_firm": 30,
    "name_twice": 20,
    "person_twice": 15,
    "paid": 5,
    "left": 10,
    "reference_wrong": 5,
    "reference_unknown": 5,
    "other_currency": 20,
}
MOST_PROPOSALS = 4
LEAST_SCORE = 15


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came in, as the bank tells of it."""

    amount: Decimal
    currency: str
    payer: str
    payer_account: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """``parts`` are invoices with their share; ``certain``: nothing is left to be judged."""

    firm: UUID
    parts: Parts
    score: int
    reasons: tuple[Reason, ...]
    certain: bool

    @property
    def names_payer(self) -> bool:
        """Whether the payer has the firm's name."""
        return any(code == "name" for code, _context in self.reasons)

    def as_data(self) -> dict[str, Any]:
        return {
            "firm": str(self.firm),
            "parts": [[str(pk), f"{part:.2f}"] for pk, part in self.parts],
            "score": self.score,
            "reasons": [[code, context] for code, context in self.reasons],
            "certain": self.certain,
        }


class _Signs:
    """The signs found, by firm, and what is to be said of the line whichever firm it is."""

    def __init__(self) -> None:
        self.by_firm: dict[UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.named: dict[UUID, set[UUID]] = defaultdict(set)
        self.against: dict[UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.common: dict[str, dict[str, Any]] = {}

    def add(self, firm: UUID, code: str, **context: Any) -> None:
        self.by_firm[firm].setdefault(code, context)


def propose(line: Line, known: Known) -> list[Proposal]:
    """Likely firms with their invoices, the likeliest first; none where nothing tells."""
    signs = _Signs()
    _by_reference(line, known, signs)
    _by_numbers(line, known, signs)
    _by_account(line, known, signs)
    _by_name(line, known, signs)
    _by_person(line, known, signs)
    if not signs.by_firm:
        _by_amount(line, known, signs)
    strong = {firm for firm, found in signs.by_firm.items() if STRONG & found.keys()}
    proposals = [_weigh(firm, line, known, signs, strong) for firm in signs.by_firm]
    proposals.sort(key=lambda proposal: (-proposal.score, str(proposal.firm)))
    return [p for p in proposals if p.score >= LEAST_SCORE][:MOST_PROPOSALS]


def _by_reference(line: Line, known: Known, signs: _Signs) -> None:
    """Where a reference ends nobody can tell: the longest beginning that an invoice has counts."""
    unknown: dict[str, str] = {}
    found: set[str] = set()
    for reference in references_in(line.text):
        start = reference[:5]
        invoice = known.references.get(reference)
        if invoice is not None:
            _name_invoice(known, invoice, line, signs, "reference")
            found.add(start)
        unknown.setdefault(start, reference)
    for start, reference in unknown.items():
        if start not in found:
            code = "reference_unknown" if is_reference(reference) else "reference_wrong"
            signs.common[code] = {"reference": reference}


def _name_invoice(known: Known, pk: UUID, line: Line, signs: _Signs, code: str) -> None:
    """The text names an invoice: open, paid already, or in another currency."""
    invoice = known.invoices[pk]
    signs.add(invoice.firm, code, invoice=invoice.number)
    if invoice.left <= 0:
        signs.against[invoice.firm]["paid"] = {"invoice": invoice.number}
    elif invoice.currency != line.currency:
        said = {"invoice": invoice.number, "currency": invoice.currency}
        signs.against[invoice.firm]["other_currency"] = said
    else:
        signs.named[invoice.firm].add(pk)


def _by_numbers(line: Line, known: Known, signs: _Signs) -> None:
    if not line.text:
        return
    for number in known.invoice_shapes.find(line.text):
        invoice = known.invoice_numbers.get(number)
        if invoice is not None:
            _name_invoice(known, invoice, line, signs, "invoice_number")
    for code in codes_in(line.text):
        firm = known.codes.get(code)
        if firm is not None:
            signs.add(firm, "code")
    for number in known.member_shapes.find(line.text):
        firm = known.member_numbers.get(number)
        if firm is not None:
            signs.add(firm, "member_number", number=number)


def _by_account(line: Line, known: Known, signs: _Signs) -> None:
    firms = known.accounts.get(squeezed(line.payer_account), ()) if line.payer_account else ()
    for firm in firms:
        signs.add(firm, "account" if len(firms) == 1 else "account_shared")


def _by_name(line: Line, known: Known, signs: _Signs) -> None:
    found = known.names.find(line.payer)
    code = {"exact": "name", "cut": "name_cut", "alike": "name_alike"}.get(found.way, "")
    for firm in found.firms:
        context = {"alike": found.alike} if code == "name_alike" else {}
        signs.add(firm, code, **context)
        if len(found.firms) > 1:
            signs.against[firm]["name_twice"] = {"count": len(found.firms)}
    if not signs.by_firm and line.text:
        for firm in known.names.in_text(line.text):
            signs.add(firm, "name_in_text")


def _by_person(line: Line, known: Known, signs: _Signs) -> None:
    if not line.payer:
        return
    firms = known.persons.get(squeezed(line.payer), {})
    for firm, code in firms.items():
        signs.add(firm, code)
        if len(firms) > 1:
            signs.against[firm]["person_twice"] = {"count": len(firms)}


def _by_amount(line: Line, known: Known, signs: _Signs) -> None:
    firms = known.amounts.get((line.amount, line.currency), set())
    if len(firms) == 1:
        signs.add(next(iter(firms)), "amount_only")


def _weigh(firm: UUID, line: Line, known: Known, signs: _Signs, strong: set[UUID]) -> Proposal:
    found = signs.by_firm[firm]
    open_ = [row for row in known.open_of(firm) if row.currency == line.currency]
    fitted = fit(line.amount, open_, signs.named[firm])
    weights = sorted((_weight(code, found[code]) for code in found), reverse=True)
    by_signs = min(weights[0] + FURTHER * (len(weights) - 1), MOST_BY_SIGNS)
    against = dict(_against(firm, known, signs, strong))
    score = by_signs + AMOUNTS[fitted.way] - sum(LESS[code] for code in against)
    reasons = [*found.items(), (fitted.way, _said(fitted)), *against.items()]
    return Proposal(
        firm=firm,
        parts=fitted.parts,
        score=max(0, min(score, 100)),
        reasons=tuple(reasons),
        certain=_is_certain(found, fitted, open_, reasons),
    )


def _weight(code: str, context: dict[str, Any]) -> int:
    """That of a name which is nearly right falls with the likeness."""
    return WEIGHTS[code] - (100 - context["alike"] if code == "name_alike" else 0)


def _said(fitted: Fit) -> dict[str, Any]:
    return {"times": fitted.times} if fitted.way == "multiple" else {}


def _against(
    firm: UUID, known: Known, signs: _Signs, strong: set[UUID]
) -> Iterator[tuple[str, dict[str, Any]]]:
    others = strong - {firm}
    if others and (firm in strong or signs.by_firm[firm]):
        first = min(others, key=str)
        # Firms of one name that the account or the reference tells apart do not contradict.
        if not _same_sign(firm, first, signs):
            yield "other_firm", {"firm": known.said(first)}
    told = signs.by_firm[firm].keys() & {"reference", "invoice_number", "code", "account"}
    for code, context in signs.against[firm].items():
        if code in ("name_twice", "person_twice") and told:
            continue
        yield code, context
    if firm in known.left:
        yield "left", {}
    yield from signs.common.items()


def _same_sign(firm: UUID, other: UUID, signs: _Signs) -> bool:
    """Whether all that speaks for the other is a name that the firm has as well."""
    return STRONG & signs.by_firm[other].keys() <= {"name"} and "name" in signs.by_firm[firm]


def _is_certain(
    found: dict[str, dict[str, Any]], fitted: Fit, open_: list[Open], reasons: list[Reason]
) -> bool:
    """A valid reference, or an account known as this firm's alone, with an amount that fits."""
    if any(code in CONTRADICTIONS for code, _context in reasons):
        return False
    if "reference" in found:
        return fitted.way in ("exact", "all")
    return "account" in found and fitted.way == "exact"
