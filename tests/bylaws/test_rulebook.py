from dataclasses import replace
from datetime import date

import pytest

from bylaws.domain.association_parameters import CHOICES
from bylaws.domain.parameters import SPECS, BylawsParameter, is_at_least_as_hard, parse_value
from bylaws.domain.profiles import Profile, load_profile
from bylaws.domain.rulebook import RegistrarConsent, Rulebook
from bylaws.enums import Base, BodyKind, Matter, Override, ParameterKind, RequiredMethod, Unit
from bylaws.errors import MatterNotForBody, NoRuleInForce, ParameterInvalid
from tests.bylaws.make import DAY, make_rulebook
from tests.bylaws.tables import ABSENT, based_share, share, tables

ASSEMBLY = BodyKind.GENERAL_ASSEMBLY
LAYERS, PARAMETERS = tables("rulebook")


def present(words):
    return stated(Base.PRESENT, words)


def stated(base, words):
    threshold = share(base, words)
    return {
        "base": base.value,
        "num": threshold.num,
        "den": threshold.den,
        "comparison": threshold.comparison.value,
    }


def shares(rule):
    return [f"{t.base} {t.num}/{t.den} {t.comparison}" for t in rule.thresholds]


def cited(rule, name):
    return [c.rule_id or c.zh for c in rule.citations[name]]


@pytest.mark.parametrize("row", LAYERS)
def test_layers_as_in_the_table(row):
    key = "assembly.ordinary.threshold"
    rule = replace(
        load_profile("cn").rule("CN-A2"),
        override=Override(row["override"]),
        parameters={key: (based_share(row["profile"]),)},
    )
    words = row["bylaws"]
    parameters = []
    if words != ABSENT:
        threshold = based_share(words)
        value = stated(threshold.base, words.split(maxsplit=1)[1])
        parameters.append(BylawsParameter(key, value, "第二十五条"))
    book = Rulebook(
        Profile(key="one", zh="一", en="one", rules=(rule,)),
        parameters,
        bylaws_label_zh="《章程》",
        bylaws_label_en="Bylaws",
        on=DAY,
    )
    answer = book.answer(key)
    assert answer.value == tuple(based_share(part) for part in row["governs"].split("; "))
    assert bool(answer.overridden) is (row["named as overridden"] == "yes")


def test_every_parameter_stands_in_the_documentation():
    told = [
        {
            "key": f"`{spec.key}`",
            "kind": spec.kind.value,
            "harder": spec.harder,
            "meaning": spec.en,
            "中文": spec.zh,
        }
        for spec in SPECS.values()
    ]
    assert told == PARAMETERS


def test_bylaws_that_repeat_the_rule_are_cited_with_it():
    book = make_rulebook(
        BylawsParameter("assembly.quorum", stated(Base.ENTITLED, "2/3 ge"), "第二十五条第一款")
    )
    rule = book.rule_for(ASSEMBLY, Matter.BYLAWS)
    assert cited(rule, "quorum") == ["《章程》第二十五条第一款", "CN-A1", "CN-A1"]
    assert rule.citations["quorum"][0].render("en") == "Bylaws, art. 25, para. 1"
    assert rule.overridden == ()


def test_bylaws_govern_freely_where_the_rule_lets_them():
    book = make_rulebook(
        BylawsParameter("assembly.elect_council.threshold", present("1/2 ge"), "第二十五条第二项")
    )
    rule = book.rule_for(ASSEMBLY, Matter.ELECT_COUNCIL)
    assert (shares(rule), cited(rule, "thresholds"), rule.overridden) == (
        ["present 1/2 ge"],
        ["《章程》第二十五条第二项"],
        (),
    )


def test_bylaws_may_be_stricter_than_the_rule():
    book = make_rulebook(
        BylawsParameter("assembly.bylaws.threshold", present("3/4 ge"), "第二十五条第一项")
    )
    rule = book.rule_for(ASSEMBLY, Matter.BYLAWS)
    assert (shares(rule), rule.overridden) == (["present 3/4 ge"], ())


