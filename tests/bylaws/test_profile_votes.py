"""Votes judged by the profiles of several countries, as their pages tell them."""

import pytest

from bylaws.domain.elected import CandidateFigures, decide_slate
from bylaws.domain.figures import Figures
from bylaws.domain.notice import earliest_lawful_date
from bylaws.domain.parameters import BylawsParameter
from bylaws.domain.verdicts import judge
from bylaws.enums import BodyKind, InNotice, Matter, MethodUsed, Outcome
from bylaws.errors import CountDoesNotReconcile, FigureInvalid, MustBeDeclared, NoRuleInForce
from tests.bylaws.make import DAY, make_rule, make_rulebook
from tests.bylaws.tables import cases, tables
from tests.bylaws.worked import judge_row, told_verdict

ASSEMBLY = BodyKind.GENERAL_ASSEMBLY
HANDS = MethodUsed.SHOW_OF_HANDS
WORKED = [(key, row) for key in ("de", "fr", "ronr", "uk") for row in tables(f"profile-{key}")[0]]


def case(name):
    return next(c for c in cases() if c.get("id") == name)


def rule_of(profile, matter=Matter.ORDINARY, *parameters, **choices):
    return make_rulebook(*parameters, profile=profile).rule_for(ASSEMBLY, matter, **choices)


def share_of(base, num, den, comparison):
    return {"base": base, "num": num, "den": den, "comparison": comparison}


