"""The minutes on paper: what the facts say stands there, legible, in both languages."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.db import transaction

from assemblies.domain.writing import papers
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.domain.writing.minutes_facts.written import canonical
from assemblies.models import Assembly
from elections.domain.ballot_papers import MOST_COPIES, ballot_papers, count_form
from elections.errors import CopiesInvalid
from tests.factories.minutes import NAMES, REASON, make_closed_meeting
from tests.factories.pdf import enclosed_in, fonts_of, middle_of, pages_of, squeezed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """Everything printed once: setting pages takes seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        meeting = make_closed_meeting()
        data = as_data(build_facts(Assembly.objects.get(pk=meeting.assembly.pk)))
        box = meeting.council.election
        resolution = meeting.dues.resolutions.get()
        printed = {
            "data": data,
            **{
                language: print_minutes(
                    data, language=language, digest=digest_of(data), version=1, state="final"
                )
                for language in ("zh", "en")
            },
            "again": print_minutes(
                data, language="en", digest=digest_of(data), version=1, state="final"
            ),
            "sheet": papers.result_sheet(election=box, language="en"),
            "issued": papers.box_report(election=box, kind="issued", language="en"),
            "returned": papers.box_report(election=box, kind="returned", language="en"),
            "blank": papers.attendance_list(assembly=meeting.assembly, language="en", blank=True),
            "resolution": papers.resolution_paper(resolution=resolution, language="en"),
            "ballots": ballot_papers(election=box, copies=7, language="en"),
            "form": count_form(election=box, language="en"),
        }
        with pytest.raises(CopiesInvalid):
            ballot_papers(election=box, copies=MOST_COPIES + 1, language="en")
        transaction.set_rollback(True)
    return printed


def texts_in(data: Any, language: str) -> set[str]:
    """Every text that the paper shows of these facts."""
    if isinstance(data, list):
        return {text for one in data for text in texts_in(one, language)}
    if isinstance(data, dict):
        if data.keys() <= {"zh", "en"}:
            return {data[language]} if data.get(language) else set()
        return {text for value in data.values() for text in texts_in(value, language)}
    return set()


def questions(item: dict[str, Any]) -> list[dict[str, Any]]:
    """What the standing box of an item asks."""
    return item["boxes"][-1]["contests"] if item["boxes"] else []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_firms_texts_and_citations_stand_on_paper(
    made: dict[str, Any], language: str
) -> None:
    text = text_of(made[language]).casefold()
    facts = made["data"]
    meeting = facts["meeting"]
    shown = texts_in([meeting["attendance"], meeting["officers"], facts["association"]], language)
    for item in meeting["items"]:
        shown |= texts_in(
            [item["title"], item["text"], item["sentence"], item["citation"]], language
        )
        # The title of a question is shown where a box has several.
        shown |= texts_in([box["title"] for box in item["boxes"]], language)
        shown |= texts_in([one["candidates"] for one in questions(item)], language)
    assert {one for one in shown if squeezed(one).casefold() not in text} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reasons_numbers_codes_and_prints_stand_on_paper(
    made: dict[str, Any], language: str
) -> None:
    text = text_of(made[language])
    meeting = made["data"]["meeting"]
    wanted = {REASON, NAMES, "会决〔2026〕1号", "会员按年缴纳会费，于三月底前缴清。", "出差在外"}
    wanted |= {row["registration_code"] for row in meeting["attendance"]["rows"]}
    wanted |= {meeting["log"]["head"], meeting["attendance"]["roll_digest"]}
    wanted |= {digest_of(made["data"]), "Noto Serif CJK SC", "WeasyPrint"}
    assert {one for one in wanted if squeezed(one) not in text} == set()


def test_figures_of_a_candidate_stand_in_one_line(made: dict[str, Any]) -> None:
    first = made["data"]["meeting"]["items"][4]["boxes"][1]["contests"][0]["candidates"][0]
    line = f"1{first['name']['en']}{first['note']['en']}685.7%100elected"
    assert squeezed(line) in text_of(made["en"])