def test_harder_rule_wins_over_the_bylaws_and_they_are_named():
    book = make_rulebook(
        BylawsParameter("assembly.bylaws.threshold", present("1/2 gt"), "第二十五条第一项")
    )
    rule = book.rule_for(ASSEMBLY, Matter.BYLAWS)
    assert shares(rule) == ["present 2/3 ge"]
    (overridden,) = rule.overridden
    assert (overridden.key, overridden.bylaws.zh) == (
        "assembly.bylaws.threshold",
        "《章程》第二十五条第一项",
    )
    assert overridden.render("en") == (
        "Bylaws, art. 25, item 1 on “threshold for the matter (assembly.bylaws.threshold)” asks "
        "less than rule CN-A3, which governs: Adopting or amending the bylaws needs at least two "
        "thirds of those present."
    )
    assert overridden.render("zh") == (
        "《章程》第二十五条第一项关于“通过比例（assembly.bylaws.threshold）”的规定低于规则CN-A3，"
        "适用后者：制定和修改章程须经到会会员三分之二以上赞成。"
    )


def test_dues_stay_secret_whatever_the_bylaws_say():
    book = make_rulebook(
        BylawsParameter("assembly.dues_standard.method", "show_of_hands_allowed", "第三十条")
    )
    rule = book.rule_for(ASSEMBLY, Matter.DUES_STANDARD)
    assert rule.method is RequiredMethod.SECRET
    assert [o.key for o in rule.overridden] == ["assembly.dues_standard.method"]


def test_bylaws_stricter_than_a_rule_that_may_not_change_are_kept():
    book = make_rulebook(
        BylawsParameter("assembly.dues_standard.threshold", present("2/3 ge"), "第二十五条")
    )
    rule = book.rule_for(ASSEMBLY, Matter.DUES_STANDARD)
    assert (shares(rule), cited(rule, "thresholds")) == (
        ["present 2/3 ge"],
        ["《章程》第二十五条", "CN-A5"],
    )


def test_shares_of_different_bases_apply_together():
    book = make_rulebook(
        BylawsParameter(
            "assembly.bylaws.threshold", stated(Base.CAST, "3/4 ge"), "第二十五条第一项"
        )
    )
    rule = book.rule_for(ASSEMBLY, Matter.BYLAWS)
    assert (shares(rule), rule.overridden) == (["cast 3/4 ge", "present 2/3 ge"], ())


def test_bylaws_may_state_two_thresholds_at_once():
    both = [present("1/2 gt"), stated(Base.CAST, "2/3 ge")]
    book = make_rulebook(BylawsParameter("assembly.ordinary.threshold", both, "第二十五条"))
    assert shares(book.rule_for(ASSEMBLY, Matter.WORK_REPORT)) == [
        "present 1/2 gt",
        "cast 2/3 ge",
    ]


def test_other_resolutions_of_the_bylaws_cover_matters_without_a_rule_of_their_own():
    book = make_rulebook(
        BylawsParameter("assembly.ordinary.threshold", present("1/2 gt"), "第二十五条第四项")
    )
    found = {m: shares(book.rule_for(ASSEMBLY, m)) for m in (Matter.SCRUTINEERS, Matter.BYLAWS)}
    assert found == {Matter.SCRUTINEERS: ["present 1/2 gt"], Matter.BYLAWS: ["present 2/3 ge"]}


def test_matter_of_the_bylaws_own_comes_before_other_resolutions():
    book = make_rulebook(
        BylawsParameter("assembly.financial_rules.threshold", present("2/3 ge"), "第二十五条"),
        BylawsParameter("assembly.ordinary.threshold", present("1/2 gt"), "第二十六条"),
    )
    rule = book.rule_for(ASSEMBLY, Matter.FINANCIAL_RULES)
    assert cited(rule, "thresholds") == ["《章程》第二十五条"]


