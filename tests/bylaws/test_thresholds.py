import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.figures import Figures
from bylaws.domain.thresholds import Threshold
from bylaws.enums import Base, Comparison, Unit
from bylaws.errors import ThresholdInvalid
from tests.bylaws.tables import cases, share, tables

REQUIRED, BASES, WORDS = tables("thresholds")
COUNTED = Figures(
    entitled=120,
    present=100,
    issued=98,
    returned=95,
    valid=93,
    invalid=2,
    for_=58,
    against=30,
    abstain=5,
)


@st.composite
def thresholds(draw: st.DrawFn, base: Base = Base.PRESENT) -> Threshold:
    den = draw(st.integers(1, 100))
    comparison = draw(st.sampled_from(Comparison))
    num = draw(st.integers(0, den if comparison is Comparison.GE else den - 1))
    return Threshold(base, num, den, comparison)


@pytest.mark.parametrize("row", REQUIRED, ids=lambda row: row["of"])
def test_required_as_in_the_table(row):
    columns = {words: cell for words, cell in row.items() if words != "of"}
    required = {w: str(share(Base.PRESENT, w).required(int(row["of"]))) for w in columns}
    assert required == columns


@pytest.mark.parametrize("case", [c for c in cases() if c.get("kind") == "threshold"])
def test_required_as_in_the_cases(case):
    names = {"ge_half": "1/2 ge", "gt_half": "1/2 gt"}
    names |= {"ge_two_thirds": "2/3 ge", "ge_three_quarters": "3/4 ge"}
    found = {n: share(Base.PRESENT, w).required(case["present"]) for n, w in names.items()}
    assert found == {name: case[name] for name in names}


@pytest.mark.parametrize("case", [c for c in cases() if str(c.get("kind")).startswith("RONR")])
def test_roberts_rules(case):
    half = case["kind"] == "RONR_majority"
    threshold = share(Base.CAST, "1/2 gt" if half else "2/3 ge")
    assert threshold.required(case["votes"]) == case["need"]


@pytest.mark.parametrize("row", BASES, ids=lambda row: row["base"])
def test_bases_as_in_the_table(row):
    threshold = share(Base(row["base"]), "1/2 gt")
    of = COUNTED.of(threshold.base)
    assert of is not None
    assert (str(of), str(threshold.required(of))) == (row["number"], row["more than half"])
    assert row["中文"] in threshold.formula(of, "zh", unit=Unit.FIRM)


def test_base_present_and_base_entitled_differ():
    case = next(c for c in cases() if c.get("id") == "X8")
    figures = {Base.PRESENT: case["present"], Base.ENTITLED: case["should_attend"]}
    met = {b: share(b, "1/2 gt").is_met(case["votes"], of) for b, of in figures.items()}
    assert met == {
        Base.PRESENT: case["expect"]["of_present_gt_half"],
        Base.ENTITLED: case["expect"]["of_should_attend_gt_half"],
    }


def test_half_of_eighty_is_at_least_half_and_not_more():
    case = next(c for c in cases() if c.get("id") == "X1")
    met = {
        c: share(Base.PRESENT, f"1/2 {c}").is_met(case["f"], case["present"]) for c in ("ge", "gt")
    }
    assert met == case["expect"]


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row["English"])
def test_formula_as_in_the_table(row):
    threshold = share(Base(row["base"]), f"{row['share']} {row['comparison']}")
    formulas = [threshold.formula(int(row["of"]), lang, unit=Unit.FIRM) for lang in ("en", "zh")]
    assert formulas == [row["English"], row["中文"]]


def test_words_of_a_share():
    shares = ["1/2 ge", "1/2 gt", "2/3 ge", "3/4 gt", "1/1 ge"]
    assert [share(Base.PRESENT, words).words("zh") for words in shares] == [
        "二分之一以上",
        "过半数",
        "三分之二以上",
        "超过四分之三",
        "全部",
    ]


def test_formula_of_persons():
    threshold = share(Base.PRESENT, "2/3 ge")
    assert threshold.formula(31, "zh", unit=Unit.PERSON) == "到会31人的三分之二以上即21票"


@given(thresholds(), st.integers(0, 10_000))
def test_required_is_the_least_integer_that_meets_it(threshold, of):
    required = threshold.required(of)
    assert threshold.is_met(required, of)
    assert not threshold.is_met(required - 1, of)


@given(thresholds(), thresholds(), st.integers(0, 500), st.integers(0, 500))
def test_stricter_threshold_includes_the_other(one, other, n, of):
    if one.is_at_least_as_strict_as(other) and one.is_met(n, of):
        assert other.is_met(n, of)


@given(thresholds(), thresholds())
def test_two_shares_of_one_base_can_always_be_compared(one, other):
    assert one.is_at_least_as_strict_as(other) or other.is_at_least_as_strict_as(one)


def test_shares_of_two_bases_cannot_be_compared():
    present, cast = share(Base.PRESENT, "1/2 ge"), share(Base.CAST, "2/3 ge")
    assert not present.is_at_least_as_strict_as(cast)
    assert not cast.is_at_least_as_strict_as(present)


@pytest.mark.parametrize("words", ["3/2 ge", "1/1 gt", "1/0 ge", "-1/2 ge", "1/-2 ge"])
def test_threshold_that_is_no_share_is_refused(words):
    with pytest.raises(ThresholdInvalid) as refused:
        share(Base.PRESENT, words)
    assert words.split()[0] in refused.value.render("zh")
    assert refused.value.rule == "threshold"
