"""What firms ask for on their own pages, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from members.domain.asking import appointing, change_requests
from members.domain.asking.appointing import Wish
from members.domain.uploads import Upload
from members.models import ChangeRequest, Firm, User
from records.fields import Translated
from tests.factories.members import AT, make_representative, make_user

SCAN = b"%PDF-1.7 signed and sealed"
FROM = date(2027, 1, 1)


def make_scan(content: bytes = SCAN, name: str = "letter.pdf") -> Upload:
    return Upload(name=name, content=content)


def make_representative_user(firm: Firm) -> User:
    """The log-in of a person who votes for the firm."""
    return make_user(person=make_representative(firm=firm).person)


def make_request(firm: Firm, *, by: User | None = None, **wanted: Any) -> ChangeRequest:
    return change_requests.request_change(
        firm=firm,
        wanted=wanted or {"legal_representative": "戊五"},
        evidence=make_scan(),
        by=by or make_user(),
        at=AT,
    )


def make_wish(**facts: Any) -> Wish:
    given: dict[str, Any] = {
        "name": Translated(zh="己六", en="Ji Liu"),
        "post": Translated(zh="副总经理", en="Deputy Manager"),
        "from_on": FROM,
        "votes": True,
        "email": "ji.liu@firm.example",
    }
    return Wish(**(given | facts))


def make_appointment(
    firm: Firm, *, by: User | None = None, signed: bool = True, **facts: Any
) -> ChangeRequest:
    """A representative that the firm names; ``signed``: the letter is handed in."""
    by = by or make_user()
    request = appointing.request_appointment(firm=firm, wish=make_wish(**facts), by=by, at=AT)
    if signed:
        request = appointing.hand_in_letter(request=request, letter=make_scan(), by=by, at=AT)
    return request
