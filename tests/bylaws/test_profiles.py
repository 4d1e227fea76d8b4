import copy
import json
from datetime import date

import pytest

from bylaws.domain.profiles import FOLDER, known_profiles, load_profile, parse_profile
from bylaws.enums import BodyKind, Matter
from bylaws.errors import ProfileInvalid
from members.enums import Office
from tests.bylaws.make import make_rulebook
from tests.bylaws.tables import tables
from tests.bylaws.worked import GRADES, told_answer, told_rule

PROFILES = ("cn", "de", "fr", "ronr", "uk")
OVERRIDES = tables("profile-cn")[0]
RULES, SOURCES, ANSWERS = (
    {key: tables(f"profile-{key}")[place] for key in PROFILES} for place in (-3, -2, -1)
)


@pytest.fixture
def data():
    return copy.deepcopy(json.loads((FOLDER / "cn.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("key", PROFILES)
def test_every_rule_stands_in_the_documentation(key):
    assert [told_rule(rule) for rule in load_profile(key).rules] == RULES[key]


@pytest.mark.parametrize("key", PROFILES)
def test_every_source_stands_in_the_documentation(key):
    told = [
        {"rule": rule.id, "source": s.en, "来源": s.zh, "grade": GRADES[s.grade]}
        for rule in load_profile(key).rules
        for s in rule.sources
    ]
    assert told == SOURCES[key]


def test_documentation_explains_every_override_in_use():
    used = {rule.override.value for key in PROFILES for rule in load_profile(key).rules}
    assert used == {row["override"] for row in OVERRIDES}


def test_offices_kept_apart_stand_in_the_documentation():
    told = [
        {
            "rule": rule.id,
            "between": one.between,
            "one": ", ".join(sorted(one.one)),
            "other": ", ".join(sorted(one.other)),
        }
        for rule in load_profile("cn").rules
        for one in rule.exclusions
    ]
    assert told == tables("profile-cn")[1]
    named = {office for row in told for office in f"{row['one']}, {row['other']}".split(", ")}
    assert named - {"financial_staff"} <= set(Office.values)


@pytest.mark.parametrize("key", PROFILES)
def test_profile_alone_answers_as_documented(key):
    book = make_rulebook(profile=key)
    told = [
        told_answer(book.rule_for(body, matter))
        for body in BodyKind
        for matter in book.matters(body)
    ]
    assert [{name: row[name] for name in ANSWERS[key][0]} for row in told] == ANSWERS[key]


def test_every_profile_is_known_by_name():
    assert [(name.key, name.en) for name in known_profiles()] == [
        ("cn", "Social organizations in China"),
        ("de", "Registered associations in Germany"),
        ("fr", "Associations under the French law of 1901"),
        ("ronr", "Robert's Rules of Order Newly Revised"),
        ("uk", "Companies limited by guarantee in the United Kingdom"),
    ]
    assert [name.zh for name in known_profiles() if not name.zh] == []


@pytest.mark.parametrize("key", PROFILES)
def test_assumption_without_a_text_is_unverified(key):
    assumed = [rule for rule in load_profile(key).rules if "AS-" in rule.id]
    assert assumed
    assert [rule.id for rule in assumed if not rule.is_unverified] == []


@pytest.mark.parametrize(
    ("day", "remote", "rule_id"), [("2023-03-20", False, "DE-6a"), ("2023-03-21", True, "DE-6")]
)
def test_hybrid_meetings_in_germany_since_the_day_of_their_law(day, remote, rule_id):
    book = make_rulebook(profile="de", on=date.fromisoformat(day))
    rule = book.rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.ORDINARY)
    assert (rule.remote_allowed, [c.rule_id for c in rule.citations["remote"]]) == (
        remote,
        [rule_id],
    )


def test_three_months_are_reckoned_as_the_shortest_there_are():
    shortest = date(2027, 5, 1) - date(2027, 2, 1)
    assert load_profile("fr").rule("FR-3").parameters["bylaws.submission_days"] == shortest.days


def test_rule_from_memory_is_shown_as_unverified():
    unverified = {rule.id for rule in load_profile("cn").rules if rule.is_unverified}
    assert unverified == {f"AS-{number}" for number in range(1, 15)}
    source = load_profile("cn").rule("AS-1").sources[0]
    assert [source.render("zh"), source.render("en")] == [
        "未见规定；依惯例推定（未核实）",
        "no text seen; assumed from practice (unverified)",
    ]


def test_unknown_profile_and_rule_are_refused():
    for key in ("xx", "../cn"):
        with pytest.raises(ProfileInvalid):
            load_profile(key)
    with pytest.raises(ProfileInvalid):
        load_profile("cn").rule("CN-Z9")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("severity", "fatal"),
        ("override", "maybe"),
        ("sources", []),
        ("sources", [{"zh": "章程", "en": "bylaws", "grade": "bylaws"}]),
        ("sources", [{"zh": "某文", "en": "a text", "grade": "S9"}]),
        ("parameters", {"assembly.nothing": 1}),
        ("exclusions", [{"between": "family", "one": ["a"], "other": ["b"]}]),
        ("must_declare", ["assembly.nothing"]),
        ("must_declare", ["assembly.ordinary.threshold"]),
        (
            "parameters",
            {"assembly.quorum": {"base": "entitled", "num": 3, "den": 2, "comparison": "ge"}},
        ),
        ("valid_from", "yesterday"),
        ("id", "CN-A2"),
    ],
)
def test_profile_with_a_broken_rule_is_refused(data, field, value):
    data["rules"][0][field] = value
    with pytest.raises(ProfileInvalid):
        parse_profile(data)


def test_rule_that_lacks_a_field_is_named(data):
    del data["rules"][0]["zh"]
    with pytest.raises(ProfileInvalid, match="CN-A1"):
        parse_profile(data)


def test_two_rules_may_state_a_parameter_one_after_the_other_only(data):
    later = dict(data["rules"][0], id="CN-A1b", valid_from="2027-01-01")
    data["rules"].append(later)
    with pytest.raises(ProfileInvalid, match=r"assembly\.quorum"):
        parse_profile(data)
    data["rules"][0]["valid_to"] = "2027-01-01"
    profile = parse_profile(data)
    days = (date(2026, 12, 31), date(2027, 1, 1))
    stating = [profile.stating("assembly.quorum", day) for day in days]
    assert [rule and rule.id for rule in stating] == ["CN-A1", "CN-A1b"]
