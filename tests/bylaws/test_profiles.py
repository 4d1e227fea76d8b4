import copy
import json
from datetime import date

import pytest

from bylaws.domain.profiles import FOLDER, load_profile, parse_profile
from bylaws.enums import BodyKind, Grade, Matter
from bylaws.errors import ProfileInvalid
from tests.bylaws.make import make_rulebook
from tests.bylaws.tables import ABSENT, tables

OVERRIDES, RULES, SOURCES, ANSWERS = tables("profile-cn")
GRADES = {grade: grade.value for grade in Grade} | {Grade.UNVERIFIED: "M, unverified"}


@pytest.fixture
def data():
    return copy.deepcopy(json.loads((FOLDER / "cn.json").read_text(encoding="utf-8")))


def test_every_rule_stands_in_the_documentation():
    told = [
        {
            "rule": rule.id,
            "topic": rule.topic,
            "en": rule.en,
            "zh": rule.zh,
            "grade": GRADES[rule.grade],
            "severity": rule.severity.value,
            "override": rule.override.value,
            "parameters": ", ".join(f"`{key}`" for key in rule.parameters) or ABSENT,
            "from": str(rule.valid_from or ABSENT),
        }
        for rule in load_profile("cn").rules
    ]
    renamed = [dict(row, en=row["text"], zh=row["中文"]) for row in RULES]
    assert [{key: row[key] for key in told[0]} for row in renamed] == told


def test_every_source_stands_in_the_documentation():
    told = [
        {"rule": rule.id, "source": s.en, "来源": s.zh, "grade": GRADES[s.grade]}
        for rule in load_profile("cn").rules
        for s in rule.sources
    ]
    assert told == SOURCES


def test_documentation_explains_every_override_in_use():
    used = {rule.override.value for rule in load_profile("cn").rules}
    assert used == {row["override"] for row in OVERRIDES}


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"{row['body']}-{row['matter']}")
def test_profile_alone_answers_as_documented(row):
    rule = make_rulebook().rule_for(BodyKind(row["body"]), Matter(row["matter"]))
    shares = [f"{t.base} {t.num}/{t.den} {t.comparison}" for t in (rule.quorum, *rule.thresholds)]
    assert [
        shares[0],
        "; ".join(shares[1:]),
        rule.method.value,
        "yes" if rule.remote_allowed else "no",
        str(rule.notice_days),
        str(rule.proxies_per_holder),
    ] == [
        row[name] for name in ("quorum", "threshold", "method", "remote", "notice days", "proxies")
    ]


def test_rule_from_memory_is_shown_as_unverified():
    unverified = {rule.id for rule in load_profile("cn").rules if rule.is_unverified}
    assert unverified == {f"AS-{number}" for number in range(1, 8)}
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
