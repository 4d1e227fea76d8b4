"""Delegates of the members 会员代表: who holds a mandate, for which firm or constituency.

They are elected among the members, outside a meeting of this house, so their mandates are entered;
the roll of an assembly of delegates takes them from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from members.domain import mandates
from members.enums import BodyKind, Office
from members.errors import DelegateForNobody
from members.models import Delegation, Firm, Mandate, Person, Term, User
from records.domain import log

STREAM = "register"


@dataclass(frozen=True, slots=True)
class Delegate:
    """A mandate, and the constituency that elected its holder where it was one."""

    mandate: Mandate
    constituency: str

    @property
    def may_end(self) -> bool:
        return self.mandate.until_on is None


def term_on(day: date) -> Term | None:
    """The assembly's term in office on ``day``, else the one to come next."""
    terms = Term.objects.filter(body__kind=BodyKind.GENERAL_ASSEMBLY).select_related("body")
    lasting = terms.filter(Q(until_on__isnull=True) | Q(until_on__gt=day))
    held = lasting.filter(from_on__lte=day).order_by("number").last()
    return held or lasting.order_by("from_on").first()


@transaction.atomic
def name_delegate(
    *,
    term: Term,
    person: Person,
    firm: Firm | None,
    constituency: str,
    from_on: date,
    source: str,
    by: User | None,
    at: datetime,
    until_on: date | None = None,
) -> Mandate:
    """Put a delegate's mandate on record, for a firm, a constituency or both. Who holds it already
    keeps it. Raises DelegateForNobody."""
    constituency = " ".join(constituency.split())
    if firm is None and not constituency:
        raise DelegateForNobody
    term = Term.objects.select_for_update().get(pk=term.pk)
    made = mandates.create_mandates(
        term=term,
        office=Office.DELEGATE,
        holders=[(person, firm)],
        from_on=from_on,
        until_on=until_on,
        decision=None,
        source=source.strip(),
        by=by,
        at=at,
    )[0]
    known = Delegation.objects.filter(term=term, person=person).first()
    if constituency and (known is None or known.constituency != constituency):
        Delegation.objects.update_or_create(
            term=term, person=person, defaults={"constituency": constituency}
        )
        payload = {"term": term.pk, "person": person.pk, "constituency": constituency}
        log.record(stream=STREAM, event="constituency_stated", payload=payload, by=by, at=at)
    return made


def delegates_of(term: Term, *, day: date, query: str = "", former: bool = False) -> list[Delegate]:
    """Who holds a delegate's mandate of the term on ``day`` or later, or (``former``) held one
    before; by constituency, then by name. Two queries."""
    held = Mandate.objects.filter(term=term, office=Office.DELEGATE, superseded_at__isnull=True)
    over = Q(until_on__isnull=False, until_on__lte=day)
    held = held.filter(over) if former else held.exclude(over)
    elected = constituencies_of(term)
    rows = [
        Delegate(row, elected.get(row.person_id, ""))
        for row in held.select_related("person", "firm__membership")
        if _matches(row, elected.get(row.person_id, ""), query)
    ]
    return sorted(rows, key=lambda row: (row.constituency, row.mandate.person.name.zh))


def constituencies_of(term: Term) -> dict[object, str]:
    """Who was elected by which constituency, by the key of the person."""
    rows = Delegation.objects.filter(term=term).values_list("person_id", "constituency")
    return dict(rows)


def _matches(row: Mandate, constituency: str, query: str) -> bool:
    firm = list(row.firm.name.values()) if row.firm else []
    told = " ".join([*row.person.name.values(), *firm, constituency]).casefold()
    return all(word in told for word in query.casefold().split())
