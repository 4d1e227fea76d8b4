"""How a membership changes and ends: which act is possible when, and what ends with it."""

from datetime import date

import pytest

from members.domain import mandates
from members.domain.cases import standing_acts
from members.domain.cases.standing_acts import Entry
from members.domain.represent import voting_representative
from members.domain.rules import article_on, ruling_on
from members.domain.standing import standing_on
from members.domain.uploads import Upload
from members.enums import BodyKind, FirmDocumentKind, MailingState, Office, StandingStatus
from members.errors import (
    CitationMissing,
    EffectiveBeforeNotice,
    EntryReplaced,
    NoStandingThen,
    NothingToCorrect,
    PaperTypeRefused,
    ReasonMissing,
    StandingForbids,
)
from members.models import FirmDocument, Mailing, Mandate, Membership, Representative, Standing
from members.signals import membership_end_undone, membership_ended
from records.domain import log
from records.fields import Translated
from records.models import LogEntry
from tests.factories.members import (
    AT,
    JOINED,
    make_membership,
    make_representative,
)
from tests.factories.standing import (
    DAY,
    GROUND,
    RULE,
    give_seat,
    make_decision,
    state_rules,
)

pytestmark = pytest.mark.django_db

Status = StandingStatus
STARTS = date(2026, 6, 1)
WHO = {"by": None, "at": AT}


def resign(membership, day=DAY):
    return standing_acts.resign(
        membership=membership, received_on=day, effective_on=day, source="Letter 7", **WHO
    )


ACTS = {
    "resign": resign,
    "suspend": lambda m, day=DAY: standing_acts.suspend(
        membership=m, from_on=day, reason=GROUND, source="2026-4", **WHO
    ),
    "lift": lambda m, day=DAY: standing_acts.lift_suspension(
        membership=m, from_on=day, reason=GROUND, source="2026-5", **WHO
    ),
    "lose": lambda m, day=DAY: standing_acts.lose_membership(
        membership=m, on=day, ground=GROUND, citation=RULE, source="Ledger", **WHO
    ),
    "readmit": lambda m, day=DAY: standing_acts.readmit(
        membership=m, on=day, decision=make_decision(), reason=GROUND, **WHO
    ),
}
# Standing before → what each act makes of it, or None where it is refused.
TABLE = {
    Status.ACTIVE: ("resigned", "suspended", None, "lost", None),
    Status.SUSPENDED: ("resigned", None, "active", "lost", None),
    Status.RESIGNED: (None, None, None, None, "active"),
    Status.LOST: (None, None, None, None, "active"),
    Status.EXPELLED: (None, None, None, None, "active"),
    Status.MERGED: (None, None, None, None, None),
}


def brought_to(status):
    membership = make_membership()
    if status != Status.ACTIVE:
        Standing.objects.filter(membership=membership).update(superseded_at=AT)
        Standing.objects.create(
            membership=membership,
            status=status,
            from_on=STARTS,
            reason=GROUND,
            source="2026-1",
            recorded_at=AT,
        )
    return membership


@pytest.mark.parametrize("status", Status)
def test_each_standing_with_each_act(status):
    found = []
    for act in ACTS.values():
        membership = brought_to(status)
        try:
            act(membership)
        except StandingForbids:
            found.append(None)
            assert standing_on(membership, DAY).status == status
        else:
            found.append(standing_on(membership, DAY).status)

    assert dict(zip(ACTS, found, strict=True)) == dict(zip(ACTS, TABLE[status], strict=True))


def test_transitions_name_every_standing():
    assert set(standing_acts.TRANSITIONS) == set(Status)


@pytest.mark.parametrize("name", ["resign", "suspend", "lose"])
def test_act_done_again_changes_nothing(name):
    membership = make_membership()
    first = ACTS[name](membership)
    entries = LogEntry.objects.count()

    assert ACTS[name](membership) == first
    assert LogEntry.objects.count() == entries
    assert Mailing.objects.count() == (0 if name == "suspend" else 1)


