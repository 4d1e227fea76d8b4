import pytest
from hypothesis import given
from hypothesis import strategies as st

from bylaws.domain.figures import Figures
from bylaws.domain.rules import Citation, Finding
from bylaws.domain.verdicts import judge
from bylaws.enums import (
    Base,
    BodyKind,
    Grade,
    Matter,
    MethodUsed,
    Outcome,
    RequiredMethod,
    Severity,
)
from bylaws.errors import CountDoesNotReconcile, FigureInvalid
from tests.bylaws.make import make_rule
from tests.bylaws.tables import based_share, cases, number, share, tables

WORKED, TWO = tables("verdicts")
HANDS = MethodUsed.SHOW_OF_HANDS


def case(name):
    return next(c for c in cases() if c.get("id") == name)


@pytest.mark.parametrize("row", WORKED)
def test_verdict_as_in_the_table(row):
    figures = Figures(
        entitled=126,
        present=number(row["present"]),
        for_=number(row["for"]),
        against=number(row["against"]),
        abstain=number(row["abstain"]),
    )
    rule = make_rule(
        thresholds=(based_share(row["thresholds"]),), method=RequiredMethod(row["method required"])
    )
    verdict = judge(
        figures,
        rule,
        method_used=MethodUsed(row["method used"]),
        remote_used=row["remote"] == "yes",
    )
    assert [verdict.outcome.value, verdict.sentence("en"), verdict.sentence("zh")] == [
        row["outcome"],
        row["English"],
        row["中文"],
    ]


@pytest.mark.parametrize("row", TWO)
def test_two_thresholds_apply_together(row):
    votes = {name: int(row[name]) for name in ("for", "against", "abstain")}
    present = sum(votes.values())
    rule = make_rule(thresholds=(share(Base.PRESENT, "1/2 gt"), share(Base.CAST, "2/3 ge")))
    verdict = judge(
        Figures(
            entitled=present,
            present=present,
            for_=votes["for"],
            against=votes["against"],
            abstain=votes["abstain"],
        ),
        rule,
        method_used=HANDS,
    )
    met = ["yes" if r.is_met else "no" for r in verdict.requirements]
    assert [*met, verdict.outcome.value] == [
        row["more than half of present"],
        row["2/3 of cast"],
        row["outcome"],
    ]


def test_sentence_of_two_thresholds():
    rule = make_rule(thresholds=(share(Base.PRESENT, "1/2 gt"), share(Base.CAST, "2/3 ge")))
    figures = Figures(entitled=13, present=13, for_=7, against=4, abstain=2)
    verdict = judge(figures, rule, method_used=HANDS)
    assert verdict.sentence("en") == (
        "present 13, more than half required: 7; votes cast 11, at least 2/3 required: 8; "
        "for 7: not adopted"
    )
    assert verdict.sentence("zh") == (
        "到会13家的过半数即7票，且赞成与反对票合计11票的三分之二以上即8票；赞成7票：未通过"
    )
    assert (verdict.required, verdict.of) == (8, 11)


def test_majority_of_present_without_two_thirds_of_cast():
    given_ = case("DUAL1")
    figures = Figures(
        present=given_["present"], for_=given_["f"], against=given_["a"], abstain=given_["ab"]
    )
    thresholds = {"majority_of_present": "1/2 gt", "two_thirds_cast": "2/3 ge"}
    bases = {"majority_of_present": Base.PRESENT, "two_thirds_cast": Base.CAST}
    met = {}
    for name, words in thresholds.items():
        of = figures.of(bases[name])
        met[name] = share(bases[name], words).is_met(given_["f"], of)
    assert met == given_["expect"]


def test_dues_vote_of_a_real_assembly():
    real = case("CN1")
    figures = Figures(
        entitled=real["entitled"],
        present=real["present"],
        for_=real["f"],
        against=real["a"],
        abstain=real["ab"],
    )
    verdict = judge(
        figures, make_rule(Matter.DUES_STANDARD), method_used=MethodUsed(real["method"])
    )
    expected = real["expect"]
    assert verdict.quorum.required == expected["quorum_need"]
    assert verdict.quorum.is_met is expected["quorum"]
    assert verdict.required == expected["need"]
    assert (verdict.outcome is Outcome.PASSED) is expected["passed"]
    assert [reason.code for reason in verdict.reasons] == expected["findings"]


