"""Nominations on the pages: of the office, of the election committee, of members and nominees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls
from assemblies.domain.presence import appoint
from assemblies.enums import Function, Method
from assemblies.models import Assembly, CandidateNotice, Nomination, NominationCall
from bylaws.enums import Matter
from desk.domain import own_nominations
from elections.models import Election
from members.models import Person, User
from tests.factories.assemblies import add_motion, convened, make_assembly, make_tellers
from tests.factories.members import make_person, make_representative, make_secretary, make_user
from tests.factories.nominations import give_terms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def make_call(matter: Matter = Matter.ELECT_COUNCIL) -> NominationCall:
    """Open now, for a meeting in two months."""
    now = timezone.now()
    assembly = make_assembly(starts_at=now + timedelta(days=60))
    motion = add_motion(assembly, matter, Method.SECRET)
    return calls.call_for_nominations(
        item=motion.item, until_on=local_day(now) + timedelta(days=5), by=None, at=now
    )


def member() -> User:
    return make_user(person=make_representative().person)


def address(call: NominationCall, name: str, *more: object) -> str:
    item = call.item
    key = {"item": [item.assembly_id, item.pk], "own": [call.pk], "one": [item.assembly_id]}
    kind = (
        "own"
        if name.startswith("own") or name == "candidate_notice"
        else "one"
        if name.startswith("nomination_") or name in ("nomination", "nominations")
        else "item"
    )
    return reverse(f"assemblies:{name}", args=[*key[kind], *more])


def post(client: Client, url: str, **data: object) -> str:
    """The page that the act leads to."""
    with override("en"):
        response = client.post(url, data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_office_calls_nominates_announces_and_sees_what_lacks(client: Client) -> None:
    now = timezone.now()
    assembly = make_assembly(starts_at=now + timedelta(days=60))
    item = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET).item
    client.force_login(make_secretary())
    here = [assembly.pk, item.pk]
    page = client.get(reverse("assemblies:item_nominations", args=here)).content.decode()
    assert "candidates are entered directly" in page
    until = local_day(now) + timedelta(days=3)
    page = post(client, reverse("assemblies:nominations_call", args=here), until_on=until)
    assert "10 members nominate jointly." in page
    person = make_representative().person
    add = reverse("assemblies:nominations_add", args=here)
    page = post(client, add, office="council_member", person=person.pk, way="joint")
    assert "Name the firm that begins the joint nomination." in page
    page = post(client, add, office="council_member", person=person.pk, way="council")
    assert person.name.en in page
    nomination = Nomination.objects.get()
    act = [assembly.pk, nomination.pk]
    page = post(
        client,
        reverse("assemblies:nomination_act", args=[*act, "agree"]),
        day=local_day(now),
    )
    assert "agreed, on a signed paper" in page
    page = post(
        client,
        reverse("assemblies:nominations_announce", args=here),
        days=7,
        objections_to_zh="秘书处",
        objections_to_en="the secretariat",
    )
    notice = CandidateNotice.objects.get()
    assert f"{person.name.en}: announced, open to objections" in page
    paper = client.get(
        reverse("assemblies:candidate_notice", args=[notice.call_id, notice.pk, "zh"])
    )
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    page = client.get(reverse("assemblies:nominations", args=[assembly.pk])).content.decode()
    assert "taken until" in page


def test_form_with_a_fault_comes_back_with_what_was_entered(client: Client) -> None:
    call = make_call()
    nomination = _nominated(call)
    client.force_login(make_secretary())
    page = post(client, address(call, "nomination_act", nomination.pk, "strike"), reasons="gone")
    assert "gone" in page
    assert "This field is required." in page
    page = post(client, address(call, "nominations_add"), way="council")
    assert "This field is required." in page


def _nominated(call: NominationCall, person: Person | None = None, **more: object) -> Nomination:
    chosen = person or make_representative().person
    told: dict[str, object] = {
        "office": calls.offices_of(call.item)[0],
        "way": "council",
        "nominated_at": timezone.now(),
        "firm": chosen.representations.get().firm,
    }
    return Nomination.objects.create(call=call, person=chosen, **told | more)


def test_election_committee_decides_and_others_do_not(client: Client) -> None:
    call = make_call()
    nomination = _nominated(call)
    person = make_person()
    strike = address(call, "nomination_act", nomination.pk, "strike")
    client.force_login(make_user(person=person))
    assert client.post(strike).status_code == 404
    appoint.appoint(
        assembly=call.item.assembly,
        person=person,
        function=Function.ELECTION_COMMITTEE,
        by=None,
        at=timezone.now(),
    )
    page = post(client, strike, reasons="No answer.", decided_by="Election committee")
    assert "No answer." in page
    nomination.refresh_from_db()
    assert nomination.outcome == "struck"


def test_member_nominates_joins_and_takes_back(client: Client) -> None:
    call = make_call()
    other = make_representative()
    client.force_login(member())
    act = address(call, "own_nominations_act", "nominate")
    page = post(client, act, office="council_member", member="no such firm")
    assert "No member of this number or name has a representative." in page
    post(client, act, office="council_member", member=other.firm.membership.number)
    nomination = Nomination.objects.get()
    assert (nomination.person, nomination.way) == (other.person, "joint")
    support = address(call, "own_nominations_act", "support")
    client.force_login(member())
    page = post(client, support, nomination=nomination.pk)
    assert "2 of 10 members" in page
    firm = nomination.supports.last().firm
    page = post(client, support, nomination=nomination.pk, firm=firm.pk, **{"take-back": "1"})
    assert "1 of 10 members" in page


def test_nominee_agrees_and_declares_for_themselves_alone(client: Client) -> None:
    call = make_call(Matter.ELECT_OFFICERS)
    mine = make_representative().person
    give_terms(make_representative().person, calls.offices_of(call.item)[0], 3)
    nomination, other = _nominated(call, mine), _nominated(call)
    client.force_login(make_user(person=mine))
    for act in ("agree", "decline", "declare", "withdraw"):
        response = client.post(
            address(call, "own_nominations_act", act), {"nomination": other.pk, "reason": "a"}
        )
        assert response.status_code == 404
    page = post(client, address(call, "own_nominations_act", "agree"), nomination=nomination.pk)
    assert "I agree to stand" not in page
    page = post(
        client,
        address(call, "own_nominations_act", "declare"),
        nomination=nomination.pk,
        elsewhere="Used Car Association",
    )
    assert "This field is required." in page
    assert "Used Car Association" in page
    post(
        client,
        address(call, "own_nominations_act", "declare"),
        nomination=nomination.pk,
        public_service="none",
        terms_before=0,
        introduction="Twenty years in the trade.",
    )
    nomination.refresh_from_db()
    assert (nomination.consent, nomination.public_service, nomination.introduction) == (
        "log_in",
        "none",
        "Twenty years in the trade.",
    )


def test_council_members_are_asked_to_declare_nothing_that_no_rule_needs(client: Client) -> None:
    call = make_call()
    mine = make_representative().person
    _nominated(call, mine)
    client.force_login(make_user(person=mine))
    page = client.get(address(call, "own_nominations")).content.decode()
    assert "Introduction" in page
    for asked in ("Post with the state", "financial staff", "Terms in a row"):
        assert asked not in page


def test_member_nominates_themselves_and_objects_to_another(client: Client) -> None:
    call = make_call()
    user = member()
    client.force_login(user)
    post(client, address(call, "own_nominations_act", "self"), office="council_member")
    own = Nomination.objects.get()
    assert (own.person, own.consent, own.way) == (user.person, "log_in", "self")
    other = _nominated(call, consent="paper")
    client.force_login(make_secretary())
    post(
        client,
        address(call, "nominations_announce"),
        days=7,
        objections_to_zh="秘书处",
        objections_to_en="the secretariat",
    )
    client.force_login(user)
    page = post(
        client,
        address(call, "own_nominations_act", "object"),
        nomination=other.pk,
        text="Left the firm.",
    )
    objection = other.objections.get()
    firm = user.person.representations.get().firm
    assert objection.raised_by == f"{user.person.name.en} ({firm.name.en})"
    assert objection.contact == user.email
    assert "Left the firm." not in page


def test_home_tells_what_waits_for_the_person() -> None:
    call = make_call()
    user = member()
    today = local_day(timezone.now())
    with override("en"):
        [open_call] = own_nominations.duties(person=user.person, day=today)
        assert "Nominations until" in open_call.title
        assert own_nominations.duties(person=make_person(), day=today) == []
        _nominated(call, user.person)
        told = [duty.title for duty in own_nominations.duties(person=user.person, day=today)]
    assert told[0] == "You are nominated: say whether you stand"


def test_ballot_is_prepared_with_the_confirmed_list_alone(client: Client) -> None:
    call = make_call()
    assembly: Assembly = call.item.assembly
    make_tellers(assembly)
    convened(assembly)
    rows = [
        _nominated(call, consent="paper", outcome="confirmed", position=place) for place in (2, 1)
    ]
    client.force_login(make_secretary())
    page = client.get(address(call, "candidates")).content.decode()
    assert "all who are on the confirmed list stand" in page
    post(client, address(call, "candidates"), **{"council_member-office": "council_member"})
    assert not Election.objects.exists()
    post(
        client,
        address(call, "candidates"),
        **{
            "council_member-office": "council_member",
            "council_member-seats": 1,
            "paper": "1",
        },
    )
    contest = Election.objects.get().contests.get()
    assert [one.person for one in contest.candidates.all()] == [rows[1].person, rows[0].person]
