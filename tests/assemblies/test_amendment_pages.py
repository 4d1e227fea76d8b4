"""The pages on which an amendment is put on the agenda, read, voted on and told."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.enums import ItemState
from assemblies.models import Assembly, Motion
from bylaws.choices import AmendmentState
from bylaws.domain.amendments import amending
from bylaws.enums import Matter
from bylaws.models import Amendment, Association
from members.models import User
from tests.factories.amendments import (
    ALL,
    NONE,
    TOO_FEW,
    on_the_table,
    submitted,
)
from tests.factories.assemblies import (
    entries_of,
    make_assembly,
    make_secretary,
    vote_by_hands,
)
from tests.factories.members import make_user
from tests.factories.texts import AT

pytestmark = pytest.mark.django_db


def client_of(user: User, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def page(address: str, user: User | None = None, language: str = "en") -> str:
    response = client_of(user or make_secretary(), language).get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def item_of(motion: Motion) -> str:
    return f"/assemblies/{motion.item.assembly_id}/items/{motion.item_id}/"


def explained(amendment: Amendment) -> Amendment:
    amendment.changes.update(reason={"zh": "更准确。", "en": "To be exact."})
    return amendment


@pytest.mark.parametrize(("by_unit", "items"), [("0", 1), ("1", 3)])
def test_amendment_is_put_on_the_agenda_by_the_form(by_unit: str, items: int) -> None:
    assembly, amendment = make_assembly(), submitted()
    client = client_of(make_secretary())
    address = f"/assemblies/{assembly.pk}/agenda/"
    assert "Put an amendment on the agenda" in client.get(address).content.decode()
    form = {"put": "1", "amendment": amendment.pk, "by_unit": by_unit, "method": "show_of_hands"}
    response = client.post(address, form, follow=True)
    text = response.content.decode()
    assert "The amendment is on the agenda." in text
    assert assembly.items.count() == items
    # It is on an agenda, so no other is offered it.
    assert "Put an amendment on the agenda" not in text


def test_agenda_form_that_lacks_the_amendment_comes_back() -> None:
    assembly = make_assembly()
    submitted()
    response = client_of(make_secretary()).post(
        f"/assemblies/{assembly.pk}/agenda/", {"put": "1", "method": "show_of_hands"}
    )
    assert response.status_code == 200
    assert not assembly.items.exists()


def test_draft_of_an_amendment_is_adopted_only_by_itself() -> None:
    """The form of other items offers draft texts, and not this one: it would bypass the vote."""
    assembly, amendment = make_assembly(), submitted()
    text = page(f"/assemblies/{assembly.pk}/agenda/")
    assert f'value="{amendment.pk}"' in text
    assert f'value="{amendment.draft_id}"' not in text


@pytest.mark.parametrize(
    ("profile", "offered"), [("cn", []), ("de", [Matter.PURPOSE, Matter.DISSOLUTION])]
)
def test_rare_matters_are_offered_where_the_rules_know_them(
    profile: str, offered: list[Matter]
) -> None:
    assembly = make_assembly()
    Association.objects.update(profile=profile)
    text = page(f"/assemblies/{assembly.pk}/agenda/")
    rare = (Matter.PURPOSE, Matter.DISSOLUTION)
    assert [matter for matter in rare if f'<option value="{matter}"' in text] == offered


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_item_shows_the_unit_with_its_reason_and_the_text_if_adopted(language: str) -> None:
    amendment, (first, _second, _closing) = on_the_table(by_unit=True)
    explained(amendment)
    member = make_user(person=entries_of(first.item.assembly)[0].person)
    text = page(item_of(first), member, language)
    assert "<ins>一</ins>" in text
    assert ("To be exact." if language == "en" else "更准确。") in text
    assert "第一条 甲一。" in words(text)
    # Another unit is not part of this one.
    assert "新。" not in text


def test_closing_item_shows_the_text_without_what_was_voted_down() -> None:
    _amendment, (first, second, closing) = on_the_table(by_unit=True)
    vote_by_hands(first, TOO_FEW)
    vote_by_hands(second, ALL)
    text = words(page(item_of(closing)))
    assert "1 change that was voted down" in text
    assert "第一条 甲。 第二条 新。 第三条 依照第四条：" in text


def test_hall_shows_the_change_before_the_vote_and_its_result_after() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    explained(amendment)
    motion.item.state = ItemState.CURRENT
    motion.item.save()
    hall = f"/assemblies/{motion.item.assembly_id}/hall/"
    before = page(hall)
    assert ("<ins>一</ins>" in before, "第三条" in before) == (True, True)
    vote_by_hands(motion, ALL)
    after = page(hall)
    assert "at least 2/3 required: 5; for 7: adopted" in words(after)
    assert "<ins>一</ins>" in after


def test_refusal_of_the_text_is_told_on_the_page() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    client = client_of(make_secretary())
    here = item_of(motion)
    client.post(f"{here}now/")
    client.post(f"{here}quorum/")
    counted = {"votes_for": 7, "votes_against": 0, "abstentions": 0, "confirmed": 1}
    client.post(f"{here}hands/", counted)
    amending.go_to(amendment=amendment, state=AmendmentState.WITHDRAWN, by=None, at=AT)
    text = words(client.post(f"{here}resolve/", follow=True).content.decode())
    assert "The amendment is “withdrawn”; this is not possible now." in text
    assert "The amendment is no longer submitted to the vote" in text
    done = words(client.post(f"{here}aside/", follow=True).content.decode())
    assert "The item is put aside." in done
    motion.item.refresh_from_db()
    assert motion.item.state == ItemState.DONE


def test_nothing_left_to_vote_on_is_told_on_the_page() -> None:
    _amendment, (first, second, closing) = on_the_table(by_unit=True)
    for motion in (first, second):
        vote_by_hands(motion, NONE)
    client = client_of(make_secretary())
    client.post(f"{item_of(closing)}now/")
    assert "Put the item aside" in page(item_of(closing))


def test_draft_is_linked_only_for_whoever_may_read_drafts() -> None:
    amendment, (motion,) = on_the_table(by_unit=False)
    link = f"/bylaws/versions/{amendment.draft_id}/"
    member = make_user(person=entries_of(motion.item.assembly)[0].person)
    assert (link in page(item_of(motion)), link in page(item_of(motion), member)) == (True, False)
    vote_by_hands(motion, ALL)
    after = page(item_of(motion), member)
    assert (link in after, "adopted, awaiting approval" in after) == (True, True)


def test_item_asks_the_database_as_often_for_many_changes_as_for_few() -> None:
    amendment, (first, second, closing) = on_the_table(by_unit=True)
    client = client_of(make_secretary())

    def asked(motion: Motion) -> int:
        client.get(item_of(motion))
        with CaptureQueriesContext(connection) as queries:
            client.get(item_of(motion))
        return len(queries)

    one, whole = asked(first), asked(closing)
    amendment.changes.update(unit=1)
    Motion.objects.filter(pk=second.pk).update(unit=1)
    assert (asked(first), abs(whole - one) <= 2) == (one, True)


def meeting_at(motion: Motion) -> Assembly:
    return Assembly.objects.get(pk=motion.item.assembly_id)


def test_meeting_with_an_adopted_amendment_has_it_to_submit() -> None:
    _amendment, (motion,) = on_the_table(by_unit=False)
    vote_by_hands(motion, ALL)
    text = words(page(f"/assemblies/{meeting_at(motion).pk}/"))
    assert "Submit the bylaws for approval" in text
