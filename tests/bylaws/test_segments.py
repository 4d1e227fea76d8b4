"""A text cut where a reference or a marked rule begins and ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.text.segments import Segment, segments


def test_text_without_stretches_is_one_segment():
    assert segments("甲乙") == (Segment("甲乙"),)
    assert segments("") == ()


def test_mark_over_a_part_of_a_link_cuts_it_in_two():
    assert segments("依第三条办", [(1, 4, "link")], [(0, 2, "mark")]) == (
        Segment("依", None, "mark"),
        Segment("第", "link", "mark"),
        Segment("三条", "link", None),
        Segment("办"),
    )


stretch = st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from("abc")).map(
    lambda each: (min(each[:2]), max(each[:2]), each[2])
)


@settings(max_examples=200)
@given(st.text("甲乙丙", max_size=9), st.lists(stretch, max_size=4), st.lists(stretch, max_size=4))
def test_segments_are_the_whole_text_and_none_is_empty(text, links, marks):
    cut = segments(text, links, marks)

    assert "".join(each.text for each in cut) == text
    assert "" not in [each.text for each in cut]
