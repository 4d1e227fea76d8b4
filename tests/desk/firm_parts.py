"""What hangs on a firm of the example, for the addresses that lead there."""

from __future__ import annotations

from datetime import date

from members.models import Firm, Representative
from tests.factories import firms
from tests.factories.members import make_firm, make_person


def firm_parts(firm: Firm) -> dict[str, dict[str, object]]:
    """What hangs on a firm, two entries that may be one, and two that are."""
    one, other, third, fourth = (make_firm(number=f"X{n}") for n in range(4))
    tag, paper = firms.make_tag(firm), firms.make_paper(firm)
    letter = Representative.objects.create(
        firm=firm,
        person=make_person(),
        votes=False,
        from_on=date(2021, 1, 1),
        letter=paper.document,
        recorded_at=paper.added_at,
    )
    return {
        "contact": {"pk": firms.make_contact(firm).pk},
        "tag": {"pk": firm.pk, "tag": tag.pk},
        "paper": {"pk": paper.pk},
        "appointment letter": {"pk": letter.pk},
        "pair": {"first": one.pk, "second": other.pk},
        "merge": {"pk": firms.make_merge(third, fourth).pk},
    }
