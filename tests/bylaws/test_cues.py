"""The rules that the sample bylaws state, found in their words."""

from bylaws.domain.parameters import SPECS, parse_value
from bylaws.domain.text.cues import CUES, propose
from bylaws.domain.text.provisions import citations, parse
from bylaws.domain.text.statements import agrees
from tests.bylaws.tables import text

V1 = parse(text("bylaws-v1.txt"))


def test_every_cue_finds_its_rule_in_the_sample_bylaws():
    assert {p.key for p in propose(V1)} == {cue.key for cue in CUES}


def test_proposals_are_values_that_their_words_state():
    for proposed in propose(V1):
        parse_value(proposed.key, proposed.value)
        kind = SPECS[proposed.key].kind
        assert agrees(kind, proposed.key, proposed.value, proposed.quote) is not False


def test_proposals_of_figures():
    cited = citations(V1)
    found = {
        p.key: (p.value, p.quote, cited[next(i for i, v in enumerate(V1) if p.quote in v.text)])
        for p in propose(V1)
        if p.key in {"assembly.notice_days", "officers.max_age", "supervisors.min"}
    }
    assert found == {
        "assembly.notice_days": (15, "十五日", "第二十三条"),
        "officers.max_age": (70, "七十周岁", "第三十九条第一款第三项"),
        "supervisors.min": (3, "三名以上", "第四十五条"),
    }


def test_amended_figures_are_read_anew():
    (found,) = [p for p in propose(parse(text("bylaws-v2.txt"))) if p.key == "supervisors.min"]
    assert (found.value, found.quote) == (5, "五名以上")


def test_age_elsewhere_is_not_the_officers():
    assert propose(parse("第一条 理事的条件：\n（一）年龄不超过六十周岁。")) == ()
