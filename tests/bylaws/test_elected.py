import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.elected import CandidateFigures, decide_slate
from bylaws.domain.figures import Figures
from bylaws.enums import Base, Counting, Matter, MethodUsed, Outcome
from bylaws.errors import CountDoesNotReconcile, FigureInvalid
from tests.bylaws.make import make_rule
from tests.bylaws.tables import ABSENT, cases, share, tables

WORKED = tables("slate")[0]


def slate(votes, *, seats, present, threshold="1/2 gt", base=Base.PRESENT, **changes):
    candidates = [CandidateFigures(key=key, for_=for_) for key, for_ in votes.items()]
    rule = make_rule(Matter.ELECT_COUNCIL, thresholds=(share(base, threshold),))
    given_ = {"method_used": MethodUsed.SECRET} | changes
    figures = Figures(entitled=present, present=present)
    return decide_slate(candidates, seats=seats, rule=rule, figures=figures, **given_)


def keys(cell):
    return () if cell == ABSENT else tuple(cell.split(", "))


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["votes"])
def test_slate_as_in_the_table(row):
    votes = {part.split()[0]: int(part.split()[1]) for part in row["votes"].split(", ")}
    decided = slate(
        votes, seats=int(row["seats"]), present=int(row["present"]), threshold=row["threshold"]
    )
    assert (
        decided.elected,
        decided.tied_at_edge,
        decided.tied_seats,
        decided.outvoted,
        decided.failed,
        decided.unfilled,
    ) == (
        keys(row["elected"]),
        keys(row["tied"]),
        int(row["tied seats"]),
        keys(row["outvoted"]),
        keys(row["below"]),
        int(row["vacant"]),
    )


def test_shortfall_as_in_the_cases():
    case = next(c for c in cases() if c.get("id") == "X7")
    decided = slate(case["votes"], seats=case["seats"], present=case["present"])
    assert (decided.required, decided.elected, decided.unfilled) == (case["need"], ("A", "B"), 1)


def test_three_seats_of_eighteen_electors():
    case = next(c for c in cases() if c.get("id") == "CN3")
    votes = {f"候选人{n}": for_ for n, for_ in enumerate(case["winners"])}
    decided = slate(votes, seats=case["seats"], present=case["electors"])
    assert (decided.required, len(decided.elected)) == (
        case["expect"]["gt_half_of_present"],
        case["expect"]["elected"],
    )


def test_relative_majority_is_not_an_absolute_one():
    case = next(c for c in cases() if c.get("id") == "DE2")
    votes = {str(n): for_ for n, for_ in enumerate(case["votes"])}
    decided = slate(votes, seats=case["seats"], present=case["expect"]["total"])
    assert (decided.required, decided.elected, decided.unfilled, decided.outcome) == (
        case["expect"]["gt_half"],
        (),
        2,
        Outcome.FAILED,
    )


def test_sentences_of_a_slate():
    decided = slate({"A": 90, "B": 70, "C": 70, "D": 40}, seats=2, present=100)
    assert decided.sentence("en") == (
        "present 100, more than half required: 51; seats 2; elected 1; "
        "tied 2 for 1, none of them elected; below the threshold 1"
    )
    assert decided.sentence("zh") == (
        "到会100家的过半数即51票；应选2人；当选1人；末位票数相等2人，尚余1个名额，均未当选；"
        "未达到票数1人"
    )


def test_slate_with_vacancy_says_so():
    decided = slate({"A": 90, "B": 40}, seats=2, present=100)
    assert decided.sentence("zh") == (
        "到会100家的过半数即51票；应选2人；当选1人；未达到票数1人；空缺1名"
    )


def test_slate_by_show_of_hands_elects_nobody():
    decided = slate({"A": 90}, seats=1, present=100, method_used=MethodUsed.SHOW_OF_HANDS)
    assert (decided.outcome, decided.declared) == (Outcome.NOT_COMPLIANT, ())
    assert decided.sentence("zh") == (
        "到会100家的过半数即51票；应选1人：不合规：应当采取无记名投票，实际采取举手表决"
    )


def test_remote_re_election_elects_nobody():
    decided = slate({"A": 90}, seats=1, present=100, remote_used=True)
    assert [reason.code for reason in decided.reasons] == ["remote_not_allowed"]
    assert decided.declared == ()


def test_slate_with_a_missing_figure_cannot_be_determined():
    decided = slate({"A": 90, "B": None}, seats=2, present=100)
    assert (decided.outcome, decided.declared) == (Outcome.NOT_DETERMINABLE, ())
    assert decided.sentence("en") == "not determinable: votes for not recorded"


def test_votes_cast_differ_by_candidate():
    rule = make_rule(Matter.ELECT_COUNCIL, thresholds=(share(Base.CAST, "1/2 gt"),))
    candidates = [
        CandidateFigures(key="A", for_=40, against=39, abstain=21),
        CandidateFigures(key="B", for_=40, against=40, abstain=20),
    ]
    decided = decide_slate(
        candidates,
        seats=2,
        rule=rule,
        figures=Figures(entitled=100, present=100, valid=100),
        method_used=MethodUsed.SECRET,
    )
    assert (decided.elected, decided.failed) == (("A",), ("B",))


