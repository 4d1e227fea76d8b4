"""An item: what is put to the vote, what it takes, the vote and its verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import local_day
from assemblies.domain.governing import rule_for_item
from assemblies.domain.locking import IN_SESSION
from assemblies.domain.nominating import calls, confirming
from assemblies.domain.nominating.entering import Remark, told_before_vote
from assemblies.domain.planning import amendment_votes
from assemblies.domain.planning.agenda import Row, agenda_rows, row_of
from assemblies.domain.planning.cases import told_cases
from assemblies.domain.planning.proposals import proposal_of
from assemblies.domain.presence import quorum
from assemblies.domain.presence.sides import consent_wanted
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.domain.sitting.calculator import Calculator, calculator
from assemblies.domain.sitting.operating import told_of_another
from assemblies.domain.sitting.roll_call import roll_call_of
from assemblies.domain.sitting.seats_left import open_seats_told
from assemblies.domain.sitting.taking_back import take_box_back
from assemblies.domain.sitting.told import told_contests
from assemblies.domain.sitting.written_in import sentences_of, written_in_told
from assemblies.enums import ItemKind, ItemState, Method
from assemblies.forms import AnnulForm, BoxForm, ConsentForm, HandsForm
from assemblies.models import AgendaItem, Motion, QuorumCheck
from assemblies.permissions import (
    can_operate,
    may_operate,
    may_read,
    may_read_nominations,
    may_see_call,
)
from assemblies.views.answer import actor, operated, whole
from bylaws.domain.versions import Status, status_on
from bylaws.permissions import can_read_drafts
from elections.domain.opening import consent_to_small_electorate
from elections.domain.prepare import can_be_discarded
from elections.domain.readiness import missing_before_opening
from elections.domain.rounds import rounds_of
from elections.enums import BEFORE_OPENING, Channel
from elections.models import Election
from elections.permissions import can_see_count
from members.permissions import can_read_register, require


def _item(pk: UUID, item: UUID) -> AgendaItem:
    items = AgendaItem.objects.select_related(
        "assembly__body",
        "assembly__roll",
        "assembly__parent",
        "motion__version__regulation",
        "motion__amendment__regulation",
        "motion__amendment__base",
        "motion__schedule",
        "motion__election__ceremony",
    )
    return get_object_or_404(items, pk=item, assembly=pk)


def _address(pk: UUID, item: UUID) -> str:
    return reverse("assemblies:item", args=[pk, item])


@require(may_read)
@require_safe
def item_detail(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    return render(request, "assemblies/item_detail.html", _context(request, _item(pk, item)))


@require(may_read)
@require_safe
def item_box(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """How many ballots are in, asked for every few seconds; never what they say."""
    row = row_of(_item(pk, item))
    return render(request, "assemblies/_box_count.html", {"row": row})


def _context(request: HttpRequest, item: AgendaItem) -> dict[str, Any]:
    assembly, row = item.assembly, row_of(item)
    rows = agenda_rows(assembly)
    places = [each.item.pk for each in rows]
    place = places.index(item.pk)
    box = row.election
    calc = calculator(assembly, item) if assembly.roll_id else None
    return {
        "assembly": assembly,
        "item": item,
        "row": row,
        "before": rows[place - 1].item if place else None,
        "after": rows[place + 1].item if place + 1 < len(rows) else None,
        "number": place + 1,
        "total": len(rows),
        "calc": calc,
        "proposal": proposal_of(row.motion),
        "cases": told_cases(row.motion),
        "reads_register": can_read_register(request.user),
        "put_aside": amendment_votes.put_aside_reason(row.motion) if row.motion else None,
        "reads_text": _reads_text(request, row.motion),
        "text_status": _text_status(row.motion),
        "stated": _stated(row, item),
        "operates": can_operate(request.user, assembly),
        "another": told_of_another(assembly, actor(request))
        if can_operate(request.user, assembly)
        else "",
        "call": roll_call_of(row.motion)
        if row.motion and row.motion.method == Method.ROLL_CALL and row.motion.present is not None
        else None,
        "nominations": _nominations(request, item),
        "statements": item.statements.select_related("person", "entry__firm"),
        "in_session": assembly.phase in IN_SESSION,
        "is_current": item.state == ItemState.CURRENT,
        "hands": row.motion is not None and row.motion.method == Method.SHOW_OF_HANDS,
        "hands_form": HandsForm(written=_counts_consents(calc)),
        "rounds": rounds_of(box)[:-1],
        "seats_left": open_seats_told(row.motion) if row.resolution is None else [],
        "decisions": row.motion.seat_decisions.count() if row.motion else 0,
        "missing": missing_before_opening(box) if box and _is_waiting(box) else [],
        "can_take_back": box is not None and can_be_discarded(box),
        "annul_form": AnnulForm(initial={"box": box.pk})
        if box and not can_be_discarded(box)
        else None,
        "sees_count": box is not None and box.is_on_paper and can_see_count(request.user, box),
        "consent_form": ConsentForm(),
        "consent_wanted": consent_wanted(box, votes_now(assembly, item)) if box else "",
        "contests": told_contests(row.resolution),
        "written_in": _written_in(request, row),
        "before_vote": _before_vote(request, row),
    }


def _written_in(request: HttpRequest, row: Row) -> list[str]:
    """For who runs the meeting: what the rules say of them concerns nobody else yet."""
    if not can_operate(request.user, row.item.assembly):
        return []
    return sentences_of(written_in_told(row.motion, today=local_day(timezone.now())))


def _before_vote(request: HttpRequest, row: Row) -> list[Remark]:
    """The same before the ballot opens: of who was entered without nominations, or of the seats."""
    if not can_operate(request.user, row.item.assembly):
        return []
    return told_before_vote(row.motion, today=local_day(timezone.now()))


def _nominations(request: HttpRequest, item: AgendaItem) -> str:
    """The page of the nominations under an item: of who handles them, or of the members."""
    if may_read_nominations(request.user, pk=item.assembly_id):
        here = reverse("assemblies:item_nominations", args=[item.assembly_id, item.pk])
        return here if item.kind == ItemKind.ELECTION and calls.offices_of(item) else ""
    call = confirming.call_of(item)
    seen = call is not None and may_see_call(request.user, call=call.pk)
    return reverse("assemblies:own_nominations", args=[call.pk]) if call and seen else ""


def _reads_text(request: HttpRequest, motion: Motion | None) -> bool:
    """Whether the page of the version can be opened: an amendment's draft is not everyone's, and
    stands on this page anyway."""
    version = motion.version if motion else None
    if version is None or version.adoption_id is not None or motion.amendment_id is None:  # type: ignore[union-attr]  # a version is a motion's
        return version is not None
    return can_read_drafts(request.user)


def _text_status(motion: Motion | None) -> Status | None:
    """What became of an amended text, once it was adopted."""
    version = motion.version if motion and motion.amendment_id else None
    if version is None or version.adoption_id is None:
        return None
    return status_on(version=version, day=local_day(timezone.now()))


def _counts_consents(calc: Calculator | None) -> bool:
    return calc is not None and calc.rule.written_consent


def _stated(row: Row, item: AgendaItem) -> QuorumCheck | None:
    """Before a show of hands the statement that it will be counted on; else the item's last."""
    if row.motion is not None and row.motion.method == Method.SHOW_OF_HANDS:
        return hands.stated_for(row.motion)
    return item.assembly.quorum_checks.filter(item=item).order_by("pk").last()


