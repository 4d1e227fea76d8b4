from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.formats.docx_reader import read_docx
from bylaws.domain.formats.docx_tracked import TrackedChanges
from bylaws.domain.formats.docx_writer import write_redline
from bylaws.domain.formats.papers import RedlinePaper, TextPaper
from bylaws.domain.text.provisions import parse, render
from bylaws.enums import Scheme
from bylaws.errors import TrackedBy, TrackedChangesFound
from tests.bylaws.formats.strategies import PLAIN, texts
from tests.bylaws.tables import text
from tests.bylaws.test_provisions import texts as other_texts

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ACCEPT, REJECT = TrackedChanges.ACCEPT, TrackedChanges.REJECT
SLOW = settings(max_examples=25, deadline=None)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def make_redline(old, new, *, scheme=Scheme.ZH, **changes):
    paper = TextPaper("章程", "某会", "2026年版", tuple(new), date(2026, 11, 23), scheme)
    return write_redline(RedlinePaper(paper, tuple(old), "秘书处", AT, **changes))


def read_both(data):
    return read_docx(data, tracked=REJECT), read_docx(data, tracked=ACCEPT)


def asked(data):
    with pytest.raises(TrackedChangesFound) as found:
        read_docx(data)
    return found.value.by


@st.composite
def versions(draw):
    """A text and what an assembly makes of it: articles taken out, put elsewhere, reworded."""
    old = draw(texts())
    starts = [i for i, p in enumerate(old) if p.kind.value in ("chapter", "article")]
    ends = [*starts[1:], len(old)]
    pieces = [old[start:end] for start, end in zip(starts, ends, strict=True)]
    kept = draw(st.permutations(pieces)) if draw(st.booleans()) else pieces
    kept = [piece for piece in kept if draw(st.integers(0, 4))]
    new = [provision for piece in kept for provision in piece]
    return old, tuple(
        type(p)(p.kind, draw(PLAIN), id=p.id) if not draw(st.integers(0, 3)) else p for p in new
    )


def test_sample_is_accepted_to_the_new_text_and_rejected_to_the_old():
    old, new = parse(text("bylaws-v1.txt")), parse(text("bylaws-v2.txt"))
    assert read_both(make_redline(old, new)) == (render(old), render(new))
    assert read_both(make_redline(new, old)) == (render(new), render(old))


@SLOW
@given(other_texts(), other_texts())
def test_any_two_texts_are_both_in_their_redline(old, new):
    assert read_both(make_redline(old, new)) == (render(old), render(new))


@SLOW
@given(versions(), st.sampled_from(Scheme))
def test_any_amendment_is_accepted_and_rejected_in_every_scheme(pair, scheme):
    old, new = pair
    data = make_redline(old, new, scheme=scheme)
    assert read_both(data) == (render(old, scheme), render(new, scheme))


def test_same_text_has_nothing_tracked():
    provisions = parse(text("bylaws-v1.txt"))
    assert read_docx(make_redline(provisions, provisions)) == render(provisions)


def test_changes_bear_author_instant_and_numbers_of_their_own():
    data = make_redline(
        parse("第一条 甲两年。\n第二条 乙。"), parse("第一条 甲一年。\n第二条 丙。")
    )
    with ZipFile(BytesIO(data)) as archive:
        root = docx.oxml.parse_xml(archive.read("word/document.xml"))
    changes = list(root.iter(f"{W}ins", f"{W}del"))
    assert {each.get(f"{W}author") for each in changes} == {"秘书处"}
    assert {each.get(f"{W}date") for each in changes} == {"2026-11-23T09:30:00Z"}
    ids = [each.get(f"{W}id") for each in changes]
    assert ids == [str(n) for n in range(1, len(ids) + 1)]


def test_new_number_is_a_conforming_change():
    old, new = parse("第一条 甲甲甲。\n第二条 乙乙乙。"), parse("第一条 乙乙乙。")
    assert asked(make_redline(old, new)) == (
        TrackedBy("秘书处", "2026-11-23", 4),
        TrackedBy("秘书处（相应调整）", "2026-11-23", 2),
    )


def test_new_number_may_stand_plain():
    old, new = parse("第一条 甲甲甲。\n第二条 乙乙乙。"), parse("第一条 乙乙乙。")
    data = make_redline(old, new, tracks_numbers=False)
    assert read_both(data) == ("第一条 甲甲甲。\n第一条 乙乙乙。", "第一条 乙乙乙。")
    assert [by.author for by in asked(data)] == ["秘书处"]


def test_reference_that_follows_the_numbers_is_a_conforming_change():
    old, new = parse("第一条 依照本章程第五条。"), parse("第一条 依照本章程第六条。")
    data = make_redline(old, new, conforming=((0, 5, 8),))
    assert [by.author for by in asked(data)] == ["秘书处（相应调整）"]
    assert read_both(data) == (render(old), render(new))


def test_moved_article_is_struck_and_put_in_as_moved():
    old = parse("第一条 会员入会。\n第二条 理事会议事。\n第三条 监事会监督。")
    new = parse("第一条 监事会监督。\n第二条 会员入会。\n第三条 理事会议事。")
    data = make_redline(old, new)
    assert "秘书处（移位）" in [by.author for by in asked(data)]
    assert read_both(data) == (render(old), render(new))


def test_repealed_article_that_keeps_its_number():
    old, new = parse("第一条 甲。\n第二条 乙。"), parse("第一条 （删除）\n第二条 乙。")
    assert read_both(make_redline(old, new)) == (render(old), render(new))


def test_text_that_begins_or_ends_with_a_change():
    short, long = (
        parse("第一条 甲甲。"),
        parse("某会章程\n第一条 甲甲。\n新的一款。\n第二条 乙乙。"),
    )
    assert read_both(make_redline(short, long)) == (render(short), render(long))
    assert read_both(make_redline(long, short)) == (render(long), render(short))