def test_english_has_its_own_words(made: dict[str, Any]) -> None:
    text = text_of(made["en"])
    for words in (
        "Minutes of the First meeting of the fourth general assembly",
        "Round 1 (on paper) was annulled at 9:42",
        "Present 7, at least 1/2 required: 4; for 6: adopted.",
        "Seats 2, candidates 3.",
        "Elected with: present 7, more than half required: 4.",
        "Elected (2), most votes first:",
        "valid + invalid = returned",
        "It governs only after the registration authority has approved it",
    ):
        assert squeezed(words) in text


def test_every_glyph_has_its_face_inside(made: dict[str, Any]) -> None:
    for language in ("zh", "en"):
        fonts = fonts_of(made[language])
        families = {name.split("+")[1] for name in fonts}
        assert all(fonts.values())
        # A character that our faces lack would bring in another one.
        assert all(name.startswith("Noto-S") for name in families), families


def test_minutes_are_the_same_bytes_each_time(made: dict[str, Any]) -> None:
    assert made["en"] == made["again"]


def test_the_facts_are_enclosed_and_are_what_the_digest_is_of(made: dict[str, Any]) -> None:
    enclosed = enclosed_in(made["zh"])["facts.json"]
    assert enclosed == canonical(made["data"])
    assert json.loads(enclosed) == made["data"]
    assert hashlib.sha256(enclosed).hexdigest() == digest_of(made["data"])


def test_final_minutes_do_not_call_themselves_a_draft(made: dict[str, Any]) -> None:
    assert "Draft,version" not in text_of(made["en"])


def test_the_result_sheet_has_figures_equalities_and_places_to_sign(made: dict[str, Any]) -> None:
    text = text_of(made["sheet"])
    for words in (
        "Election result sheet (round 2)",
        "7 + 0 = 7",
        "14 ≤ 7 × 2 = 14",
        "Chief scrutineer",
    ):
        assert squeezed(words) in text


def test_the_reports_of_ballots_have_their_figures(made: dict[str, Any]) -> None:
    assert squeezed("Entitled 9, present 7; 7 ballots were issued") in text_of(made["issued"])
    assert squeezed("Issued 7, returned 7 by") in text_of(made["returned"])


def test_the_list_to_be_signed_has_everyone_and_no_times(made: dict[str, Any]) -> None:
    text = text_of(made["blank"])
    rows = made["data"]["meeting"]["attendance"]["rows"]
    assert all(squeezed(row["firm"]["en"]) in text for row in rows)
    assert "9:00" not in text


def test_whoever_signs_has_room_for_it(made: dict[str, Any]) -> None:
    """A name is hardly signed in less than 25 mm; the heads stand in the middle of their columns,
    and that of the arrival is 11 mm wide."""
    signature, arrival = (middle_of(made["blank"], words) for words in ("Signature", "In"))
    assert 2 * (arrival - signature) - 11 >= 25


def test_a_resolution_stands_on_a_paper_of_its_own(made: dict[str, Any]) -> None:
    text = text_of(made["resolution"])
    assert squeezed("for 5: adopted") in text
    assert "1200" in text


def test_ballots_are_as_many_as_asked_and_all_alike(made: dict[str, Any]) -> None:
    assert pages_of(made["ballots"]) == 7
    text = text_of(made["ballots"])
    one = text[: len(text) // 7]
    assert text == one * 7
    assert squeezed("Seats 2, candidates 3. Mark no more than 2 “for”.") in one


def test_the_count_form_has_a_line_for_every_candidate(made: dict[str, Any]) -> None:
    text = text_of(made["form"])
    contest = made["data"]["meeting"]["items"][4]["boxes"][1]["contests"][0]
    assert all(squeezed(one["name"]["en"]) in text for one in contest["candidates"])