@pytest.mark.parametrize(
    ("profile", "row"), WORKED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_vote_as_in_the_table(profile, row):
    expected = {name: row[name] for name in ("outcome", "English", "中文")}
    assert told_verdict(judge_row(profile, row)) == expected


@pytest.mark.parametrize("given_", [c for c in cases() if c.get("kind") == "RONR_majority"])
def test_majority_of_roberts_rules_counts_illegal_votes(given_):
    votes = given_["votes"]
    figures = Figures(
        entitled=votes,
        present=votes,
        for_=given_["need"],
        against=0,
        invalid=votes - given_["need"],
    )
    verdict = judge(figures, rule_of("ronr"), method_used=MethodUsed.SECRET)
    assert (verdict.of, verdict.required, verdict.outcome) == (
        votes,
        given_["need"],
        Outcome.PASSED,
    )


@pytest.mark.parametrize("given_", [c for c in cases() if c.get("kind") == "RONR_two_thirds"])
def test_two_thirds_of_roberts_rules(given_):
    votes, need = given_["votes"], given_["need"]
    figures = Figures(entitled=100, present=60, for_=need, against=votes - need)
    verdict = judge(figures, rule_of("ronr", Matter.BYLAWS), method_used=HANDS)
    assert (verdict.of, verdict.required, verdict.outcome) == (votes, need, Outcome.PASSED)


def test_majority_of_present_without_two_thirds_of_cast_under_roberts_rules():
    dual = case("DUAL1")
    both = [share_of("present", 1, 2, "gt"), share_of("cast", 2, 3, "ge")]
    stated = BylawsParameter("assembly.ordinary.threshold", both, "第二十五条")
    figures = Figures(
        entitled=dual["present"],
        present=dual["present"],
        for_=dual["f"],
        against=dual["a"],
        abstain=dual["ab"],
    )
    verdict = judge(figures, rule_of("ronr", Matter.ORDINARY, stated), method_used=HANDS)
    assert [r.is_met for r in verdict.requirements] == [
        dual["expect"]["majority_of_present"],
        dual["expect"]["two_thirds_cast"],
    ]
    assert verdict.outcome is Outcome.FAILED


def test_two_motions_of_a_club_pass_as_ordinary_resolutions():
    passed = []
    for for_, against in case("HK1")["votes"]:
        figures = Figures(
            entitled=for_ + against, present=for_ + against, for_=for_, against=against
        )
        verdict = judge(figures, rule_of("uk"), method_used=HANDS)
        passed.append(verdict.outcome is Outcome.PASSED)
    assert passed == case("HK1")["expect"]["passed"]


def test_relative_majority_does_not_elect_a_german_board():
    real = case("DE2")
    total = real["expect"]["total"]
    figures = Figures(entitled=total, present=total)

    def decided(*, counted):
        candidates = [
            CandidateFigures(
                key=str(n), for_=for_, against=total - for_ if counted else None, abstain=0
            )
            for n, for_ in enumerate(real["votes"])
        ]
        return decide_slate(
            candidates,
            seats=real["seats"],
            rule=rule_of("de", Matter.ELECT_COUNCIL),
            figures=figures,
            method_used=HANDS,
        )

    whole = decided(counted=True)
    assert (whole.elected, whole.outcome) == ((), Outcome.FAILED)
    assert {c.requirements[0].required for c in whole.candidates} == {real["expect"]["gt_half"]}
    assert decided(counted=False).sentence("en") == "not determinable: votes against not recorded"


def test_fixed_quorum_of_the_profile_gives_way_to_a_share():
    stated = BylawsParameter("assembly.quorum", share_of("entitled", 1, 10, "ge"), "第十条")
    assert rule_of("uk", Matter.ORDINARY, stated).quorum.required(150) == 15
    assert rule_of("uk").quorum.required(150) == 2


def test_notice_of_an_english_meeting_is_fourteen_clear_days():
    rule = rule_of("uk")
    on = earliest_lawful_date(DAY, rule.notice_days, clear=rule.notice_clear_days)
    assert ((on - DAY).days, rule.notice_days) == (15, 14)


def test_articles_may_lengthen_the_notice_and_not_shorten_it():
    found = [
        rule_of("uk", Matter.ORDINARY, BylawsParameter("assembly.notice_days", days, "第八条"))
        for days in (21, 7)
    ]
    assert [(rule.notice_days, len(rule.overridden)) for rule in found] == [(21, 0), (14, 1)]


def test_right_to_a_proxy_cannot_be_taken_away():
    stated = BylawsParameter("assembly.proxies_per_holder", 0, "第九条")
    rule = rule_of("uk", Matter.ORDINARY, stated)
    assert rule.proxies_allowed
    assert [o.key for o in rule.overridden] == ["assembly.proxies_per_holder"]
    assert not rule_of("de").proxies_allowed


def test_base_that_the_bylaws_have_to_declare_is_named():
    book = make_rulebook(profile="fr")
    rule = book.rule_for(ASSEMBLY, Matter.WORK_REPORT)
    assert (rule.ways, [c.rule_id for c in rule.citations["thresholds"]]) == ((), ["FR-2"])
    for key in ("assembly.ordinary.threshold", "term.max_years"):
        with pytest.raises(MustBeDeclared, match=key):
            book.answer(key)
    with pytest.raises(NoRuleInForce, match=r"council\.size"):
        book.answer("council.size")


def test_declared_base_of_other_resolutions_covers_amendments_but_no_dissolution():
    stated = BylawsParameter(
        "assembly.ordinary.threshold", share_of("cast", 1, 2, "gt"), "第十二条"
    )
    book = make_rulebook(stated, profile="fr")
    found = {m: book.rule_for(ASSEMBLY, m) for m in (Matter.BYLAWS, Matter.DISSOLUTION)}
    assert {matter: rule.undeclared is None for matter, rule in found.items()} == {
        Matter.BYLAWS: True,
        Matter.DISSOLUTION: False,
    }


def test_slate_without_a_declared_base_elects_nobody():
    decided = decide_slate(
        [CandidateFigures(key="A", for_=80, against=5, abstain=5)],
        seats=1,
        rule=rule_of("fr", Matter.ELECT_COUNCIL),
        figures=Figures(entitled=120, present=90),
        method_used=MethodUsed.SECRET,
    )
    assert (decided.outcome, decided.declared) == (Outcome.NOT_DETERMINABLE, ())
    assert [reason.code for reason in decided.reasons] == ["undeclared"]


@pytest.mark.parametrize(
    ("profile", "required", "named"), [("fr", (30, 0), 0), ("cn", (60, 60), 1)]
)
def test_second_call_lowers_the_quorum_only_where_the_bylaws_may(profile, required, named):
    none = share_of("entitled", 0, 1, "ge")
    stated = [
        BylawsParameter("assembly.quorum", share_of("entitled", 1, 3, "ge"), "第十一条"),
        BylawsParameter("assembly.second_call.quorum", none, "第十一条第二款"),
    ]
    first, second = (
        rule_of(profile, Matter.ORDINARY, *stated, second_call=again) for again in (False, True)
    )
    assert (first.quorum.required(90), second.quorum.required(90)) == required
    assert [o.key for o in second.overridden] == ["assembly.second_call.quorum"] * named


def test_change_of_purpose_amends_the_bylaws_where_no_text_says_more():
    found = {key: rule_of(key, Matter.PURPOSE) for key in ("cn", "uk", "ronr")}
    bylaws = {key: rule_of(key, Matter.BYLAWS) for key in found}
    assert {key: rule.ways for key, rule in found.items()} == {
        key: rule.ways for key, rule in bylaws.items()
    }
    assert found["uk"].text_in_notice


def test_rare_matters_are_named_where_a_text_knows_them():
    stated = BylawsParameter(
        "assembly.dissolution.threshold", share_of("present", 3, 4, "ge"), "第五十条"
    )
    rare = {Matter.PURPOSE, Matter.DISSOLUTION}
    found = {key: rare & {*make_rulebook(profile=key).matters(ASSEMBLY)} for key in ("cn", "de")}
    assert found == {"cn": set(), "de": rare}
    assert Matter.DISSOLUTION in make_rulebook(stated).matters(ASSEMBLY)
    with pytest.raises(NoRuleInForce, match=r"assembly\.dissolution\.threshold"):
        rule_of("cn", Matter.DISSOLUTION)


def test_bylaws_keep_each_way_of_the_profile_together_with_their_own():
    rule = make_rule(Matter.BYLAWS)
    stated = BylawsParameter(
        "assembly.bylaws.threshold",
        {
            "any_of": [
                {"all_of": [share_of("cast", 2, 3, "ge")], "previous_notice": True},
                {"all_of": [share_of("entitled", 1, 2, "gt")]},
            ]
        },
        "第二十五条",
    )
    both = rule_of("cn", Matter.BYLAWS, stated)
    assert [len(way.thresholds) for way in both.ways] == [2, 2]
    assert all(rule.thresholds[0] in way.thresholds for way in both.ways)


def test_votes_that_need_previous_notice_are_not_enough_without():
    stated = BylawsParameter(
        "assembly.ordinary.threshold",
        {"any_of": [{"all_of": [share_of("cast", 2, 3, "ge")], "previous_notice": True}]},
        "第六条",
    )
    verdict = judge(
        Figures(entitled=90, present=60, for_=50, against=10),
        rule_of("ronr", Matter.ORDINARY, stated),
        method_used=HANDS,
        in_notice=InNotice.NOTHING,
    )
    assert (verdict.outcome, [r.code for r in verdict.reasons]) == (
        Outcome.NOT_COMPLIANT,
        ["no_previous_notice"],
    )


def test_written_consents_count_in_no_matter_that_does_not_know_them():
    figures = Figures(entitled=50, present=40, for_=20, against=20, abstain=0)
    verdict = judge(figures, rule_of("de"), method_used=HANDS, written_consents=10)
    assert (verdict.outcome, verdict.written_consents) == (Outcome.FAILED, 0)
    assert [remark.code for remark in verdict.remarks] == ["consents_not_counted"]


def test_written_consents_of_more_than_are_absent_are_refused():
    figures = Figures(entitled=50, present=49, for_=49, against=0, abstain=0)
    with pytest.raises(CountDoesNotReconcile, match=r"49 \+ 2 = 51"):
        judge(figures, rule_of("de", Matter.PURPOSE), method_used=HANDS, written_consents=2)
    with pytest.raises(FigureInvalid):
        judge(figures, rule_of("de", Matter.PURPOSE), method_used=HANDS, written_consents=-1)


def test_entry_in_the_register_or_the_vote_puts_bylaws_in_force():
    found = {
        key: make_rulebook(profile=key).answer("bylaws.effective_on_approval").value
        for key in ("cn", "de", "fr", "ronr", "uk")
    }
    assert found == {"cn": True, "de": True, "fr": False, "ronr": False, "uk": False}