def test_votes_cast_without_attendance_figures():
    hong_kong = case("HK1")
    half = share(Base.CAST, "1/2 gt")
    passed = [half.is_met(f, f + a) for f, a in hong_kong["votes"]]
    assert passed == hong_kong["expect"]["passed"]


def test_election_is_told_as_an_election():
    rule = make_rule(Matter.ELECT_OFFICERS, BodyKind.COUNCIL)
    figures = Figures(entitled=31, present=30, for_=28, against=1, abstain=1)
    verdict = judge(figures, rule, method_used=MethodUsed.SECRET)
    assert [verdict.sentence("en"), verdict.sentence("zh")] == [
        "present 30, at least 2/3 required: 20; for 28: elected",
        "到会30人的三分之二以上即20票；赞成28票：当选",
    ]


def test_applause_is_never_a_vote_even_without_quorum_figures():
    verdict = judge(Figures(), make_rule(), method_used=MethodUsed.APPLAUSE)
    assert verdict.outcome is Outcome.NOT_COMPLIANT
    assert [c.rule_id for c in verdict.reasons[0].citations] == ["CN-A10"]


def test_recorded_vote_does_where_a_show_of_hands_does():
    figures = Figures(entitled=126, present=109, for_=60, against=40, abstain=9)
    verdict = judge(figures, make_rule(), method_used=MethodUsed.RECORDED)
    assert verdict.outcome is Outcome.PASSED


def test_finding_that_blocks_makes_the_vote_not_compliant_and_others_are_told():
    figures = Figures(entitled=126, present=109, for_=98, against=7, abstain=4)
    source = Citation("章程第二十三条", "Bylaws, art. 23", Grade.BYLAWS)
    late = Finding("late_notice", "通知迟延", "notice was late", Severity.BLOCK, (source,))
    order = Finding("order", "候选人顺序", "order of candidates", Severity.WARN)
    verdict = judge(figures, make_rule(), method_used=HANDS, findings=[late, order])
    assert (verdict.outcome, verdict.reasons, verdict.remarks) == (
        Outcome.NOT_COMPLIANT,
        (late,),
        (order,),
    )
    assert source in verdict.citations


def test_verdict_cites_what_it_rests_on_once():
    figures = Figures(entitled=126, present=109, for_=98, against=7, abstain=4)
    found = {}
    for matter in (Matter.ORDINARY, Matter.DUES_STANDARD):
        verdict = judge(figures, make_rule(matter), method_used=MethodUsed.SECRET)
        found[matter] = [citation.render("en") for citation in verdict.citations]
    instances = "bylaws of single associations (instances, not law)"
    assert found == {
        Matter.ORDINARY: [instances, "Notice Minfa (2014) 166, no. 4 (for votes on dues)"],
        Matter.DUES_STANDARD: [
            "Notice Minfa (2014) 166, no. 4",
            instances,
            "Notice Minfa (2014) 166, no. 4 (for votes on dues)",
        ],
    }


def test_figures_that_contradict_each_other_are_refused():
    with pytest.raises(CountDoesNotReconcile) as refused:
        judge(
            Figures(entitled=126, present=109, for_=98, against=7, abstain=5),
            make_rule(),
            method_used=HANDS,
        )
    assert refused.value.render("en") == (
        "The count does not reconcile: for, against and abstain (98 + 7 + 5 = 110) must not "
        "exceed those present (109). Check the count and enter it again."
    )
    assert refused.value.render("zh") == (
        "票数不符：赞成、反对与弃权（98+7+5=110）应当不多于到会数（109）。请核对后重新填报。"
    )


def test_negative_figure_is_refused():
    with pytest.raises(FigureInvalid, match="Votes for cannot be negative"):
        Figures(for_=-1)


votes = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))


@given(votes, st.integers(0, 60), st.integers(0, 60))
def test_one_more_vote_for_never_unmakes_a_decision(counted, silent, away):
    for_, against, abstain = counted
    present = sum(counted) + silent + 1
    entitled = present + away

    def outcome(votes_for):
        figures = Figures(
            entitled=entitled, present=present, for_=votes_for, against=against, abstain=abstain
        )
        return judge(figures, make_rule(Matter.BYLAWS), method_used=HANDS).outcome

    if outcome(for_) is Outcome.PASSED:
        assert outcome(for_ + 1) is Outcome.PASSED
