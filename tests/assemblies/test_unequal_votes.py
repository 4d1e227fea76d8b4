"""A meeting at which some members have more votes than others: from the roll to the minutes."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from assemblies.domain.convening.roll_correction import correct_roll, differences
from assemblies.domain.planning.agenda import votes_admitted, votes_cast
from assemblies.domain.presence import check_in, quorum, recusals
from assemblies.domain.presence.sides import consent_wanted
from assemblies.domain.presence.votes import Votes, votes_now
from assemblies.domain.signing.figure_checks import figure_checks
from assemblies.domain.sitting import ballot, hands, resolve, roll_call, session
from assemblies.domain.sitting.calculator import calculator
from assemblies.domain.writing.minutes import make_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts
from assemblies.enums import Choice, Method, ObjectionOutcome
from assemblies.errors import CountsIncomplete
from assemblies.exports import roll_csv
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter
from elections.domain.weights import entitled_votes
from elections.enums import Channel
from elections.models import Election
from members.domain import register
from records.domain import documents
from tests.assemblies.test_roll_in_dispute import decided, objected
from tests.factories.assemblies import (
    RECORD_ON,
    add_motion,
    checked_in,
    convened,
    entries_of,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    open_paper_box,
    published_on_paper,
    vote_by_hands,
)
from tests.factories.elections import make_weighted_roll
from tests.factories.members import make_class, make_membership, make_representative
from tests.factories.pdf import squeezed, text_of
from tests.factories.slips import make_slip_box
from tests.factories.standing import state_rules

pytestmark = pytest.mark.django_db
VOTES = {"by": "class", "votes": {"president": 5, "council": 3}}
RANKS = {"president": 1, "council": 3, "ordinary": 4}


def weighted(present: int = 7, *motions: tuple[Matter, Method], **rules: Any) -> Assembly:
    """Nine members with 5, 3, 3 and six times one vote; the first ``present`` of them are in."""
    assembly = make_assembly()
    state_rules({"assembly.votes": VOTES, **rules})
    for key in ("president", "council", "council", *["ordinary"] * 6):
        made = make_membership(member_class=make_class(key, rank=RANKS[key], zh=key))
        make_representative(firm=made.firm)
    for matter, method in motions or [(Matter.WORK_REPORT, Method.SHOW_OF_HANDS)]:
        add_motion(assembly, matter, method)
    checked_in(convened(assembly, members=0), present)
    if present >= 6:
        session.open_meeting(assembly=assembly, by=None, at=minute(0))
    assembly.refresh_from_db()
    return assembly


def first(assembly: Assembly) -> Motion:
    return Motion.objects.select_related("item__assembly__roll").get(item=assembly.items.first())


def test_quorum_counts_members_and_a_vote_counts_their_votes():
    assembly = weighted()
    check = quorum.state_quorum(assembly=assembly, by=None, at=minute(1))

    assert (check.entitled, check.present, check.voters, check.votes) == (9, 7, 7, 15)


def test_quorum_counts_votes_where_the_bylaws_say_so():
    assembly = weighted(3, **{"assembly.unit": "vote"})
    check = quorum.state_quorum(assembly=assembly, by=None, at=minute(1))

    assert (check.entitled, check.present, check.voters, check.votes) == (17, 11, 3, 11)
    verdict = quorum.quorum_now(assembly)
    assert verdict.sentence("zh").endswith("实到11票：未达到法定人数") or verdict.is_met
    assert "17票" in verdict.sentence("zh")
    assert quorum.quorum_of_votes(assembly, votes_now(assembly), None) == verdict


def test_hands_are_counted_by_votes_and_must_make_up_those_present():
    assembly = weighted()
    motion = first(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    with pytest.raises(CountsIncomplete):
        hands.record_show_of_hands(
            motion=motion, votes_for=7, votes_against=0, abstentions=0, by=None, at=minute(2)
        )
    resolution = vote_by_hands(motion, (8, 6, 1))

    assert resolution.outcome == "passed"
    assert "到会15票" in resolution.sentence.zh
    assert "present 15" in resolution.sentence.en


@pytest.mark.parametrize("where", ["operate_hands", "hands"])
def test_a_count_of_more_votes_than_are_present_is_told_in_votes(client, where):
    assembly = weighted()
    motion = first(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(1))
    client.force_login(make_secretary())
    asked = client.post(
        reverse(f"assemblies:{where}", args=[assembly.pk, motion.item_id]),
        {"votes_for": 12, "votes_against": 4},
        headers={"accept-language": "en"},
    ).content.decode()

    assert "More votes than those present have. Count again." in asked
    assert "the votes of everyone present who raised no hand" in asked
    assert "hands than" not in asked
    assert "This is the count" not in asked


def test_two_thirds_are_taken_of_votes():
    """Of 15 votes ten are two thirds: those of three members here, against four."""
    assembly = weighted(7, (Matter.BYLAWS, Method.SHOW_OF_HANDS))
    assert calculator(assembly, first(assembly).item).thresholds[0].required == 10
    assert vote_by_hands(first(assembly), (9, 6, 0)).outcome != "passed"


def test_three_members_carry_what_four_are_against():
    assembly = weighted(7, (Matter.BYLAWS, Method.SHOW_OF_HANDS))
    resolution = vote_by_hands(first(assembly), (11, 4, 0))
    assert resolution.outcome == "passed"


def test_calculator_tells_members_and_votes_apart():
    assembly = weighted()
    calc = calculator(assembly, first(assembly).item)
    assert (calc.entitled, calc.votes, calc.present, calc.in_hall) == (9, 17, 15, 7)


def test_roll_call_sums_votes_and_not_names():
    assembly = weighted(7, (Matter.WORK_REPORT, Method.ROLL_CALL))
    motion = first(assembly)
    session.set_current(item=motion.item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=motion.item, by=None, at=minute(1))
    for place, entry in enumerate(entries_of(assembly)[:7]):
        choice = Choice.FOR if place == 0 else Choice.AGAINST if place < 3 else Choice.ABSTAIN
        roll_call.record_answer(motion=motion, entry=entry, choice=choice, by=None, at=minute(2))
    assert roll_call.roll_call_of(motion).sums == (5, 6, 4)
    assert roll_call.roll_call_of(motion).total == 7
    roll_call.end_roll_call(motion=motion, by=None, at=minute(3))

    motion.refresh_from_db()
    assert (motion.present, motion.votes_for, motion.votes_against) == (15, 5, 6)
    assert motion.abstentions == 4
    assert resolve.resolve_motion(motion=motion, by=None, at=minute(4)).outcome == "failed"


def test_papers_are_handed_out_for_every_vote():
    assembly = weighted(7, (Matter.DUES_STANDARD, Method.SECRET))
    make_tellers(assembly)
    box = open_paper_box(first(assembly))
    assert (box.present_at_opening, box.papers_issued) == (15, 15)


def test_page_asks_for_the_consent_before_papers_are_handed_out(client):
    assembly = weighted(7, (Matter.DUES_STANDARD, Method.SECRET))
    make_tellers(assembly)
    motion = first(assembly)
    ballot.prepare_box(motion=motion, channel=Channel.PAPER, by=None, at=minute(1))
    session.set_current(item=motion.item, by=None, at=minute(1))
    client.force_login(make_secretary())
    keys, english = [assembly.pk, motion.item_id], {"accept-language": "en"}

    page = client.get(reverse("assemblies:item", args=keys), headers=english).content.decode()
    assert "Record the consent" in page
    client.post(reverse("assemblies:paper_open", args=keys), {"issued": 15})
    assert Election.objects.get().state == "ready"

    client.post(reverse("assemblies:consent", args=keys), {"text": "The meeting agrees."})
    client.post(reverse("assemblies:paper_open", args=keys), {"issued": 15})
    assert Election.objects.get().state == "open"


def minutes_of(assembly: Assembly) -> dict[str, Any]:
    return as_data(build_facts(assembly))


def voted() -> Assembly:
    """By hands, by names and by papers, whatever each comes to."""
    assembly = weighted(
        7,
        (Matter.WORK_REPORT, Method.SHOW_OF_HANDS),
        (Matter.FINANCIAL_RULES, Method.ROLL_CALL),
        (Matter.BYLAWS, Method.SECRET),
    )
    make_tellers(assembly)
    by_hands, by_names, by_paper = Motion.objects.filter(item__assembly=assembly).order_by(
        "item__position"
    )
    vote_by_hands(by_hands, (9, 5, 1))
    session.set_current(item=by_names.item, by=None, at=minute(4))
    for entry in entries_of(assembly)[:7]:
        roll_call.record_answer(
            motion=by_names, entry=entry, choice=Choice.FOR, by=None, at=minute(5)
        )
    roll_call.end_roll_call(motion=by_names, by=None, at=minute(6))
    resolve.resolve_motion(motion=by_names, by=None, at=minute(7))
    session.set_current(item=by_paper.item, by=None, at=minute(8))
    published_on_paper(by_paper, [[(12, 2, 1)]], returned=15)
    resolve.resolve_motion(motion=by_paper, by=None, at=minute(12))
    return assembly


def test_minutes_have_votes_beside_members_and_every_figure_holds():
    data = minutes_of(voted())
    attendance = data["meeting"]["attendance"]

    assert (attendance["entitled"], attendance["votes"]) == (9, 17)
    assert [row["weight"] for row in attendance["rows"]] == [5, 3, 3, 1, 1, 1, 1, 1, 1]
    assert {(row["voters"], row["votes"]) for row in data["meeting"]["quorum"]} == {(7, 15)}
    assert data["meeting"]["items"][2]["boxes"][0]["entitled"] == 17
    with override("en"):
        assert [check.told for check in figure_checks(data) if not check.holds] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("attendance", "votes"), 18),
        (("attendance", "rows", 0, "weight"), 4),
        (("quorum", 0, "votes"), 16),
        (("quorum", 0, "voters"), 8),
        (("items", 1, "roll_call", 0, "weight"), 1),
    ],
)
def test_a_changed_number_of_votes_is_found(path: tuple[Any, ...], value: int):
    data = minutes_of(voted())
    *way, last = path
    place = data["meeting"]
    for step in way:
        place = place[step]
    assert place[last] != value
    place[last] = value
    assert any(not check.holds for check in figure_checks(data))


def test_printed_minutes_tell_what_the_votes_go_by():
    assembly = voted()
    session.close_meeting(assembly=assembly, by=None, at=minute(60))
    made = make_minutes(assembly=assembly, by=None, at=minute(80))
    texts = {lang: squeezed(text_of(documents.read(row.document))) for lang, row in made.items()}

    assert "票数依会员类别：president5票、council3票，其余1票（" in texts["zh"]
    assert "第一条）。有表决权的会员共17票" in texts["zh"]
    assert "Thoseentitledhave17votestogether" in texts["en"].replace(" ", "")


def test_pages_show_votes_beside_members(client):
    assembly = weighted()
    client.force_login(make_secretary())
    told = {"headers": {"accept-language": "en"}}
    page = client.get(reverse("assemblies:roll", args=[assembly.pk]), **told).content.decode()
    assert "votes together" in page
    assert "Votes by member class" in page
    page = client.get(
        reverse("assemblies:item", args=[assembly.pk, first(assembly).item_id]), **told
    ).content.decode()
    assert "with 17 votes" in page


def test_roll_as_a_table_has_the_votes():
    assembly = weighted()
    assert assembly.roll is not None
    with override("en"):
        rows = list(csv.reader(roll_csv(assembly.roll).decode("utf-8-sig").splitlines()))
    place = rows[0].index("Votes")
    assert [row[place] for row in rows[1:10]] == ["5", "3", "3", *["1"] * 6]


def test_who_comes_later_brings_their_votes():
    assembly = weighted(1)
    assert votes_now(assembly).total == 5
    check_in.check_in(assembly=assembly, entry=entries_of(assembly)[1], by=None, at=minute(1))
    votes = votes_now(assembly)
    assert (votes.voters, votes.total) == (2, 8)


def recused(**rules: Any) -> dict[str, Any]:
    """One of three votes steps aside on the item, and the quorum is stated for it."""
    assembly = weighted(7, **rules)
    item = first(assembly).item
    recusals.recuse(
        item=item,
        entry=entries_of(assembly)[1],
        reason="An interest",
        by=None,
        at=minute(1),
    )
    session.set_current(item=item, by=None, at=minute(1))
    quorum.state_quorum(assembly=assembly, item=item, by=None, at=minute(2))
    return minutes_of(assembly)


@pytest.mark.parametrize("rules", [{}, {"assembly.unit": "vote"}])
@pytest.mark.parametrize("field", ["votes", "voters", "present", "entitled"])
def test_every_figure_of_a_statement_is_reckoned_again_with_somebody_recused(
    rules: dict[str, Any], field: str
):
    data = recused(**rules)
    assert [one.told for one in figure_checks(data) if not one.holds] == []
    check = data["meeting"]["quorum"][-1]
    assert (check["votes"], check["recused_votes"]) == (12, 3)
    check[field] += 1
    assert any(not one.holds for one in figure_checks(data))


def test_corrected_roll_tells_whose_number_of_votes_changed(client):
    assembly = make_assembly()
    add_motion(assembly)
    state_rules({"assembly.votes": VOTES})
    ordinary, council = (
        make_class(key, rank=RANKS[key], zh=key) for key in ("ordinary", "council")
    )
    make_class("president", rank=1)
    members = [make_membership(member_class=ordinary) for _firm in range(3)]
    for member in members:
        make_representative(firm=member.firm)
    convened(assembly, members=0)
    former = assembly.roll
    assert former is not None
    register.change_class(
        membership=members[1],
        member_class=council,
        from_on=RECORD_ON,
        reason="Upgraded",
        source="2026-11",
        by=None,
        at=minute(-30),
    )
    decided(objected(assembly, "We are a council unit"), ObjectionOutcome.UPHELD)
    new = correct_roll(assembly=assembly, by=None, at=minute(-20))

    assert entitled_votes(new) == 5
    [(was, now)] = differences(former, new)
    assert was is not None
    assert now is not None
    assert (was.weight, now.weight) == (1, 3)
    client.force_login(make_secretary())
    page = client.get(
        reverse("assemblies:objections", args=[assembly.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert "3 votes" in page


def test_box_by_slip_waits_for_votes_and_not_for_voters(client):
    box = make_slip_box(on_roll=make_weighted_roll(5, 1, 1), printed=7)
    box.issue(box.entries)
    box.open(box.entries)
    for code in box.printed[:3]:
        box.cast_slip(code, [[1, 0]])
    places = list(box.election.participations.all())
    assert (votes_cast(box.election, places), votes_admitted(box.election, places)) == (3, 7)

    client.force_login(make_secretary())
    page = client.get(
        reverse("elections:board", args=[box.election.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert squeezed("".join(page.split())).count('<divclass="n">7</div><divclass="l">mayvote') == 1


def test_page_asks_for_the_consent_that_the_opening_by_slip_will_ask_for():
    """Those in the hall who drew no slip hide nobody."""
    box = make_slip_box(on_roll=make_weighted_roll(*[100] * 10, *[1] * 10), printed=1010)
    Election.objects.update(small_electorate_consent="")
    box.issue(box.entries[1:])
    box.refresh()
    votes = Votes(tuple(box.entries), (), frozenset())
    assert "100" in consent_wanted(box.election, votes)
    box.issue(box.entries[:1])
    assert consent_wanted(box.election, votes) == ""