def test_resignation_keeps_the_letter_and_says_when_it_came():
    membership = make_membership()
    standing = standing_acts.resign(
        membership=membership,
        received_on=date(2026, 10, 30),
        effective_on=date(2026, 12, 31),
        source="Letter of 2026-10-28",
        letter=Upload("letter.pdf", b"%PDF-1.7 we leave"),
        **WHO,
    )

    paper = FirmDocument.objects.get()
    assert (paper.kind, paper.document.name) == (FirmDocumentKind.WITHDRAWAL, "letter.pdf")
    assert (standing.from_on, standing.reason.en, standing.source) == (
        date(2026, 12, 31),
        "Resigned in writing, notice received on 2026-10-30",
        "Letter of 2026-10-28",
    )
    assert standing_on(membership, date(2026, 12, 30)).status == Status.ACTIVE


def test_resignation_before_its_notice_is_refused():
    membership = make_membership()
    with pytest.raises(EffectiveBeforeNotice):
        standing_acts.resign(
            membership=membership,
            received_on=DAY,
            effective_on=date(2026, 1, 1),
            source="x",
            **WHO,
        )


def test_letter_that_is_no_scan_is_refused_and_nothing_changes():
    membership = make_membership()
    with pytest.raises(PaperTypeRefused):
        standing_acts.resign(
            membership=membership,
            received_on=DAY,
            effective_on=DAY,
            source="x",
            letter=Upload("letter.exe", b"MZ"),
            **WHO,
        )
    assert standing_on(membership, DAY).status == Status.ACTIVE


def test_loss_wants_ground_and_rule():
    membership = make_membership()
    for lacking in ({"ground": Translated()}, {"citation": Translated()}):
        given = {"ground": GROUND, "citation": RULE, **lacking}
        with pytest.raises(CitationMissing):
            standing_acts.lose_membership(
                membership=membership, on=DAY, source="Ledger", **given, **WHO
            )


def test_loss_is_quoted_with_its_rule():
    membership = make_membership()
    standing = ACTS["lose"](membership)

    assert standing.source == f"Ledger；{RULE.zh} / {RULE.en}"


def test_suspension_wants_reason_and_a_day_after_joining():
    membership = make_membership()
    with pytest.raises(ReasonMissing):
        standing_acts.suspend(
            membership=membership, from_on=DAY, reason=Translated(), source="x", **WHO
        )
    with pytest.raises(NoStandingThen):
        ACTS["suspend"](membership, date(2020, 1, 1))


# What ends with a membership.


def member_with_seat(office=Office.COUNCIL_MEMBER, body=BodyKind.COUNCIL):
    acting = make_representative()
    seat = give_seat(acting.person, acting.firm, office=office, body=body)
    return acting.firm.membership, seat


def ends(model):
    rows = model.objects.filter(superseded_at__isnull=True).order_by("pk")
    return list(rows.values_list("until_on", flat=True))


@pytest.mark.parametrize("name", ["resign", "lose"])
def test_seats_and_representatives_end_with_the_membership(name):
    state_rules({"membership.seats_end_with_membership": True})
    membership, _seat = member_with_seat()

    ACTS[name](membership)

    ended = Mandate.objects.get(superseded_at__isnull=True)
    assert (ended.until_on, ended.reason, ended.source) == (
        DAY,
        "会员资格终止 / The membership ended",
        "《章程》（一版）第一条 / Bylaws (version 一版), art. 1",
    )
    assert ends(Representative) == [DAY]
    assert voting_representative(membership.firm, DAY) is None


def test_seats_end_without_any_rule_and_cite_what_ended_the_membership():
    membership, _seat = member_with_seat()
    resign(membership)

    assert Mandate.objects.get(superseded_at__isnull=True).source == "Letter 7"


def test_seats_stay_where_the_bylaws_say_so():
    state_rules({"membership.seats_end_with_membership": False})
    membership, _seat = member_with_seat()
    resign(membership)

    assert (ends(Mandate), ends(Representative)) == ([None], [DAY])


def test_suspension_ends_no_seat():
    membership, _seat = member_with_seat()
    ACTS["suspend"](membership)

    assert (ends(Mandate), ends(Representative), Mailing.objects.count()) == ([None], [None], 0)


def test_seat_that_had_not_begun_never_begins():
    acting = make_representative()
    seat = give_seat(acting.person, acting.firm, from_on=date(2027, 1, 1))
    resign(acting.firm.membership)

    seat.refresh_from_db()
    assert (seat.superseded_at, ends(Mandate)) == (AT, [])