def test_quorum_for_dues_does_not_fall_below_their_own():
    book = make_rulebook(
        BylawsParameter("assembly.quorum", stated(Base.ENTITLED, "3/4 ge"), "第二十五条")
    )
    rule = book.rule_for(ASSEMBLY, Matter.DUES_STANDARD)
    assert (rule.quorum, cited(rule, "quorum")[0]) == (
        share(Base.ENTITLED, "3/4 ge"),
        "《章程》第二十五条",
    )
    easier = make_rulebook(
        BylawsParameter(
            "assembly.dues_standard.quorum", stated(Base.ENTITLED, "1/2 ge"), "第二十五条"
        )
    ).rule_for(ASSEMBLY, Matter.DUES_STANDARD)
    assert easier.quorum == share(Base.ENTITLED, "2/3 ge")
    assert [o.key for o in easier.overridden] == ["assembly.dues_standard.quorum"]


def test_re_election_is_held_in_the_hall_even_where_the_bylaws_allow_more():
    book = make_rulebook(
        BylawsParameter("assembly.remote", True, "第二十七条"),
        BylawsParameter("assembly.re_election.remote", True, "第二十七条"),
    )
    found = [
        book.rule_for(ASSEMBLY, Matter.BYLAWS),
        book.rule_for(ASSEMBLY, Matter.BYLAWS, re_election=True),
        book.rule_for(ASSEMBLY, Matter.ELECT_COUNCIL),
    ]
    assert [(r.remote_allowed, r.quorum_in_person) for r in found] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert cited(found[1], "remote") == ["CN-A11"]
    assert [o.key for o in found[1].overridden] == ["assembly.re_election.remote"]


@pytest.mark.parametrize(
    ("profile", "in_hall"),
    [("cn", True), ("de", False), ("fr", False), ("uk", False), ("ronr", False)],
)
def test_quorum_of_a_re_election_counts_the_hall_alone_where_a_rule_says_so(profile, in_hall):
    """CN-A11a; elsewhere whoever votes by proxy counts too (for companies, CA 2006, s. 318)."""
    matter = Matter.ELECT_OFFICERS if profile == "uk" else Matter.ELECT_COUNCIL
    rule = make_rulebook(profile=profile).rule_for(ASSEMBLY, matter, re_election=True)
    assert rule.quorum_in_person is in_hall


@pytest.mark.parametrize(
    ("given_on", "subject", "allowed"),
    [
        (DAY, "assembly.re_election.remote", True),
        (date(2026, 11, 24), "assembly.re_election.remote", False),
        (DAY, "council.re_election.remote", False),
    ],
)
def test_written_consent_opens_a_re_election_to_remote_voters(given_on, subject, allowed):
    consent = RegistrarConsent(subject, "民函〔2026〕12号", given_on)
    rule = make_rulebook(consents=[consent]).rule_for(ASSEMBLY, Matter.ELECT_COUNCIL)
    assert (rule.remote_allowed, rule.quorum_in_person) == (allowed, True)
    if allowed:
        assert rule.citations["remote"][0].zh == (
            "登记管理机关书面同意（民函〔2026〕12号，2026-11-23）"
        )


def test_notice_and_proxies_of_the_bylaws():
    book = make_rulebook(
        BylawsParameter("assembly.notice_days", 10, "第二十三条"),
        BylawsParameter("assembly.notice_clear_days", True, "第二十三条"),
        BylawsParameter("assembly.proxies_per_holder", 1, "第二十六条"),
        BylawsParameter("assembly.unit", "person", "第二十二条"),
    )
    rule = book.rule_for(ASSEMBLY, Matter.ORDINARY)
    assert (
        rule.notice_days,
        rule.notice_clear_days,
        rule.proxies_per_holder,
        rule.proxies_allowed,
        rule.unit,
    ) == (10, True, 1, True, Unit.PERSON)


def test_every_part_of_every_rule_has_a_citation_in_two_languages():
    book = make_rulebook()
    for body in BodyKind:
        rule = book.rule_for(body, Matter.ORDINARY)
        assert set(rule.citations) == {
            "quorum",
            "thresholds",
            "method",
            "applause",
            "remote",
            "notice_days",
            "notice_clear_days",
            "proxies",
            "unit",
        }
        assert all(c.zh and c.en for c in rule.all_citations)
        assert all(rule.citations.values())