def _is_waiting(box: Election) -> bool:
    return box.state in BEFORE_OPENING


ItemAct = Callable[..., object]


def _for_motion(act: ItemAct) -> ItemAct:
    def done(*, item: AgendaItem, **who: Any) -> object:
        return act(motion=get_object_or_404(Motion, item=item), **who)

    return done


def _state(*, item: AgendaItem, **who: Any) -> object:
    return quorum.state_quorum(assembly=item.assembly, item=item, **who)


def _prepare(channel: str) -> ItemAct:
    def done(*, item: AgendaItem, **who: Any) -> object:
        motion = get_object_or_404(Motion, item=item)
        return ballot.prepare_box(motion=motion, channel=channel, **who)

    return done


ACTS: dict[str, tuple[ItemAct, Any]] = {
    "now": (session.set_current, gettext_lazy("This is the current item.")),
    "settle": (session.settle_item, gettext_lazy("The item is settled.")),
    "quorum": (_state, gettext_lazy("The quorum is stated and on record.")),
    "aside": (amendment_votes.put_aside, gettext_lazy("The item is put aside.")),
    "resolve": (
        _for_motion(resolve.resolve_motion),
        gettext_lazy("The resolution is on record."),
    ),
    "box-online": (_prepare(Channel.ONLINE), gettext_lazy("The ballot box is prepared.")),
    "box-paper": (_prepare(Channel.PAPER), gettext_lazy("The ballot box is prepared.")),
    "box-mixed": (_prepare(Channel.MIXED), gettext_lazy("The ballot box is prepared.")),
    "open": (_for_motion(ballot.open_ballot), gettext_lazy("The ballot is open.")),
    "close": (_for_motion(ballot.close_ballot), gettext_lazy("The ballot is closed.")),
    "publish": (_for_motion(ballot.publish_ballot), gettext_lazy("The result is published.")),
}


