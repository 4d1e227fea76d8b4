import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.figures import Figures
from bylaws.domain.reconcile import CountLine, check_count, check_figures
from bylaws.errors import CountDoesNotReconcile
from tests.bylaws.tables import ABSENT, cases, number, tables

(WORKED,) = tables("reconciliation")


def line(cell, zh="", en=""):
    parts = [int(part) for part in cell.split("/")]
    partly = parts[3] if len(parts) == 4 else None
    return CountLine(
        zh=zh, en=en, for_=parts[0], against=parts[1], abstain=parts[2], partly_invalid=partly
    )


def failures(**figures):
    try:
        check_count(**figures)
    except CountDoesNotReconcile as refused:
        return ", ".join(equality.code for equality in refused.failed), refused.is_void
    return ABSENT, False


def figures_of(row):
    names = ("present", "issued", "returned", "valid", "invalid")
    return {name: int(row[name]) for name in names}


@pytest.mark.parametrize("row", WORKED)
def test_count_as_in_the_table(row):
    found = failures(**figures_of(row), lines=[line(row["line"])], seats=number(row["seats"]))
    assert found == (row["fails"], row["void"] == "yes")


def test_more_returned_than_issued_voids_the_whole_ballot():
    case = next(c for c in cases() if c.get("id") == "X2")
    assert case["expect"] == "void, redo"
    figures = {"issued": case["issued"], "returned": case["returned"]}
    assert failures(present=100, valid=case["returned"], invalid=0, **figures) == (
        "returned_exceeds_issued",
        True,
    )


def test_fewer_returned_than_issued_stands():
    case = next(c for c in cases() if c.get("id") == "X3")
    figures = {"issued": case["issued"], "returned": case["returned"]}
    assert case["expect"].startswith("valid")
    assert failures(present=case["issued"], valid=case["returned"], invalid=0, **figures) == (
        ABSENT,
        False,
    )


def test_a_paper_with_more_marks_for_than_seats_stands_in_no_count_as_valid():
    """Write-ins are marks for, too. As an invalid paper the count takes it."""
    case = next(c for c in cases() if c.get("id") == "X4")
    assert case["expect"] == "14>13 void"
    marks, seats = case["ballot"], case["seats"]
    marked_for = marks["agree"] + marks["write_in"]
    lines = [line("1/0/0")] * marked_for + [line("0/1/0")] * marks["disagree"]
    one = {"present": 1, "issued": 1, "returned": 1, "seats": seats}
    codes, _void = failures(valid=1, invalid=0, lines=lines, **one)
    assert codes == "marks_exceed_seats"
    blank = [line("0/0/0")] * len(lines)
    assert failures(valid=0, invalid=1, lines=blank, **one) == (ABSENT, False)
    within = [line("1/0/0")] * seats + [line("0/1/0")] * marks["disagree"]
    assert failures(valid=1, invalid=0, lines=within, **one) == (ABSENT, False)


def test_refusal_names_each_equality_with_its_numbers():
    lines = [
        line("60/30/3/1", zh="候选人甲", en="Candidate A"),
        line("58/30/3/2", zh="候选人乙", en="Candidate B"),
    ]
    with pytest.raises(CountDoesNotReconcile) as refused:
        check_count(present=98, issued=98, returned=95, valid=93, invalid=3, lines=lines)
    assert refused.value.render("en") == (
        "The count does not reconcile: valid plus invalid ballots (93 + 3 = 96) must equal ballots "
        "returned (95); Candidate A: for, against, abstain and partly invalid "
        "(60 + 30 + 3 + 1 = 94) must equal valid ballots (93). Check the count and enter it again."
    )
    assert refused.value.render("zh") == (
        "票数不符：有效票与无效票之和（93+3=96）应当等于收回选票（95）；候选人甲：赞成、反对、弃权与"
        "部分无效之和（60+30+3+1=94）应当等于有效票（93）。请核对后重新填报。"
    )


def test_refusal_of_a_void_ballot_says_to_repeat_it():
    with pytest.raises(CountDoesNotReconcile) as refused:
        check_count(present=98, issued=98, returned=99, valid=99, invalid=0)
    assert refused.value.render("en") == (
        "The count does not reconcile: ballots returned (99) must not exceed ballots issued (98). "
        "This ballot is void as a whole and must be repeated."
    )
    assert refused.value.render("zh") == (
        "票数不符：收回选票（99）应当不多于发出选票（98）。本次投票无效，应当重新投票。"
    )


def test_more_marks_than_seats_allow_are_refused():
    lines = [line("10/0/0/0"), line("10/0/0/0"), line("10/0/0/0")]
    count = {"present": 10, "issued": 10, "returned": 10, "valid": 10, "invalid": 0}
    assert failures(**count, lines=lines, seats=2) == ("marks_exceed_seats", False)
    assert failures(**count, lines=lines, seats=3) == (ABSENT, False)


def test_incomplete_figures_are_checked_as_far_as_they_go():
    check_figures(Figures(present=98, valid=95, for_=60))
    with pytest.raises(CountDoesNotReconcile) as refused:
        check_figures(Figures(entitled=90, present=98, returned=99, for_=100))
    assert [equality.code for equality in refused.value.failed] == [
        "present_exceeds_entitled",
        "returned_exceeds_present",
        "votes_exceed",
    ]
    assert refused.value.is_void is False


def test_secret_motion_must_fill_its_valid_ballots():
    with pytest.raises(CountDoesNotReconcile) as refused:
        check_figures(Figures(valid=95, for_=60, against=30, abstain=4))
    assert [equality.code for equality in refused.value.failed] == ["line_and_valid"]


counts = st.integers(0, 50)


@given(st.lists(st.tuples(counts, counts, counts), min_size=1, max_size=5), counts, counts, counts)
def test_count_that_is_made_up_of_ballots_reconciles(votes, invalid, unreturned, unissued):
    valid = max(sum(parts) for parts in votes)
    lines = [
        CountLine(zh="", en="", for_=f, against=a, abstain=b, partly_invalid=valid - (f + a + b))
        for f, a, b in votes
    ]
    returned = valid + invalid
    check_count(
        present=returned + unreturned + unissued,
        issued=returned + unreturned,
        returned=returned,
        valid=valid,
        invalid=invalid,
        lines=lines,
        seats=len(lines),
    )
