import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.text.pieces import diff_pieces

words = st.text("第三五条款理事会长、，。2/ab ", max_size=24)


def told(old, new, spans=()):
    """Struck text in [-…-], text put in in {+…+}; with a ~ what only follows from renumbering."""
    told = ""
    for piece in diff_pieces(old, new, spans):
        if piece.is_kept:
            told += piece.new
            continue
        mark = "~" if piece.is_conforming else ""
        told += f"[-{mark}{piece.old}-]" if piece.old else ""
        told += f"{{+{mark}{piece.new}+}}" if piece.new else ""
    return told


def span(text, *words):
    return [(text.index(word), text.index(word) + len(word)) for word in words]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "须经三分之二以上通过。",
            "须经四分之三以上通过。",
            "须经[-三分之二-]{+四分之三+}以上通过。",
        ),
        ("由副理事长主持。", "由副会长主持。", "由[-副理事长-]{+副会长+}主持。"),
        ("自2019年6月28日起。", "自2019年7月1日起。", "自[-2019年6月28日-]{+2019年7月1日+}起。"),
        ("决定甲。", "决定甲。", "决定甲。"),
        ("", "甲。", "{+甲。+}"),
        ("甲。", "", "[-甲。-]"),
    ],
)
def test_whole_tokens_are_replaced(old, new, expected):
    assert told(old, new) == expected


def test_island_of_two_characters_is_taken_in():
    assert told("一切由理事长协助监事长开展工作。", "一切由会长协助秘书长开展工作。") == (
        "一切由[-理事长协助监事长-]{+会长协助秘书长+}开展工作。"
    )


def test_island_of_three_characters_stays():
    assert told("一切由理事长去协助监事长办理。", "一切由会长去协助秘书长办理。") == (
        "一切由[-理事长-]{+会长+}去协助[-监事长-]{+秘书长+}办理。"
    )


def test_island_is_not_taken_in_over_the_end_of_a_sentence():
    assert told(
        "本会在每年年初决定甲。本会应当公告乙。", "本会在每年年初决定丙。你会应当公告乙。"
    ) == ("本会在每年年初决定[-甲-]{+丙+}。[-本-]{+你+}会应当公告乙。")


def test_change_does_not_grow_into_a_whole_sentence():
    """After six characters that were kept the next island stays."""
    old = "甲和平甲和平甲和平甲和平甲本会本会本会"
    new = old.replace("甲", "乙")
    assert told(old, new) == (
        "[-甲和平甲和平甲和平甲-]{+乙和平乙和平乙和平乙+}和平[-甲-]{+乙+}本会本会本会"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲。乙丙。", "甲。", "甲。[-乙丙。-]"),
        ("前文。中间一句。后文", "前文后文", "前文[-。中间一句。-]后文"),
        ("推举产生。任期五年。", "推举产生。", "推举产生。[-任期五年。-]"),
        ("会长、秘书长担任。", "会长、副会长、秘书长担任。", "会长、{+副会长、+}秘书长担任。"),
        ("最长一年。", "最长一年，且应申请。", "最长一年{+，且应申请+}。"),
        (
            "设一名，由推举产生。",
            "设一名，副一名，由推举产生。",
            "设一名，{+副一名，+}由推举产生。",
        ),
        ("甲某和乙。丙某乙。丁", "甲某和乙。丁", "甲某和乙。[-丙某乙。-]丁"),
        ("设监事长一名，副监事长一名。", "设监事长一名。", "设监事长一名[-，副监事长一名-]。"),
        ("One day. Two days.", "One day.", "One day.[- Two days.-]"),
    ],
)
def test_what_is_put_in_or_struck_ends_with_its_own_stop(old, new, expected):
    assert told(old, new) == expected


def test_text_written_anew_is_replaced_as_a_whole():
    assert told("理事会每年召开一次会议。", "会费由大会表决。") == (
        "[-理事会每年召开一次会议。-]{+会费由大会表决。+}"
    )


def test_conforming_number_stands_apart():
    new = "依照第二十六条的规定执行。"
    assert told("依照第二十五条的规定执行。", new, span(new, "第二十六条")) == (
        "依照[-~第二十五条-]{+~第二十六条+}的规定执行。"
    )


def test_conforming_number_beside_a_change_of_substance():
    new = "会长依照第二十六条第一款办理。"
    assert told("理事长依照第二十五条办理。", new, span(new, "第二十六条")) == (
        "[-理事长-]{+会长+}依照[-~第二十五条-]{+~第二十六条+}{+第一款+}办理。"
    )


def test_conforming_numbers_of_a_list():
    new = "行使第一、四、六项的职权。"
    assert told("行使第一、三、五项的职权。", new, span(new, "四", "六")) == (
        "行使第一、[-~三-]{+~四+}、[-~五-]{+~六+}项的职权。"
    )


@given(words, words, st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=2))
def test_pieces_give_both_texts(old, new, spans):
    pieces = diff_pieces(old, new, spans)
    assert "".join(piece.old for piece in pieces) == old
    assert "".join(piece.new for piece in pieces) == new
    assert all(piece.old == piece.new != "" for piece in pieces if piece.is_kept)
    assert all(piece.old != piece.new for piece in pieces if not (piece.is_kept or spans))
