"""Two entries taken as one: nothing is moved, and it can be undone."""

from datetime import date, datetime

import pytest

from desk.domain.search import find
from elections.domain.roll import freeze_roll
from members.domain import listing
from members.domain.firms import merging
from members.domain.firms.contacts import ContactFacts, edit_contact
from members.domain.register import change_standing
from members.domain.represent import appoint_representative, voting_representative
from members.domain.standing import standing_on, standings_on
from members.enums import ContactPurpose, ProceedingKind, StandingStatus
from members.errors import (
    MergeHasOpenCases,
    MergeMovedOn,
    MergeOfKept,
    MergeOfMerged,
    MergeOfOne,
)
from members.models import Merge, Proceeding, Representative, Standing
from records.domain import log
from records.fields import Translated
from tests.factories.firms import MERGED_AT, make_contact, make_merge, make_paper, make_tag
from tests.factories.members import (
    make_body,
    make_firm,
    make_membership,
    make_person,
    make_representative,
    suspend,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 18)
LATER = datetime.fromisoformat("2026-12-20T01:00:00+00:00")


def two_entries():
    """Each with a contact, a paper and a tag of its own, and both with one that they share."""
    kept = make_representative().firm
    dropped = make_representative().firm
    for firm in (kept, dropped):
        make_contact(firm)
        make_paper(firm)
    make_tag(kept, dropped, name="新能源")
    make_contact(dropped, purpose=ContactPurpose.PRESS, name="丁记者")
    make_paper(dropped, content=b"%PDF-1.7 another")
    make_tag(dropped, name="连锁")
    appoint_representative(
        firm=dropped,
        person=make_person(zh="戊副总"),
        post=Translated(zh="副总", en="Deputy"),
        from_on=date(2025, 1, 1),
        votes=False,
        by=None,
        at=MERGED_AT,
    )
    return kept, dropped


def what_hangs_on(firm):
    return {
        "contacts": sorted(firm.contacts.values_list("purpose", "name")),
        "papers": firm.documents.count(),
        "tags": sorted(firm.tags.values_list("name", flat=True)),
        "acting": sorted(
            firm.representatives.filter(Representative.holds_on(DAY)).values_list(
                "person__name__zh", flat=True
            )
        ),
    }


def current_standings(firm):
    rows = Standing.objects.filter(membership=firm.membership, superseded_at__isnull=True)
    return list(rows.order_by("from_on").values_list("status", "from_on", "until_on"))


def test_merge_copies_what_the_kept_entry_lacks_and_moves_nothing():
    kept, dropped = two_entries()
    before = what_hangs_on(dropped)
    voter = voting_representative(kept, DAY)

    make_merge(kept, dropped)

    assert what_hangs_on(dropped) == before
    assert what_hangs_on(kept) == {
        "contacts": [("dues", "丙会计"), ("press", "丁记者")],
        "papers": 2,
        "tags": ["新能源", "连锁"],
        "acting": sorted([voter.person.name.zh, "戊副总"]),
    }
    assert voting_representative(kept, DAY) == voter


def test_merged_entry_has_a_standing_of_its_own_from_the_day():
    kept, dropped = two_entries()
    joined = dropped.membership.joined_on

    make_merge(kept, dropped)

    dropped.refresh_from_db()
    number = kept.membership.number
    today = standing_on(dropped.membership, DAY)
    assert dropped.merged_into == kept
    assert current_standings(dropped) == [("active", joined, DAY), ("merged", DAY, None)]
    assert today.reason == {
        "zh": f"与会员号{number}为同一单位，重复登记",
        "en": f"The same firm as member number {number}, recorded twice",
    }
    assert today.source == f"{kept.registration_code} {number}"


def test_merged_entry_is_in_no_list_no_count_and_no_roll():
    kept, dropped = two_entries()

    make_merge(kept, dropped)

    assert list(listing.firms_on(DAY)) == [kept]
    assert list(standings_on(DAY)) == [kept.membership.pk]
    assert [figure.number for figure in listing.figures_on(DAY)][:2] == [1, 1]
    roll = freeze_roll(body=make_body(), record_on=DAY, by=None, at=MERGED_AT)
    assert [entry.firm for entry in roll.entries.all()] == [kept]


def test_merging_twice_is_merging_once():
    kept, dropped = two_entries()

    first = make_merge(kept, dropped)

    assert make_merge(kept, dropped, at=LATER) == first
    assert (Merge.objects.count(), Standing.objects.filter(status="merged").count()) == (1, 1)


