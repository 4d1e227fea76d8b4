"""The invented association's texts, agenda and figures: readable, consistent, under its bylaws."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bylaws.domain import in_force, stating, stored, versions
from bylaws.domain.parameters import BylawsParameter
from bylaws.domain.profiles import load_profile
from bylaws.domain.rulebook import Rulebook
from bylaws.domain.text import compare, provisions
from bylaws.enums import BodyKind, ChangeKind, Matter, ProvisionKind, RequiredMethod, Scheme
from bylaws.models import Amendment
from tests.desk.example_files import EXAMPLE, load, numbers, parse_text, read_text, slate

CHANGED = {
    "assembly.remote": True,
    "assembly.re_election.remote": False,
    "council.size": None,
    "council.odd": True,
    "council.max_share": {"num": 1, "den": 3},
    "supervisors.min": 5,
    "supervisors.odd": True,
    "membership.arrears_exit_years": 1,
}
"""What the draft states otherwise than the text in force, or no more."""
ASSEMBLY_ON = date(2026, 12, 1)
REGULATIONS = [
    "bylaws-v1.txt",
    "bylaws-v2.txt",
    "dues-measures.txt",
    "election-method.txt",
    "financial-rules.txt",
]


@pytest.fixture(scope="module")
def candidates() -> Any:
    return load("candidates.json")


@pytest.fixture(scope="module")
def meetings() -> dict[str, Any]:
    return {meeting["key"]: meeting for meeting in load("agenda.json")["meetings"]}


@pytest.mark.parametrize("name", REGULATIONS)
def test_regulation_is_read_with_consecutive_numbers(name):
    text = read_text(name)
    printed = re.findall(r"^(第[一二三四五六七八九十]+条) ", text, re.MULTILINE)
    parsed = parse_text(name)
    placed = [
        place.mark
        for provision, place in zip(parsed, provisions.places(parsed), strict=True)
        if provision.kind is ProvisionKind.ARTICLE
    ]

    assert provisions.render(parsed) == text
    assert printed == placed
    assert len(printed) >= 17


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
def test_references_inside_the_bylaws_point_where_they_mean_to(name):
    articles = dict(re.findall(r"^(第\S+条) (.+)$", read_text(name), re.MULTILINE))
    cited = re.findall(r"本章程(第[一二三四五六七八九十]+条)", read_text(name))

    assert [articles[number][:12] for number in cited] == [
        "理事会选举会长、副会长、",
        "会员大会每届五年，每年至",
        "会员大会须有三分之二以上",
    ]


def test_draft_changes_the_bylaws_in_every_way():
    changes = compare.visible(
        compare.compare(parse_text("bylaws-v1.txt"), parse_text("bylaws-v2.txt"))
    )

    assert Counter(change.kind for change in changes) == {
        ChangeKind.AMENDED: 16,
        ChangeKind.ADDED: 2,
        ChangeKind.REPEALED: 1,
        ChangeKind.MOVED: 1,
    }


def rulebook() -> Rulebook:
    stated = [
        BylawsParameter(row["key"], row["value"], row["article"], row["quote"])
        for row in load("texts/parameters.json")
        if row["version"] == "v1"
    ]
    return Rulebook(
        load_profile("cn"),
        stated,
        bylaws_label_zh="《章程》",
        bylaws_label_en="Bylaws",
        on=ASSEMBLY_ON,
    )


def test_parameters_cite_articles_that_stand_in_the_bylaws_in_force():
    parsed = parse_text("bylaws-v1.txt")
    references = {place.reference for place in provisions.places(parsed)}
    rows = [row for row in load("texts/parameters.json") if row["version"] == "v1"]
    first_paragraphs = {f"{reference}第一款" for reference in references}

    assert [r["article"] for r in rows if r["article"] not in references | first_paragraphs] == []


@pytest.mark.parametrize(
    ("body", "matter", "num", "den", "article"),
    [
        (BodyKind.GENERAL_ASSEMBLY, Matter.WORK_REPORT, 1, 2, "第二十五条第一款第四项"),
        (BodyKind.GENERAL_ASSEMBLY, Matter.BYLAWS, 2, 3, "第二十五条第一款第一项"),
        (BodyKind.GENERAL_ASSEMBLY, Matter.DUES_STANDARD, 1, 2, "第二十五条第一款第三项"),
        (BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_COUNCIL, 1, 2, "第二十五条第一款第二项"),
        (BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_SUPERVISORS, 1, 2, "第二十五条第一款第二项"),
        (BodyKind.COUNCIL, Matter.ELECT_OFFICERS, 2, 3, "第三十五条"),
        (BodyKind.SUPERVISORY_BOARD, Matter.ELECT_CHIEF_SUPERVISOR, 1, 2, "第四十六条"),
    ],
)
def test_rulebook_takes_the_thresholds_from_the_bylaws(body, matter, num, den, article):
    rule = rulebook().rule_for(body, matter, re_election=True)

    assert [(t.num, t.den, t.comparison.value) for t in rule.thresholds] == [(num, den, "ge")]
    assert rule.citations["thresholds"][0].zh == f"《章程》{article}"
    assert (rule.remote_allowed, rule.proxies_per_holder, rule.overridden) == (False, 0, ())


def test_agenda_follows_the_order_of_a_re_election(meetings):
    items = meetings["general_assembly"]["items"]

    assert [item["matter"] for item in items if "matter" in item] == [
        "work_report",
        "bylaws",
        "financial_rules",
        "dues_standard",
        "election_method",
        "scrutineers",
        "elect_council",
        "elect_supervisors",
    ]
    assert items[-1]["after"] == ["council", "supervisory_board"]


def test_agenda_uses_bodies_matters_methods_and_texts_that_exist(meetings):
    book = rulebook()
    for meeting in meetings.values():
        for item in meeting["items"]:
            assert item["kind"] in {"procedure", "motion", "election", "speech"}
            assert [lang for lang in ("zh", "en") if not item["title"][lang]] == []
            if "text" in item:
                assert read_text(Path(item["text"]).name)
            if "matter" not in item:
                continue
            assert item["motion"]["zh"]
            assert item["motion"]["en"]
            rule = book.rule_for(
                BodyKind(meeting["body"]),
                Matter(item["matter"]),
                re_election=meeting["re_election"],
            )
            if rule.method is RequiredMethod.SECRET:
                assert item["method"] == "secret"


def test_elections_of_the_agenda_have_their_candidates(meetings, candidates):
    for meeting in meetings.values():
        for item in meeting["items"]:
            if item["kind"] != "election":
                continue
            for contest in item["contests"]:
                group = slate(candidates, contest["candidates"])
                assert contest["seats"] == group["seats"]
                assert len(group["candidates"]) >= contest["seats"]


def test_dues_have_three_tiers_and_then_four_without_a_gap():
    old, new = load("dues.json")["schedules"]

    assert [len(old["tiers"]), len(new["tiers"])] == [3, 4]
    assert old["effective_to"] == new["effective_from"] == "2027-01-01"
    for schedule in (old, new):
        classes = [cls for tier in schedule["tiers"] for cls in tier["classes"]]
        assert sorted(classes) == ["council", "ordinary", "president", "vice_president"]


def test_dues_are_the_amounts_of_the_measures_and_of_the_motion(meetings):
    _, new = load("dues.json")["schedules"]
    (motion,) = (
        item["motion"]
        for item in meetings["general_assembly"]["items"]
        if item["key"] == "dues_standard"
    )
    tiers = {tier["name"]["zh"]: int(Decimal(tier["amount"])) for tier in new["tiers"]}
    printed = re.findall(r"^（.）(\S+单位)(\d+)元", read_text("dues-measures.txt"), re.MULTILINE)

    assert tiers == {"会长单位": 30000, "副会长单位": 10000, "理事单位": 3000, "会员单位": 1000}
    assert {name: int(amount) for name, amount in printed} == tiers
    for name, amount in tiers.items():
        assert f"{name}{amount}元" in motion["zh"]
        assert f"CNY {amount:,}" in motion["en"]


def test_weights_cover_every_motion_and_candidate_of_the_agenda(meetings, candidates):
    votes = load("votes.json")
    items = [item for meeting in meetings.values() for item in meeting["items"]]
    motions = {item["key"]: item for item in items if item["kind"] == "motion"}
    elections = {
        contest["key"]: contest
        for item in items
        if item["kind"] == "election"
        for contest in item["contests"]
    }

    assert set(votes["motions"]) == set(motions)
    assert set(votes["elections"]) == set(elections)
    assert {sum(weights.values()) for weights in votes["motions"].values()} == {109}
    for key, item in elections.items():
        group = slate(candidates, item["candidates"])
        assert set(votes["elections"][key]["weights"]) == set(numbers(group["candidates"]))
        assert votes["elections"][key]["max_for_marks"] == item["seats"]


def test_every_text_has_a_title_and_a_summary_in_both_languages():
    summaries = load("texts/en.json")
    texts = {path.name for path in (EXAMPLE / "texts").glob("*.txt")}

    assert set(summaries) == texts
    for entry in summaries.values():
        assert entry["title"]["zh"]
        assert entry["title"]["en"]
        assert len(entry["summary"]["zh"]) > 60
        assert len(entry["summary"]["en"]) > 100


@pytest.mark.django_db
def test_amendment_makes_the_draft_with_a_reason_for_each_change(example):
    amendment = Amendment.objects.get()
    drafted = amendment.draft

    assert versions.text_of(drafted) == read_text("bylaws-v2.txt").strip()
    assert (amendment.state, drafted.label) == ("submitted", {"zh": "2026年修订版", "en": "2026"})
    assert drafted.summary.zh.startswith("修订草案将会员范围扩大")
    assert [row.position for row in amendment.changes.all() if not row.reason.get("zh")] == []
    assert [row.position for row in amendment.changes.all() if not row.reason.get("en")] == []
    motion = example.meetings["general_assembly"].items.get(matter="bylaws").motion
    assert (motion.amendment, motion.version, motion.unit) == (amendment, drafted, None)


@pytest.mark.django_db
def test_marked_rules_quote_words_that_state_them(example):
    """Of the text in force, and of the draft with what it states otherwise."""
    amendment = Amendment.objects.get()
    for version in (amendment.base, amendment.draft):
        kept, parameters = stored.provisions_of(version), in_force.parameters_of(version)
        texts = {row.identity: row.text for row in kept}
        assert [p.key for p in parameters if not p.quote or p.quote not in texts[p.provision]] == []
        assert stating.mismatches(parameters, kept, Scheme.ZH) == []

    assert stating.mismatches_of(amendment) == []
    stated = {p.key: p.value for p in in_force.parameters_of(amendment.draft)}
    rows = load("texts/parameters.json")
    dropped = {row["key"] for row in rows if row["value"] is None}
    assert stated.keys() == {row["key"] for row in rows} - dropped
    assert {key: stated.get(key) for key in CHANGED} == CHANGED
