"""First meetings of those just elected: the council's, which elects the officers, and the
supervisory board's, which elects its chief. A council with a standing council elects that too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop, override

from assemblies.domain.convening.notice import LANGUAGES
from assemblies.domain.convening.roll import freeze_holders, holders_of
from assemblies.domain.days import meeting_day
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.attendance import present_entries
from assemblies.domain.presence.check_in import check_in
from assemblies.domain.sitting.ballot import prepare_box
from assemblies.enums import ItemKind, Method, Phase
from assemblies.errors import NoHolders, NotConvenedFromHere
from assemblies.models import AgendaItem, Appointment, Assembly, Motion
from bylaws.enums import Matter
from elections.domain.ceremony import share_keys
from elections.domain.prepare import ContestSpec, attach_roll
from elections.models import Ceremony
from members.enums import BodyKind
from members.models import Body, Term, User
from records.domain import log
from records.fields import Translated

ELECTS = {
    BodyKind.COUNCIL: Matter.ELECT_OFFICERS,
    BodyKind.SUPERVISORY_BOARD: Matter.ELECT_CHIEF_SUPERVISOR,
}

TITLE = gettext_noop("First meeting of the new %(body)s")
TEXT = gettext_noop("The meeting elects by secret ballot from the candidates named.")
ITEMS = {
    Matter.ELECT_OFFICERS: gettext_noop(
        "Election of the president, the vice-presidents and the secretary-general"
    ),
    Matter.ELECT_STANDING_COUNCIL: gettext_noop("Election of the standing council"),
    Matter.ELECT_CHIEF_SUPERVISOR: gettext_noop("Election of the chief supervisor"),
}


@transaction.atomic
def convene_follow_up(
    *,
    parent: Assembly,
    body: Body,
    by: User | None,
    at: datetime,
    contests: Sequence[ContestSpec] = (),
    channel: str = "online",
) -> Assembly:
    """Hold the first meeting of ``body`` on the day of its election, with a roll of those whom the
    meeting ``parent`` elected, those in the hall checked in, and the election of its officers as
    its item. With ``contests`` the ballot box is prepared as well.

    It needs no notice of its own, being held by those present. Convened again, it is the same
    meeting. Raises NoHolders before the election is resolved, NotConvenedFromHere, PhaseForbids.
    """
    parent = lock_assembly(parent.pk)
    kind = BodyKind(body.kind)
    if kind not in ELECTS or parent.body_id == body.pk:
        raise NotConvenedFromHere
    meeting = parent.follow_ups.filter(body=body).first()
    if meeting is not None and meeting.phase != Phase.PREPARE:
        return meeting
    require_phase(parent, Phase.LIVE, Phase.COUNT, Phase.MINUTES)
    term = _term_begun(parent, body)
    if meeting is None:
        meeting = _create(parent, body, term, at)
        _create_motions(meeting)
        _copy_functions(parent, meeting)
    meeting.roll = freeze_holders(meeting, meeting_day(parent), by=by, at=at)
    meeting.phase = Phase.CHECK_IN
    meeting.ceremony = _keys_of(parent, meeting, by, at)
    meeting.save(update_fields=["roll", "phase", "ceremony"])
    payload = {"parent": str(parent.pk), "body": kind, "roll": str(meeting.roll.pk)}
    log.record(stream=stream_of(meeting), event="follow_up_convened", payload=payload, by=by, at=at)
    # Who took part remotely comes to the first meeting's own desk.
    there = present_entries(parent, remote=False)
    persons = set(there.values_list("person_id", flat=True))
    for entry in meeting.roll.entries.filter(entitled=True, person_id__in=persons):
        check_in(assembly=meeting, entry=entry, by=by, at=at)
    for motion in Motion.objects.filter(item__assembly=meeting).select_related("election", "item"):
        if motion.election is not None:
            attach_roll(election=motion.election, roll=meeting.roll, by=by, at=at)
        elif contests and motion.item.matter == ELECTS[kind]:
            prepare_box(motion=motion, contests=contests, channel=channel, by=by, at=at)
    return meeting


def _keys_of(parent: Assembly, meeting: Assembly, by: User | None, at: datetime) -> Ceremony | None:
    """Those of the meeting before, codes included; by slip the same keys with slips of its own,
    since a slip drawn there tells nobody whether its drawer sits on the new body."""
    if parent.ceremony is None or not parent.ceremony.is_by_slip:
        return parent.ceremony
    own = meeting.ceremony
    return own or share_keys(ceremony=parent.ceremony, title=meeting.title, by=by, at=at)


def _term_begun(parent: Assembly, body: Body) -> Term:
    term = Term.objects.filter(body=body, number=parent.term.number).first()
    if term is None or not holders_of(term, meeting_day(parent)):
        raise NoHolders
    return term


def _create(parent: Assembly, body: Body, term: Term, at: datetime) -> Assembly:
    return Assembly.objects.create(
        body=body,
        term=term,
        parent=parent,
        title=_in_both(TITLE, body=body.name),
        place=parent.place,
        starts_at=at,
        re_election=True,
    )


def _copy_functions(parent: Assembly, meeting: Assembly) -> None:
    """Whoever served the first meeting serves the second; guests are not guests of a council."""
    Appointment.objects.bulk_create(
        Appointment(
            assembly=meeting,
            person_id=served.person_id,
            function=served.function,
            position=served.position,
        )
        for served in parent.appointments.exclude(function="guest")
    )


def _create_motions(meeting: Assembly) -> None:
    kind = BodyKind(meeting.body.kind)
    matters = [ELECTS[kind]]
    if kind == BodyKind.COUNCIL and Body.objects.filter(kind=BodyKind.STANDING_COUNCIL).exists():
        matters.append(Matter.ELECT_STANDING_COUNCIL)
    for position, matter in enumerate(matters, start=1):
        item = AgendaItem.objects.create(
            assembly=meeting,
            position=position,
            title=_in_both(ITEMS[matter]),
            kind=ItemKind.ELECTION,
            matter=matter,
        )
        Motion.objects.create(item=item, text=_in_both(TEXT), method=Method.SECRET)


def _in_both(message: str, **context: Translated) -> Translated:
    """A sentence of the product as data in both languages, since the record keeps it as written."""
    texts = Translated()
    for key, language in LANGUAGES.items():
        with override(language):
            texts[key] = gettext(message) % {name: text.text(key) for name, text in context.items()}
    return texts
