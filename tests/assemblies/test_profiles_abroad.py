"""Meetings under the rules of other countries: every page answers, and verdicts follow them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assemblies.enums import Method
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter, Outcome
from bylaws.models import Association
from tests.factories.assemblies import (
    add_motion,
    add_report,
    make_assembly,
    make_secretary,
    opened,
    vote_by_hands,
)

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
