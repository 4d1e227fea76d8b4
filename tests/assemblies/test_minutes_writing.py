"""Words beside the facts, the draft before its readers, and Word files that were edited."""

from __future__ import annotations

import io

import docx
import pytest

from assemblies.domain.writing import free_texts, minutes, reading, versions
from assemblies.domain.writing.minutes_facts import as_data, build_facts, read_back
from assemblies.domain.writing.minutes_layout import places_to_sign
from assemblies.domain.writing.word import comparing, taking
from assemblies.enums import MinutesState
from assemblies.errors import (
    MinutesAreFinal,
    NotAReader,
    RemarksUnanswered,
    TextChangedMeanwhile,
    TextNotHere,
    WordFileUnread,
)
from assemblies.models import Assembly, FreeText, Minutes
from bylaws.models import Association
from records.fields import Translated
from tests.factories.assemblies import both, entries_of, minute
from tests.factories.minutes import Meeting, make_closed_meeting

pytestmark = pytest.mark.django_db
SAID = both("会员讨论了工作报告。", "Members discussed the report.")


@pytest.fixture
def meeting() -> Meeting:
    return make_closed_meeting()


def save(meeting: Meeting, text: Translated = SAID, revision: int = 0) -> FreeText | None:
    return free_texts.save_text(
        assembly=meeting.assembly,
        item=meeting.report.item,
        section="discussion",
        text=text,
        revision=revision,
        by=None,
        at=minute(75),
    )


def facts_of(meeting: Meeting) -> dict[str, object]:
    data: dict[str, object] = as_data(build_facts(Assembly.objects.get(pk=meeting.assembly.pk)))
    return data


def make(meeting: Meeting, at: int = 80) -> dict[str, Minutes]:
    return minutes.make_minutes(assembly=meeting.assembly, by=None, at=minute(at))


def test_a_text_stands_in_the_facts_beside_its_item(meeting: Meeting) -> None:
    save(meeting)
    facts = build_facts(Assembly.objects.get(pk=meeting.assembly.pk))
    assert facts.meeting.items[1].discussion == SAID
    assert facts.meeting.items[2].discussion == Translated()


def test_whoever_writes_over_another_is_told_and_both_texts_are_there(meeting: Meeting) -> None:
    save(meeting)
    mine = both("另一种说法。", "")
    with pytest.raises(TextChangedMeanwhile) as refused:
        save(meeting, mine)
    assert refused.value.standing.text == SAID
    assert refused.value.mine == {"zh": "另一种说法。"}
    assert save(meeting, mine, revision=1).revision == 2  # type: ignore[union-attr]
    history = free_texts.history_of(meeting.assembly, meeting.report.item_id, "discussion")
    assert [row.revision for row in history] == [2, 1]


def test_the_same_text_again_keeps_nothing_new(meeting: Meeting) -> None:
    first = save(meeting)
    assert save(meeting, revision=0) == first
    assert FreeText.objects.count() == 1


def test_an_item_has_no_place_for_an_opening(meeting: Meeting) -> None:
    with pytest.raises(TextNotHere):
        free_texts.save_text(
            assembly=meeting.assembly,
            item=meeting.report.item,
            section="opening",
            text=SAID,
            revision=0,
            by=None,
            at=minute(75),
        )


def test_numbers_that_are_none_of_the_items_are_hinted_at(meeting: Meeting) -> None:
    item = build_facts(meeting.assembly).meeting.items[1]
    assert free_texts.strange_numbers(both("赞成6票，反对90票。", ""), item) == ["90"]


def test_board_reads_remarks_are_answered_and_then_they_are_final(meeting: Meeting) -> None:
    row = make(meeting)["zh"]
    chair = meeting.assembly.appointments.get(function="chair").person
    stranger = entries_of(meeting.assembly)[0].person
    reading.start_reading(assembly=meeting.assembly, by=None, at=minute(81))
    with pytest.raises(NotAReader):
        reading.remark(minutes=row, person=stranger, item=None, text="?", by=None, at=minute(82))
    remark = reading.remark(
        minutes=row, person=chair, item=None, text="人名有误", by=None, at=minute(82)
    )
    with pytest.raises(RemarksUnanswered):
        minutes.finalise_minutes(assembly=meeting.assembly, by=None, at=minute(83))
    reading.answer_remark(remark=remark, answer="已更正", by=None, at=minute(84))
    final = minutes.finalise_minutes(assembly=meeting.assembly, by=None, at=minute(85))
    assert {one.state for one in final.values()} == {MinutesState.FINAL}
    with pytest.raises(MinutesAreFinal):
        save(meeting)


def test_versions_are_compared_fact_by_fact(meeting: Meeting) -> None:
    before = facts_of(meeting)
    save(meeting)
    (change,) = versions.compare_facts(before, facts_of(meeting), "en")
    assert (change.path, change.old, change.new, change.is_text) == (
        "discussion",
        "",
        "Members discussed the report.",
        True,
    )


@pytest.mark.parametrize(
    ("profile", "functions"),
    [
        ("cn", ["chair", "recorder", "chief_scrutineer"]),
        ("de", ["chair", "recorder"]),
        ("uk", ["chair", "recorder"]),
    ],
)
def test_who_signs_is_for_the_rules(meeting: Meeting, profile: str, functions: list[str]) -> None:
    Association.objects.update(profile=profile)
    places = places_to_sign(read_back(facts_of(meeting)))
    assert [place.function for place in places] == functions
    chair = meeting.assembly.appointments.get(function="chair").person
    assert (places[0].person, places[0].name) == (str(chair.pk), chair.name)


def edited(content: bytes, old: str, new: str) -> bytes:
    """The file with the first paragraph or cell that says ``old`` saying ``new``."""
    document, kept = docx.Document(io.BytesIO(content)), io.BytesIO()
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    spots = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    next(one for one in spots if one.text == old).runs[0].text = new
    document.save(kept)
    return kept.getvalue()


def test_an_edited_file_tells_figures_first_and_its_words_can_be_taken(meeting: Meeting) -> None:
    save(meeting)
    content = comparing.minutes_word(assembly=meeting.assembly, language="zh")
    same = comparing.compare_word(assembly=meeting.assembly, language="zh", content=content)
    assert (same.differences, same.texts) == ([], [])
    content = edited(edited(content, SAID.zh, "会员讨论了三小时。"), "开会时", "开会")
    content = edited(content, "6", "60")
    found = comparing.compare_word(assembly=meeting.assembly, language="zh", content=content)
    assert found.differences[0].is_figure
    assert "60" in found.differences[0].new
    (text,) = found.texts
    assert (text.item, text.old, text.new) == (
        meeting.report.item,
        SAID.zh,
        "会员讨论了三小时。",
    )
    taken = taking.Taken("discussion", str(text.item.pk), str(text.meeting), 1, text.new)
    taking.take_texts(
        assembly=meeting.assembly, language="zh", texts=[taken], by=None, at=minute(90)
    )
    last = FreeText.objects.order_by("revision").last()
    assert last is not None
    assert last.text == both("会员讨论了三小时。", SAID.en)


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"plain words", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_no_word_file_is_refused_in_words(meeting: Meeting, content: bytes) -> None:
    with pytest.raises(WordFileUnread, match=r"\.docx"):
        comparing.compare_word(assembly=meeting.assembly, language="zh", content=content)
