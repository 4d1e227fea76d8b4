"""Badges: a code opens the door of its own meeting and no other, and is printed to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from assemblies.domain.convening import roll
from assemblies.domain.presence import badges
from assemblies.domain.presence.badges import Read
from assemblies.models import Assembly
from elections.models import RollEntry
from tests.factories.assemblies import (
    RECORD_ON,
    SENT_AT,
    STARTS_AT,
    add_report,
    convened,
    entries_of,
    make_assembly,
    make_members,
    make_secretary,
)
from tests.factories.pdf import pages_of, squeezed, text_of

pytestmark = pytest.mark.django_db


def meeting(members: int = 3) -> Assembly:
    assembly = make_assembly()
    add_report(assembly)
    return convened(assembly, members)


def test_code_names_its_entry_as_scanners_type_it() -> None:
    assembly = meeting()
    entry = entries_of(assembly)[1]
    code = badges.code_of(assembly, entry)
    typed = (code, code.lower(), f" {code}\n", code.replace("-", "－"))
    assert [badges.read_code(assembly, text) for text in typed] == [Read(entry=entry)] * 4


def test_code_with_any_sign_changed_names_nobody() -> None:
    assembly = meeting()
    first, second, _third = entries_of(assembly)
    code = badges.code_of(assembly, first)
    forged = [
        code[:-1] + ("A" if code[-1] != "A" else "B"),
        code.replace(f"M-{first.position}-", f"M-{second.position}-"),
        code.replace(f"M-{first.position}-", "M-99-"),
    ]
    assert [badges.read_code(assembly, text) for text in forged] == [Read()] * 3


def test_code_of_another_meeting_is_told_as_such() -> None:
    assembly = meeting()
    entry = entries_of(assembly)[0]
    other = make_assembly(starts_at=STARTS_AT + timedelta(days=30))
    roll.freeze_assembly_roll(
        assembly=other, record_on=RECORD_ON + timedelta(days=1), by=None, at=SENT_AT
    )
    other.refresh_from_db()
    code = badges.code_of(assembly, entry)
    assert badges.read_code(other, code) == Read(other=assembly)


def test_code_of_a_roll_that_was_replaced_is_old() -> None:
    assembly = make_assembly()
    make_members(2)
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    assembly.refresh_from_db()
    code = badges.code_of(assembly, entries_of(assembly)[0])
    roll.freeze_assembly_roll(
        assembly=assembly, record_on=RECORD_ON + timedelta(days=1), by=None, at=SENT_AT
    )
    assembly.refresh_from_db()
    assert badges.read_code(assembly, code) == Read(is_old=True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_badges_name_everybody_ten_on_a_sheet(language: str) -> None:
    assembly = meeting(11)
    entries = entries_of(assembly)
    content = badges.badges_paper(assembly=assembly, entries=entries[::-1], language=language)
    text = text_of(content)
    assert pages_of(content) == 2
    told = [
        part
        for entry in entries
        for part in (
            getattr(entry.person.name, language),  # type: ignore[union-attr]  # all have one
            getattr(entry.firm.name, language),  # type: ignore[union-attr]  # firms' votes
            badges.code_of(assembly, entry),
        )
    ]
    assert [part for part in told if squeezed(part) not in text] == []
    # In the order of the roll, whatever order they were asked in.
    places = [text.index(squeezed(badges.code_of(assembly, entry))) for entry in entries]
    assert places == sorted(places)


def test_badges_are_printed_for_those_that_are_chosen() -> None:
    assembly = meeting()
    first, second, _third = entries_of(assembly)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    address = f"/assemblies/{assembly.pk}/badges.en.pdf"
    text = text_of(client.get(address, {"entry": str(second.pk)}).content)
    assert badges.code_of(assembly, second) in text
    assert badges.code_of(assembly, first) not in text
    assert client.get(address, {"entry": "nobody"}).status_code == 404
    page = client.get(f"/assemblies/{assembly.pk}/badges/").content.decode()
    assert page.count('name="entry"') == 3


def test_excluded_entries_have_no_badge() -> None:
    assembly = meeting()
    entry = entries_of(assembly)[0]
    RollEntry.objects.filter(pk=entry.pk).update(entitled=False)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    text = text_of(client.get(f"/assemblies/{assembly.pk}/badges.en.pdf").content)
    assert badges.code_of(assembly, entry) not in text
