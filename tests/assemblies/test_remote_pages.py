"""Taking part remotely, on the phone, at the desk and in the secretariat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.presence import pulse
from assemblies.domain.presence.badges import code_of
from assemblies.models import Assembly
from records.fields import Translated
from tests.factories.assemblies import (
    entries_of,
    make_assembly,
    make_secretary,
    minute,
)
from tests.factories.members import make_user
from tests.factories.proxies import lodge, person_of
from tests.factories.remote import come, counted, hybrid_meeting
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def test_phone_joins_and_leaves() -> None:
    assembly = hybrid_meeting()
    entry = entries_of(assembly)[0]
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(person=person_of(entry)))
    page = reverse("assemblies:follow", args=[assembly.pk])
    before = pulse.marks_now(assembly.pk)
    shown = client.get(page).content.decode()
    assert 'href="https://meet.example/4"' in shown
    assert "Show your code at the desk, or take part remotely." in shown
    for _twice in "12":
        told = client.post(
            reverse("assemblies:remote_own", args=[assembly.pk, "join"]), follow=True
        ).content.decode()
        assert "You are noted as taking part remotely." in told
    assert counted(assembly) == (0, 1, 0)
    after = pulse.marks_now(assembly.pk)
    assert before is not None
    assert after is not None
    assert before.of(entry.person_id) != after.of(entry.person_id)
    client.post(reverse("assemblies:remote_own", args=[assembly.pk, "leave"]))
    assert counted(assembly) == (0, 0, 0)


def test_phone_of_a_meeting_in_the_hall_alone_offers_nothing() -> None:
    assembly = hybrid_meeting()
    Assembly.objects.update(remote_access={})
    entry = entries_of(assembly)[0]
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(person=person_of(entry)))
    assert (
        "remote"
        not in client.get(reverse("assemblies:follow", args=[assembly.pk])).content.decode()
    )
    told = client.post(
        reverse("assemblies:remote_own", args=[assembly.pk, "join"]), follow=True
    ).content.decode()
    assert "lets nobody take part remotely" in told
    assert counted(assembly) == (0, 0, 0)


def test_desk_notes_them_too_and_a_badge_scanned_brings_them_into_the_hall() -> None:
    assembly = hybrid_meeting()
    entry = entries_of(assembly)[0]
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    row = client.post(
        reverse("assemblies:desk_act", args=[assembly.pk, entry.pk, "remote"]),
        headers={"hx-request": "true"},
    ).content.decode()
    assert "takes part remotely" in row
    assert "of them remotely 1" in row
    told = client.post(
        reverse("assemblies:desk_scan", args=[assembly.pk]), {"q": code_of(assembly, entry)}
    ).content.decode()
    assert "In the hall" in told
    assert counted(assembly) == (1, 0, 0)


def test_secretariat_says_how_on_a_page_that_cites_the_rule() -> None:
    assembly = make_assembly()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    page = reverse("assemblies:remote", args=[assembly.pk])
    assert "Minfa (2014) 227" in client.get(page).content.decode()
    told = client.post(page, {"remote_access_zh": "链接"}, follow=True).content.decode()
    assert "Everybody has to come to this meeting" in told
    Assembly.objects.update(re_election=False)
    state_rules({"assembly.remote": True})
    client.post(page, {"remote_access_zh": "链接", "remote_access_en": "Link"})
    assembly.refresh_from_db()
    assert assembly.remote_access == Translated(zh="链接", en="Link")


def test_who_is_represented_is_not_taken_for_their_holder() -> None:
    assembly = hybrid_meeting(**{"assembly.proxies_per_holder": 2})
    principal, holder = entries_of(assembly)[:2]
    lodge(assembly, principal, holder)
    come(assembly, holder, minute(1), remote=True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(person=person_of(principal)))
    page = client.get(reverse("assemblies:follow", args=[assembly.pk])).content.decode()
    assert "I take part remotely" in page
    assert "I am leaving" not in page
    assert "Come to the desk or take part remotely" in page
    client.post(reverse("assemblies:remote_own", args=[assembly.pk, "join"]))
    assert counted(assembly) == (0, 2, 0)
