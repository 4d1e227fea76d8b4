from dataclasses import replace

import pytest

from bylaws.domain.figures import Figures
from bylaws.domain.quorums import judge_quorum
from bylaws.enums import Base, Matter
from tests.bylaws.make import make_rule
from tests.bylaws.tables import cases, number, share, tables

WORKED, COUNTED, SENTENCES = tables("quorum")


@pytest.mark.parametrize("row", WORKED)
def test_quorum_as_in_the_table(row):
    quorum = share(Base.ENTITLED, f"{row['share']} {row['comparison']}")
    figures = Figures(entitled=int(row["entitled"]), present=int(row["present"]))
    verdict = judge_quorum(make_rule(quorum=quorum), figures)
    assert (verdict.required, verdict.is_met) == (int(row["required"]), row["met"] == "yes")


@pytest.mark.parametrize("row", COUNTED)
def test_quorum_of_a_number_as_in_the_table(row):
    quorum = share(Base.ENTITLED, f"{row['share']} {row['comparison']}")
    rule = make_rule(quorum=replace(quorum, least=int(row["count"])))
    figures = Figures(entitled=int(row["entitled"]), present=int(row["present"]))
    verdict = judge_quorum(rule, figures)
    assert [verdict.sentence("en"), verdict.sentence("zh")] == [row["English"], row["中文"]]


@pytest.mark.parametrize("row", SENTENCES)
def test_quorum_sentence_as_in_the_table(row):
    verdict = judge_quorum(make_rule(), Figures(entitled=126, present=number(row["present"])))
    assert [verdict.sentence("en"), verdict.sentence("zh")] == [row["English"], row["中文"]]


@pytest.mark.parametrize("case", [c for c in cases() if c.get("kind") == "quorum"])
def test_quorum_as_in_the_cases(case):
    quorum = share(Base.ENTITLED, case["rule"])
    entitled, need = case["entitled"], case["need"]
    rule = make_rule(quorum=quorum)
    reached = judge_quorum(rule, Figures(entitled=entitled, present=need))
    short = judge_quorum(rule, Figures(entitled=entitled, present=need - 1))
    assert (reached.required, reached.is_met, short.is_met) == (need, True, False)


def test_quorum_of_a_re_election_counts_those_in_the_hall():
    figures = Figures(entitled=120, present=92, in_person=79)
    re_election = judge_quorum(make_rule(Matter.ELECT_COUNCIL), figures)
    ordinary = judge_quorum(make_rule(), figures)
    assert [(v.present, v.is_met) for v in (re_election, ordinary)] == [(79, False), (92, True)]


def test_quorum_without_a_share_needs_one():
    rule = make_rule(quorum=share(Base.ENTITLED, "0/1 ge"))
    verdict = judge_quorum(rule, Figures(entitled=50, present=0))
    assert verdict.sentence("en") == ("entitled 50, at least one must attend; present 0: no quorum")
    assert verdict.sentence("zh") == "应到50家，至少一家到会；实到0家：未达到法定人数"


def test_quorum_cites_its_source():
    verdict = judge_quorum(make_rule(), Figures(entitled=126, present=109))
    assert {citation.rule_id for citation in verdict.citations} == {"CN-A1"}
