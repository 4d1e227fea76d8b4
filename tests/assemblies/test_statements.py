"""Objections and declarations go on record word for word, while the meeting is open."""

from __future__ import annotations

import pytest

from assemblies.domain.sitting import adjourning, session, statements
from assemblies.enums import StatementKind
from assemblies.errors import NotOnRoll, PhaseForbids, StatementEmpty
from assemblies.models import AgendaItem, Statement
from tests.factories.assemblies import (
    add_motion,
    add_report,
    both,
    entries_of,
    make_assembly,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_person

pytestmark = pytest.mark.django_db

WORDS = "我反对这样计票，并要求记入记录。"


def state(item: AgendaItem, text: str = WORDS, number: int = 2) -> Statement:
    entry = entries_of(AgendaItem.objects.get(pk=item.pk).assembly)[0]
    return statements.put_statement(
        item=item,
        person=entry.person,
        entry=entry,
        kind=StatementKind.OBJECTION,
        text=text,
        by=None,
        at=minute(number),
    )


def test_statement_stands_with_person_words_and_time() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    state(motion.item)
    state(motion.item, number=3)
    statement = motion.item.statements.get()
    assert (statement.text, statement.made_at, statement.kind) == (WORDS, minute(2), "objection")
    assert statement.entry == entries_of(assembly)[0]


def test_statement_is_made_on_a_settled_item_and_in_a_break() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly)
    opened(assembly)
    vote_by_hands(motion, (7, 0, 0))
    adjourning.adjourn(assembly=assembly, reason=both("午休", "Lunch"), by=None, at=minute(4))
    state(motion.item, number=5)
    assert motion.item.statements.exists()


def test_guest_without_a_place_on_the_roll_makes_a_statement() -> None:
    assembly = make_assembly()
    item = add_report(assembly)
    opened(assembly)
    statement = statements.put_statement(
        item=item,
        person=make_person(),
        kind=StatementKind.DECLARATION,
        text=WORDS,
        by=None,
        at=minute(1),
    )
    assert statement.entry is None


def test_statement_without_words_is_refused() -> None:
    assembly = make_assembly()
    item = add_report(assembly)
    opened(assembly)
    with pytest.raises(StatementEmpty):
        state(item, "  ")


def test_place_on_another_roll_is_refused() -> None:
    assembly, other = make_assembly(), make_assembly(starts_at=minute(600))
    item = add_report(assembly)
    add_report(other)
    opened(assembly, members=3, present=3)
    elsewhere = entries_of(opened(other, members=3, present=6))[0]
    with pytest.raises(NotOnRoll):
        statements.put_statement(
            item=item,
            person=elsewhere.person,
            entry=elsewhere,
            kind=StatementKind.DECLARATION,
            text=WORDS,
            by=None,
            at=minute(1),
        )


def test_closed_meeting_takes_no_statement() -> None:
    assembly = make_assembly()
    item = add_report(assembly)
    opened(assembly)
    session.set_current(item=item, by=None, at=minute(1))
    session.settle_item(item=item, by=None, at=minute(1))
    session.close_meeting(assembly=assembly, by=None, at=minute(2))
    with pytest.raises(PhaseForbids):
        state(item, number=3)
