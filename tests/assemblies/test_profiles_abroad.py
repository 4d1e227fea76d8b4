"""Meetings under the rules of other countries: every page answers, and verdicts follow them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from assemblies.domain.sitting import hands, resolve, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.writing.minutes_facts import build_facts
from assemblies.enums import Method
from assemblies.errors import ConsentsNotForeseen, RuleRefused
from assemblies.models import Assembly, Motion
from bylaws.domain import stored, versions
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import Matter, Outcome
from bylaws.models import Association
from members.enums import BodyKind
from tests.assemblies.test_ballots import slate
from tests.factories.amendments import put, submitted
from tests.factories.assemblies import (
    DAY,
    add_motion,
    add_report,
    entries_of,
    make_assembly,
    make_body,
    make_secretary,
    make_tellers,
    minute,
    opened,
    published_on_paper,
    vote_by_hands,
)
from tests.factories.texts import bring_into_force, make_regulation, make_version

pytestmark = pytest.mark.django_db

PROFILES = ("de", "fr", "ronr", "uk")
PAGES = ("", "agenda/", "functions/", "roll/", "convene/", "check-in/", "check-in/count/", "hall/")


def meeting(profile: str) -> tuple[Assembly, Motion]:
    assembly = make_assembly()
    Association.objects.update(profile=profile)
    add_report(assembly)
    motion = add_motion(assembly, Matter.BYLAWS)
    add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    return assembly, motion


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("profile", PROFILES)
def test_every_page_answers_before_during_and_after_a_vote(profile: str, language: str) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(make_secretary())
    assembly, motion = meeting(profile)
    here = f"/assemblies/{assembly.pk}/"
    items = [f"items/{item.pk}/" for item in assembly.items.all()]
    addresses = [f"{here}{page}" for page in (*PAGES, *items)] + [reverse("bylaws:rulebook")]

    def refused() -> list[str]:
        # The notice of a convened meeting is shown, not written: its page leads on to it.
        return [a for a in addresses if client.get(a).status_code not in (200, 302)]

    assert refused() == []
    opened(assembly)
    assert refused() == []
    vote_by_hands(motion, (6, 1, 0))
    assert refused() == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_rulebook_page_tells_what_the_bylaws_have_to_declare(language: str) -> None:
    meeting("fr")
    client = Client(headers={"accept-language": language})
    client.force_login(make_secretary())
    text = client.get(reverse("bylaws:rulebook")).content.decode()
    mark = "(%s)" if language == "en" else "（%s）"
    assert text.count(mark % "assembly.ordinary.threshold") == 10


@pytest.mark.parametrize(
    ("profile", "outcome", "sentence"),
    [
        ("de", Outcome.PASSED, "votes cast 7, at least 3/4 required: 6; for 6: adopted"),
        ("uk", Outcome.PASSED, "votes cast 7, at least 3/4 required: 6; for 6: adopted"),
        ("ronr", Outcome.PASSED, "votes cast 7, at least 2/3 required: 5; for 6: adopted"),
        (
            "fr",
            Outcome.NOT_DETERMINABLE,
            "not determinable: the bylaws in force do not state “threshold for the matter "
            "(assembly.ordinary.threshold)”, which rule FR-2 leaves to them: mark this parameter "
            "in their text",
        ),
    ],
)
def test_amendment_of_the_bylaws_by_show_of_hands(
    profile: str, outcome: Outcome, sentence: str
) -> None:
    assembly, motion = meeting(profile)
    opened(assembly)
    resolution = vote_by_hands(motion, (6, 1, 0))
    assert (resolution.outcome, resolution.sentence.en) == (outcome, sentence)


AUTHORITIES = {
    "de": "Apply for entry of the amendment in the register of associations",
    "fr": "Declare the amendment to the prefecture",
    "uk": "File the special resolution with the registrar of companies",
}
HALF = {"base": "present", "num": 1, "den": 2, "comparison": "gt"}


def page(address: str) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(address).content.decode()))


def declare_majority() -> None:
    """Bylaws in force that state what the French law leaves to them."""
    parameter = BylawsParameter("assembly.ordinary.threshold", HALF, "第一条")
    version = make_version(make_regulation(), "第一条 过半数。", parameters=[parameter])
    bring_into_force(version, date(2021, 4, 15))


@pytest.mark.parametrize("profile", PROFILES)
def test_council_is_elected_for_a_term_without_end_where_no_text_says_how_long(
    profile: str,
) -> None:
    assembly, _motion = meeting(profile)
    declare_majority()
    council = make_body(BodyKind.COUNCIL)
    make_tellers(assembly)
    opened(assembly)
    motion = Motion.objects.get(item__assembly=assembly, item__matter=Matter.ELECT_COUNCIL)
    standing = slate(entries_of(assembly)[:3], seats=3)
    published_on_paper(motion, [[(7, 0, 0)] * 3], returned=7, contests=[standing])
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))
    term = council.terms.get(number=4)
    assert (resolution.outcome, term.from_on, term.until_on) == (Outcome.PASSED, DAY, None)
    assert list(term.mandates.values_list("until_on", flat=True)) == [None, None, None]


@pytest.mark.parametrize("profile", PROFILES)
def test_adopted_bylaws_wait_only_for_an_entry_in_a_register(profile: str) -> None:
    amendment = submitted()
    assembly = make_assembly()
    Association.objects.update(profile=profile)
    parameter = amendment.base.parameters
    parameter.create(
        key="assembly.ordinary.threshold",
        value=HALF,
        provision=stored.provisions_of(amendment.base)[0].identity,
    )
    (motion,) = put(assembly, amendment, by_unit=False)
    later = "until then the text in force applies" in motion.text.en
    opened(assembly)
    vote_by_hands(motion, (7, 0, 0))
    motion.refresh_from_db()
    waits = profile == "de"
    assert (later, motion.version.effective_on) == (waits, None if waits else DAY)
    assert versions.awaits_approval(motion.version) is waits
    text = page(f"/assemblies/{assembly.pk}/")
    told = [key for key, words in AUTHORITIES.items() if words in text]
    assert told == [key for key in (profile,) if key in AUTHORITIES]
    assert "Submit the bylaws for approval" not in text


def test_calculator_tells_either_way_of_roberts_rules() -> None:
    assembly, motion = meeting("ronr")
    opened(assembly)
    found = calculator(assembly, motion.item)
    assert found.previous_notice
    assert [(n.full.en, n.required) for n in found.thresholds] == [
        ("at least 2/3 of the votes cast", None)
    ]
    (other,) = found.others
    assert [(n.full.en, n.required) for n in other.thresholds] == [
        ("more than half of those entitled", 5)
    ]
    assert not other.previous_notice
    text = page(f"/assemblies/{assembly.pk}/items/{motion.item_id}/")
    assert "to pass, at least 2/3 of the votes castwith previous notice" in text
    assert "more than half of those entitled suffices too" in text


def test_calculator_tells_what_french_bylaws_have_to_declare() -> None:
    assembly, motion = meeting("fr")
    opened(assembly)
    text = page(f"/assemblies/{assembly.pk}/items/{motion.item_id}/")
    assert "The bylaws in force do not state “threshold for the matter" in text
    assert "The quorum counts whoever is in the hall." not in text


def purpose_of_a_german_association(*, present: int) -> tuple[Assembly, Motion]:
    assembly = make_assembly()
    Association.objects.update(profile="de")
    motion = add_motion(assembly, Matter.PURPOSE)
    opened(assembly, present=present)
    return assembly, motion


@pytest.mark.parametrize(
    ("consents", "outcome"), [(2, Outcome.PASSED), (1, Outcome.FAILED), (0, Outcome.FAILED)]
)
def test_absent_members_consent_to_a_new_purpose_in_writing(
    consents: int, outcome: Outcome
) -> None:
    """BGB, § 33: all members, and those who are absent in writing. Nine members, seven in."""
    _assembly, motion = purpose_of_a_german_association(present=7)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    here = f"/assemblies/{motion.item.assembly_id}/items/{motion.item_id}/"
    client.post(f"{here}now/")
    client.post(f"{here}quorum/")
    assert "Consenting in writing" in client.get(here).content.decode()
    votes = {"votes_for": 7, "votes_against": 0, "written_consents": consents}
    asked = client.post(f"{here}hands/", votes).content.decode()
    assert f'name="written_consents" value="{consents}"' in asked
    client.post(f"{here}hands/", {**votes, "abstentions": 0, "confirmed": 1})
    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(3))
    told = f"for 7 and {consents} in writing" if consents else "for 7"
    assert (resolution.outcome, told in resolution.sentence.en) == (outcome, True)
    (facts,) = build_facts(Assembly.objects.get(pk=motion.item.assembly_id)).meeting.items
    assert facts.hands is not None
    assert (facts.hands.written_consents, facts.agrees) == (consents, True)


def test_more_consents_than_absent_members_are_refused() -> None:
    _assembly, motion = purpose_of_a_german_association(present=7)
    session.set_current(item=motion.item, by=None, at=minute(1))
    with pytest.raises(RuleRefused, match=r"7 ?\+ ?3 ?= ?10"):
        enter(motion, written_consents=3)
    motion.refresh_from_db()
    assert motion.present is None


def test_consents_are_refused_where_no_rule_counts_them() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.BYLAWS)
    opened(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    with pytest.raises(ConsentsNotForeseen):
        enter(motion, written_consents=1)


def enter(motion: Motion, *, written_consents: int) -> None:
    hands.record_show_of_hands(
        motion=motion,
        votes_for=7,
        votes_against=0,
        abstentions=0,
        written_consents=written_consents,
        by=None,
        at=minute(2),
    )


def test_amendment_of_the_purpose_is_put_to_the_vote_as_such() -> None:
    """BGB, § 33: the same text, and a harder majority than its regulation asks for."""
    amendment, assembly = submitted(), make_assembly()
    Association.objects.update(profile="de")
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    form = {
        "put": "1",
        "amendment": amendment.pk,
        "by_unit": "1",
        "method": Method.SHOW_OF_HANDS,
        "matter": Matter.PURPOSE,
    }
    client.post(f"/assemblies/{assembly.pk}/agenda/", form)
    assert [item.matter for item in assembly.items.all()] == [Matter.PURPOSE] * 3