def test_notice_of_the_end_waits_for_a_person():
    state_rules({"membership.seats_end_with_membership": True})
    membership, seat = member_with_seat()
    resign(membership)

    mailing = Mailing.objects.get()
    letter = mailing.letters.get()
    assert (mailing.state, letter.firm, letter.person) == (
        MailingState.DRAFT,
        membership.firm,
        seat.person,
    )
    assert f"These seats ended with it: {seat.person.name.en} (Council" in letter.body.en
    assert f"They no longer act for the firm: {seat.person.name.en}." in letter.body.en
    assert "Rule and paper: Letter 7" in letter.body.en


def heard_of(signal, act):
    told = []

    def hear(sender, **given):
        told.append((sender, given["membership"], given["standing"].status))

    signal.connect(hear)
    try:
        act()
    finally:
        signal.disconnect(hear)
    return told


def test_end_is_told_once_to_the_apps_above():
    membership, _seat = member_with_seat()
    told = heard_of(membership_ended, lambda: (resign(membership), resign(membership)))

    assert told == [(Membership, membership, Status.RESIGNED)]


def test_readmission_brings_no_seat_back():
    membership, _seat = member_with_seat()
    resign(membership)
    ACTS["readmit"](membership, date(2026, 12, 1))

    assert standing_on(membership, date(2026, 12, 1)).status == Status.ACTIVE
    assert (ends(Mandate), ends(Representative)) == ([DAY], [DAY])


# Correcting the latest entry.


def correct(standing, entry=None):
    return standing_acts.correct_latest(
        standing=standing, entry=entry, because="It was another firm", **WHO
    )


def test_entry_taken_away_brings_back_what_ended_with_it():
    membership, seat = member_with_seat()
    standing = resign(membership)

    told = heard_of(membership_end_undone, lambda: correct(standing))

    assert told == [(Membership, membership, Status.RESIGNED)]
    today = standing_on(membership, DAY)
    assert (today.status, today.since) == (Status.ACTIVE, JOINED)
    assert (ends(Mandate), ends(Representative)) == ([None], [None])
    assert mandates.holders_on(body_kind="council", office=Office.COUNCIL_MEMBER, day=DAY) == list(
        Mandate.objects.filter(superseded_at__isnull=True)
    )
    assert Mandate.objects.get(superseded_at__isnull=True).decision == seat.decision
    entry = LogEntry.objects.get(event="standing_taken_back")
    assert entry.payload["because"] == "It was another firm"
    assert log.verify(stream="register") == LogEntry.objects.filter(stream=entry.stream).count()


def test_entry_is_replaced_by_another_with_another_day():
    membership, _seat = member_with_seat()
    standing = resign(membership)
    later = date(2026, 11, 30)

    correct(standing, Entry(Status.LOST, later, GROUND, "Ledger"))

    assert standing_on(membership, DAY).status == Status.ACTIVE
    assert standing_on(membership, later).status == Status.LOST
    assert (ends(Mandate), ends(Representative)) == ([later], [later])


def test_admission_is_replaced_on_its_day_and_never_taken_away():
    membership = make_membership()
    first = membership.standings.get()
    with pytest.raises(NothingToCorrect):
        correct(first)

    correct(first, Entry(Status.ACTIVE, JOINED, GROUND, "2021-4"))

    today = standing_on(membership, DAY)
    assert (today.since, today.source, today.reason) == (JOINED, "2021-4", GROUND)


def test_entry_that_was_replaced_or_followed_is_not_corrected():
    membership = make_membership()
    suspended = ACTS["suspend"](membership)
    correct(suspended)
    with pytest.raises(EntryReplaced):
        correct(suspended)
    again = ACTS["suspend"](membership)
    resign(membership, date(2026, 11, 30))
    with pytest.raises(EntryReplaced):
        correct(again)


# What the texts in force say.


def test_rule_that_no_text_states_is_none():
    assert ruling_on("mandate.passes_to_successor", DAY) is None
    state_rules({"membership.seats_end_with_membership": True})
    assert ruling_on("mandate.passes_to_successor", DAY) is None


def test_article_on_a_case_is_found_by_its_words():
    state_rules({"membership.seats_end_with_membership": True})

    assert article_on("expulsion", DAY) == Translated(
        zh="《章程》（一版）第二条", en="Bylaws (version 一版), art. 2"
    )
    assert article_on("lapse", DAY) == Translated()
    assert article_on("expulsion", date(2000, 1, 1)) == Translated()