@require(may_operate)
@require_POST
def item_act(request: HttpRequest, pk: UUID, item: UUID, act: str) -> HttpResponseRedirect:
    """One of the acts that need nothing but the item."""
    function, done = ACTS[act]
    found = _item(pk, item)
    return operated(
        request,
        found.assembly,
        lambda: function(item=found, by=actor(request), at=timezone.now()),
        done=str(done),
        to=_address(pk, item),
    )


@require(may_operate)
@require_POST
def hands_enter(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """For and against are entered; the abstentions that follow are shown and confirmed."""
    found = _item(pk, item)
    written = rule_for_item(found).written_consent
    form = HandsForm(request.POST, written=written)
    if not form.is_valid() or "confirmed" not in request.POST:
        context = _context(request, found) | {"hands_form": form}
        if form.is_valid():
            context["confirm"] = counted(context, form.cleaned_data)
        return render(request, "assemblies/item_detail.html", context)
    motion = get_object_or_404(Motion, item=found)
    return operated(
        request,
        found.assembly,
        lambda: hands.record_show_of_hands(
            motion=motion,
            **form.cleaned_data,
            abstentions=whole(request.POST.get("abstentions", "")),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The count is entered. Resolve on it."),
        to=_address(pk, item),
    )


def counted(context: dict[str, Any], votes: dict[str, int]) -> dict[str, int]:
    """The count with the abstentions that make up those present; below zero it is refused."""
    stated = context["stated"]
    present = stated.votes if stated else context["calc"].present
    abstentions = present - votes["votes_for"] - votes["votes_against"]
    return {"present": present, **votes, "abstentions": abstentions}


@require(may_operate)
@require_POST
def paper_open(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseRedirect:
    """Open a box on paper with the number of ballots handed out."""
    found = _item(pk, item)
    motion = get_object_or_404(Motion, item=found)
    return operated(
        request,
        found.assembly,
        lambda: ballot.open_ballot(
            motion=motion,
            issued=whole(request.POST.get("issued", "")),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The ballot is open."),
        to=_address(pk, item),
    )


@require(may_operate)
@require_POST
def box_annul(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Annul the box that is on the page, with reason and names; another takes its place."""
    found = _item(pk, item)
    form = AnnulForm(request.POST)
    if not form.is_valid():
        context = _context(request, found) | {"annul_form": form, "annul_open": True}
        return render(request, "assemblies/item_detail.html", context)
    data = form.cleaned_data
    box = get_object_or_404(Election, pk=data.pop("box"))
    motion = get_object_or_404(Motion, item=found)
    return operated(
        request,
        found.assembly,
        lambda: ballot.annul_ballot(
            motion=motion, box=box, **data, by=actor(request), at=timezone.now()
        ),
        done=_("The ballot is annulled and stays in the record. Its repetition is prepared."),
        to=_address(pk, item),
    )


@require(may_operate)
@require_POST
def box_take_back(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponseRedirect:
    """Take back the box that is on the page and was not opened yet."""
    found = _item(pk, item)
    motion = get_object_or_404(Motion, item=found)
    form = BoxForm(request.POST)
    box = form.cleaned_data["box"] if form.is_valid() else None
    return operated(
        request,
        found.assembly,
        lambda: take_box_back(motion=motion, box=box, by=actor(request), at=timezone.now()),
        done=_("The ballot is taken back. Prepare it anew."),
        to=_address(pk, item),
    )


@require(may_operate)
@require_POST
def box_consent(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """The meeting was told what few ballots reveal, and agreed."""
    found = _item(pk, item)
    motion = get_object_or_404(Motion, item=found, election__isnull=False)
    return operated(
        request,
        found.assembly,
        lambda: consent_to_small_electorate(
            election=motion.election,  # type: ignore[arg-type]  # filtered above
            text=request.POST.get("text", ""),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The consent is on record."),
        to=_address(pk, item),
    )