def test_partly_invalid_lines_belong_to_the_valid_ballots():
    figures = Figures(entitled=100, present=100, returned=100, valid=100, invalid=0)
    rule = make_rule(Matter.ELECT_COUNCIL)
    whole = CandidateFigures(key="A", for_=60, against=30, abstain=8, partly_invalid=2)
    decided = decide_slate(
        [whole], seats=1, rule=rule, figures=figures, method_used=MethodUsed.SECRET
    )
    assert decided.elected == ("A",)
    short = CandidateFigures(key="A", for_=60, against=30, abstain=8)
    with pytest.raises(CountDoesNotReconcile):
        decide_slate([short], seats=1, rule=rule, figures=figures, method_used=MethodUsed.SECRET)


def test_candidate_twice_and_no_seat_are_refused():
    with pytest.raises(FigureInvalid, match="twice"):
        decide_slate(
            [CandidateFigures(key="A", for_=1), CandidateFigures(key="A", for_=2)],
            seats=1,
            rule=make_rule(Matter.ELECT_COUNCIL),
            figures=Figures(),
            method_used=MethodUsed.SECRET,
        )
    with pytest.raises(FigureInvalid, match="seat"):
        slate({"A": 1}, seats=0, present=10)


ballots = st.dictionaries(
    st.text("ABCDEFGHIJ", min_size=1, max_size=3), st.integers(0, 100), max_size=12
)


@given(ballots, st.integers(1, 12))
def test_every_candidate_stands_in_one_group_and_seats_add_up(votes, seats):
    decided = slate(votes, seats=seats, present=100)
    grouped = [*decided.elected, *decided.tied_at_edge, *decided.outvoted, *decided.failed]
    assert sorted(grouped) == sorted(votes)
    assert len(decided.elected) + decided.tied_seats + decided.unfilled == seats
    assert not decided.tied_at_edge or len(decided.tied_at_edge) > decided.tied_seats


@given(ballots, st.integers(1, 12))
def test_nobody_elected_has_fewer_votes_than_anyone_left_out(votes, seats):
    decided = slate(votes, seats=seats, present=100)
    least = min((votes[key] for key in decided.elected), default=101)
    others = [*decided.tied_at_edge, *decided.outvoted, *decided.failed]
    assert all(votes[key] < least for key in others)


@given(ballots, st.integers(1, 12), st.randoms())
def test_the_order_of_the_paper_elects_nobody(votes, seats, random):
    shuffled = list(votes.items())
    random.shuffle(shuffled)
    one, other = (slate(dict(v), seats=seats, present=100) for v in (votes.items(), shuffled))
    assert set(one.elected) == set(other.elected)
    assert set(one.tied_at_edge) == set(other.tied_at_edge)


def standing_again(*votes: tuple[str, int, bool], relative: bool = False):
    """Each with their votes, and whether they stand for a further term; one seat, 30 present."""
    rule = make_rule(Matter.ELECT_OFFICERS, thresholds=(share(Base.PRESENT, "1/2 gt"),))
    if relative:
        rule = rule.by_most_votes(Counting.PLURALITY, rule.citations["thresholds"])
    more = (share(Base.PRESENT, "2/3 ge"),)
    return decide_slate(
        [CandidateFigures(key=k, for_=n, further=more if again else ()) for k, n, again in votes],
        seats=1,
        rule=rule,
        figures=Figures(entitled=40, present=30),
        method_used=MethodUsed.SECRET,
        further_cited=rule.citations["quorum"],
    )


@pytest.mark.parametrize("relative", [False, True])
def test_further_term_needs_its_own_share_however_the_others_are_counted(relative):
    assert standing_again(("A", 20, True), relative=relative).elected == ("A",)
    assert standing_again(("A", 19, True), relative=relative).failed == ("A",)
    assert standing_again(("A", 19, False), relative=relative).elected == ("A",)
    decided = standing_again(("A", 19, True), ("B", 17, False), relative=relative)
    assert (decided.elected, decided.failed) == (("B",), ("A",))
    assert [one.required for one in decided.candidates] == [20, None]


def test_sentence_and_citations_name_what_a_further_term_needs():
    decided = standing_again(("A", 19, True))
    assert "for a further term present 30, at least 2/3 required: 20" in decided.sentence("en")
    assert "超届连任的，到会30家的三分之二以上即20票" in decided.sentence("zh")
    assert "below the threshold 1" in standing_again(("A", 19, True), relative=True).sentence("en")
    quorum = make_rule(Matter.ELECT_OFFICERS).citations["quorum"]
    assert set(quorum) <= set(decided.citations)
    assert "further" not in standing_again(("A", 19, False)).sentence("en")