def test_undone_merge_leaves_both_as_they_were():
    kept, dropped = two_entries()
    before = [(what_hangs_on(firm), current_standings(firm)) for firm in (kept, dropped)]
    merge = make_merge(kept, dropped)

    for _twice in range(2):
        merge = merging.undo_merge(merge=merge, by=None, at=LATER)

    dropped.refresh_from_db()
    assert (merge.undone_at, dropped.merged_into) == (LATER, None)
    assert [(what_hangs_on(firm), current_standings(firm)) for firm in (kept, dropped)] == before
    assert log.verify(stream="register") > 0


def test_undo_restores_the_standing_before_by_new_rows():
    kept, dropped = two_entries()
    suspend(dropped.membership, from_on=date(2026, 4, 17))
    held = set(Standing.objects.filter(superseded_at__isnull=True).values_list("pk", flat=True))
    merge = make_merge(kept, dropped)

    merging.undo_merge(merge=merge, by=None, at=LATER)

    today = standing_on(dropped.membership, DAY)
    assert (today.status, today.since) == (StandingStatus.SUSPENDED, date(2026, 4, 17))
    row = dropped.membership.standings.get(status="suspended", superseded_at__isnull=True)
    assert row.pk not in held
    assert row.recorded_at == LATER


def test_entry_of_the_day_it_is_merged_gets_its_standing_back():
    kept = make_firm()
    dropped = make_membership(joined_on=DAY).firm
    merge = make_merge(kept, dropped)
    assert current_standings(dropped) == [("merged", DAY, None)]

    merging.undo_merge(merge=merge, by=None, at=LATER)

    assert current_standings(dropped) == [("active", DAY, None)]


def test_undo_leaves_a_copied_contact_that_was_changed_since():
    kept, dropped = two_entries()
    merge = make_merge(kept, dropped)
    copied = kept.contacts.get(purpose="press")
    facts = ContactFacts(purpose="press", name="丁记者", email="new@firm.example")
    edit_contact(contact=copied, facts=facts, by=None, at=LATER)

    merging.undo_merge(merge=merge, by=None, at=LATER)

    assert kept.contacts.get(purpose="press").email == "new@firm.example"


def test_undo_is_refused_after_the_standing_was_changed():
    kept, dropped = two_entries()
    merge = make_merge(kept, dropped)
    change_standing(
        membership=dropped.membership,
        status=StandingStatus.RESIGNED,
        from_on=date(2026, 12, 19),
        reason=Translated(zh="退会"),
        source="letter",
        by=None,
        at=LATER,
    )

    with pytest.raises(MergeMovedOn):
        merging.undo_merge(merge=merge, by=None, at=LATER)

    merge.refresh_from_db()
    assert merge.undone_at is None


def test_merge_is_refused_for_one_entry_and_for_chains():
    first, second, third = make_firm(), make_firm(), make_firm()
    with pytest.raises(MergeOfOne):
        make_merge(first, first)
    make_merge(first, second)
    for kept, dropped, refusal in (
        (third, second, MergeOfMerged),
        (second, third, MergeOfMerged),
        (second, first, MergeOfMerged),
        (third, first, MergeOfKept),
    ):
        kept.refresh_from_db()
        dropped.refresh_from_db()
        with pytest.raises(refusal):
            make_merge(kept, dropped)
    make_merge(first, third)
    assert sorted(first.duplicates.values_list("pk")) == sorted([(second.pk,), (third.pk,)])


def test_merge_waits_until_the_dropped_entry_has_no_open_case():
    kept, dropped = two_entries()
    case = Proceeding.objects.create(
        membership=dropped.membership,
        kind=ProceedingKind.EXPULSION,
        ground=Translated(zh="欠费"),
        opened_at=MERGED_AT,
    )
    with pytest.raises(MergeHasOpenCases):
        make_merge(kept, dropped)
    case.state = "dismissed"
    case.save(update_fields=["state"])
    assert make_merge(kept, dropped).kept == kept


def test_two_firms_stay_two_and_are_told_once():
    first, second = make_firm(), make_firm()

    known = merging.mark_distinct(first=first, second=second, by=None, at=MERGED_AT)

    assert merging.mark_distinct(first=second, second=first, by=None, at=LATER) == known
    assert (known.distinct, Merge.objects.count()) == (True, 1)
    assert make_merge(first, second).dropped == second


def test_search_of_everything_passes_over_the_merged_entry():
    kept, dropped = two_entries()
    number = dropped.membership.number
    assert [hit.detail for hit in find(number)] == [dropped.registration_code]

    make_merge(kept, dropped)

    assert find(number) == []