def test_draft_does_not_govern_before_it_is_in_force():
    v1 = BylawsParameter("assembly.elect_council.threshold", present("1/2 ge"), "第二十五条")
    rule = make_rulebook(v1).rule_for(ASSEMBLY, Matter.ELECT_COUNCIL)
    assert (shares(rule), rule.on) == (["present 1/2 ge"], DAY)
    assert load_profile("cn").rule("CN-F2").parameters["bylaws.effective_on_approval"] is True


def test_body_without_power_over_a_matter_is_refused():
    with pytest.raises(MatterNotForBody) as refused:
        make_rulebook().rule_for(BodyKind.COUNCIL, Matter.DUES_STANDARD)
    assert "council" in refused.value.render("en")


@pytest.mark.parametrize(("by_council", "refused"), [(True, ASSEMBLY), (False, BodyKind.COUNCIL)])
def test_officers_are_elected_by_the_body_that_the_bylaws_name(by_council, refused):
    book = make_rulebook(BylawsParameter("officers.elected_by_council", by_council, "第三十一条"))
    (other,) = {ASSEMBLY, BodyKind.COUNCIL} - {refused}
    assert book.rule_for(other, Matter.ELECT_OFFICERS).body is other
    with pytest.raises(MatterNotForBody, match=r"Bylaws, art\. 31"):
        book.rule_for(refused, Matter.ELECT_OFFICERS)


def test_question_that_no_text_answers_is_refused():
    with pytest.raises(NoRuleInForce, match=r"council\.size"):
        make_rulebook().answer("council.size")
    book = make_rulebook(BylawsParameter("council.size", 31, "第二十七条"))
    assert book.answer("council.size").value == 31


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("assembly.unknown", 1),
        ("assembly.notice_days", -1),
        ("assembly.notice_days", True),
        ("assembly.notice_days", "15"),
        ("assembly.remote", 1),
        ("assembly.unit", "家"),
        ("assembly.ordinary.method", "applause"),
        ("assembly.ordinary.threshold", []),
        ("assembly.ordinary.threshold", {"base": "present", "num": 2, "den": 3}),
        ("assembly.ordinary.threshold", stated(Base.PRESENT, "2/3 ge") | {"num": 2.0}),
        ("assembly.quorum", stated(Base.PRESENT, "2/3 ge")),
        ("assembly.quorum", [stated(Base.ENTITLED, "2/3 ge")] * 2),
        ("council.max_share", {"num": 1, "den": 0}),
        ("council.max_share", 3),
    ],
)
def test_parameter_of_the_wrong_shape_is_refused(key, value):
    with pytest.raises(ParameterInvalid) as refused:
        parse_value(key, value)
    assert key in refused.value.render("zh")


def test_parameter_stated_twice_is_refused():
    twice = [BylawsParameter("assembly.notice_days", n, "第二十三条") for n in (10, 15)]
    with pytest.raises(ParameterInvalid):
        make_rulebook(*twice)


SAMPLES = {
    ParameterKind.NUMBER: (1, 2),
    ParameterKind.FLAG: (False, True),
    ParameterKind.FRACTION: ({"num": 1, "den": 3}, {"num": 1, "den": 2}),
    ParameterKind.METHOD: ("show_of_hands_allowed", "secret"),
    ParameterKind.UNIT: ("firm", "person"),
    ParameterKind.THRESHOLD: (stated(Base.ENTITLED, "1/2 ge"), stated(Base.ENTITLED, "2/3 ge")),
    ParameterKind.VOTES: (
        {"by": "class", "votes": {"council": 2}},
        {"by": "class", "votes": {"council": 3}},
    ),
}


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: spec.key)
def test_every_parameter_knows_which_way_is_harder(spec):
    sample = CHOICES.get(spec.key) or SAMPLES[spec.kind]
    low, high = (parse_value(spec.key, value) for value in sample[:2])
    harder = (
        is_at_least_as_hard(spec.key, high, low),
        is_at_least_as_hard(spec.key, low, high),
    )
    ordered = spec.kind in {ParameterKind.METHOD, ParameterKind.THRESHOLD}
    expected = {"more": (True, False), "less": (False, True), "neither": (False, False)}
    assert harder == ((True, False) if ordered else expected[spec.harder])
    assert is_at_least_as_hard(spec.key, low, low)
    assert spec.zh
    assert spec.en
