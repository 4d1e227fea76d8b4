"""What the addresses of meetings lead to, beyond the meeting itself."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.presence import pulse
from assemblies.domain.signing import authority
from assemblies.enums import DeliveryChannel, DeliveryState, Function, ProxyEnd, ProxyState
from assemblies.models import (
    AgendaItem,
    Assembly,
    Clearance,
    MeetingPaper,
    Minutes,
    Notice,
    PlanStep,
    Proxy,
    ReadingRemark,
    Recusal,
    RollObjection,
    SeatDecision,
)
from elections.models import RollEntry
from records.domain import documents
from tests.desk.carry_targets import carry_targets
from tests.desk.nomination_targets import nomination_targets, own_nomination_targets


def meeting_targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    here: dict[str, object] = {"pk": assembly.pk}
    item = AgendaItem.objects.get(assembly=assembly, matter="elect_council")
    entry = RollEntry.objects.filter(roll=assembly.roll, entitled=True).order_by("pk")[0]
    rows = _on_the_roll(assembly, item, at)
    return {
        **{name: here | more for name, more in rows.items()},
        **_signatures(assembly, entry, at),
        **{name: here | more for name, more in _planned(assembly, at).items()},
        "pulse": here | {"name": pulse.name_of_counts(assembly)},
        "own presence": here | {"act": "leave"},
        "part": here | {"part": "now"},
        "operator's step": here | {"step": "quorum"},
        "meeting form": here | {"kind": "hands", "language": "en"},
        **carry_targets(assembly, at),
        "notice change": here | {"change": "correct"},
        **{name: here | more for name, more in nomination_targets(assembly, at).items()},
        **own_nomination_targets(),
        "badges": here | {"language": "en"},
        "handbook": here | {"language": "en"},
        "meeting file": here | {"paper": _file(assembly, at).pk},
        "notice letters": here | {"notice": _with_a_letter(assembly).pk, "language": "en"},
        "called entry": here | {"item": item.pk, "entry": entry.pk},
    }


def _signatures(assembly: Assembly, entry: RollEntry, at: datetime) -> dict[str, dict[str, object]]:
    """Minutes with a sealed file, a certificate, and its authority."""
    minutes = Minutes.objects.get(assembly=assembly)
    minutes.sealed = minutes.document
    chair = assembly.appointments.get(function=Function.CHAIR).person
    officer = {"function": "chair", "names": [dict(chair.name)], "people": [str(chair.pk)]}
    meeting = {
        "id": str(assembly.pk),
        "title": dict(assembly.title),
        "officers": [officer],
        "attendance": {"rows": []},
        "items": [],
    }
    minutes.facts = {"meeting": meeting, "follow_ups": []}
    minutes.save(update_fields=["sealed", "facts"])
    founded = authority.found_authority(by=None, at=at)
    assert entry.person is not None
    issued = authority.issue_certificate(person=entry.person, function="chair", by=None, at=at)
    return {
        "authority file": {"authority_id": founded.pk, "kind": "pem"},
        "signing certificate": {"certificate": issued.row.pk},
        "signer": {"pk": assembly.pk, "row": minutes.pk, "person": entry.person.pk},
    }


def _on_the_roll(
    assembly: Assembly, item: AgendaItem, at: datetime
) -> dict[str, dict[str, object]]:
    """An authority that ended, a recusal, an objection."""
    principal, holder = RollEntry.objects.filter(roll=assembly.roll, entitled=True)[:2]
    signed = documents.store(
        content=b"%PDF-1.7 lodged", name="lodged.pdf", media_type="application/pdf", at=at
    )
    assert holder.person is not None
    proxy = Proxy.objects.create(
        assembly=assembly,
        principal=principal,
        holder=holder.person,
        signed_copy=signed,
        state=ProxyState.REVOKED,
        revoked_at=at,
        ended_by=ProxyEnd.REVOKED,
        revocation="Changed their mind",
    )
    recusal = Recusal.objects.create(
        item=item, entry=principal, reason="contract", recorded_at=at, withdrawn_at=at
    )
    mark = ReadingRemark.objects.create(
        minutes=Minutes.objects.get(assembly=assembly),
        person=holder.person,
        text="A name is misspelt",
        made_at=at,
    )
    assert assembly.roll is not None
    objection = RollObjection.objects.create(
        assembly=assembly, roll=assembly.roll, raised_by="A firm", text="Left out", raised_at=at
    )
    contest = item.motion.election.contests.get()
    vacant = SeatDecision.objects.create(
        motion=item.motion, contest=contest, way="vacant", seats=1, decided_at=at
    )
    return {
        "seat decision": {"item": item.pk, "decision": vacant.pk},
        "remark": {"mark": mark.pk},
        "authority": {"proxy": proxy.pk},
        "letter of authority": {"proxy": proxy.pk, "language": "en"},
        "ended authority": {"proxy": proxy.pk, "act": "end"},
        "recusal": {"item": item.pk, "recusal": recusal.pk},
        "objection": {"objection": objection.pk, "act": "appeal"},
    }


def _with_a_letter(assembly: Assembly) -> Notice:
    """A notice of which one letter waits to be posted."""
    notice = assembly.notices.latest("sent_at")
    row = notice.deliveries.earliest("pk")
    row.channel, row.state, row.address = DeliveryChannel.LETTER, DeliveryState.WAITING, "Road 1"
    row.save(update_fields=["channel", "state", "address"])
    return notice


def _file(assembly: Assembly, at: datetime) -> MeetingPaper:
    paper = documents.store(content=b"%PDF-1.7 f", name="f.pdf", media_type="text/plain", at=at)
    row, _created = MeetingPaper.objects.get_or_create(
        assembly=assembly,
        document=paper,
        defaults={"title": {"zh": "报告", "en": "Report"}, "added_at": at},
    )
    return row


def _planned(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    """A step of the plan and a clearance, each with its scan."""
    paper = documents.store(content=b"%PDF-1.7", name="a.pdf", media_type="application/pdf", at=at)
    step = assembly.steps.order_by("position")[0]
    PlanStep.objects.filter(pk=step.pk).update(document=paper)
    cleared = assembly.clearances.order_by("pk")[0]
    Clearance.objects.filter(pk=cleared.pk).update(document=paper)
    return {"plan step": {"step": step.pk}, "clearance": {"row": cleared.pk}}
