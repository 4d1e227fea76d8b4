"""Making resolutions and minutes known to the members: by when, in which way, with what proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.days import local_day, zone
from assemblies.domain.governing import cited
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.domain.writing.minutes import TO_BE_SIGNED
from assemblies.domain.writing.papers import resolution_paper
from assemblies.enums import PublicationChannel
from assemblies.errors.carrying import ProofNeeded, ResolutionAnnulled
from assemblies.errors.writing import MinutesNotFinal
from assemblies.models import Assembly, Minutes, Publication, Resolution
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.notice import last_day
from bylaws.enums import Matter, Outcome
from bylaws.errors import MustBeDeclared, NoRuleInForce
from bylaws.models import Association
from members.domain.letters.mailings import (
    draft_mailing,
    drop_letters_without_address,
    release_mailing,
)
from members.domain.tasks import Task
from members.domain.uploads import Upload, keep
from members.enums import LetterPurpose, StandingStatus
from members.models import Firm, Standing, User
from records.domain import documents, log
from records.domain.media_types import PDF
from records.domain.pdf import LANGUAGES, make_pdf
from records.fields import Translated
from records.models import Document

SHOWN = (PublicationChannel.WEBSITE, PublicationChannel.BOARD)
"""Put up by a person: a picture of it is the proof."""
TEXT = Translated(
    zh="{salutation}\n\n现将附件所载内容向全体会员公布。\n\n{association}\n{day}",
    en="{salutation}\n\nThe enclosed paper is hereby made known to all members.\n\n"
    "{association}\n{day}",
)
Thing = Resolution | Minutes


@dataclass(frozen=True, slots=True)
class Period:
    """``last_day`` is None where no text in force sets one."""

    last_day: date | None
    citation: Translated


def period_of(thing: Thing) -> Period:
    """How long there is: for the dues standard its own rule, else that of resolutions; counted from
    the day of the resolution, for minutes from the day on which the meeting was closed."""
    assembly = assembly_of(thing)
    is_dues = isinstance(thing, Resolution) and thing.motion.item.matter == Matter.DUES_STANDARD
    at = thing.resolved_at if isinstance(thing, Resolution) else assembly.closed_at
    day = local_day(at or assembly.starts_at)
    book = rulebook_on(day)
    own = ("dues.publication_days",) if is_dues else ()
    for key in (*own, "resolutions.publication_days"):
        try:
            answer = book.answer(key)
        except (NoRuleInForce, MustBeDeclared):
            continue
        assert isinstance(answer.value, int)  # these parameters are numbers of days
        return Period(last_day(day, answer.value), cited(answer.citations))
    if isinstance(thing, Minutes):
        return Period(None, cited(book.sources("assembly.minutes")))
    return Period(None, Translated())


def assembly_of(thing: Thing) -> Assembly:
    return thing.assembly if isinstance(thing, Minutes) else thing.motion.item.assembly


def publish_resolution(
    *,
    resolution: Resolution,
    channel: PublicationChannel,
    by: User | None,
    at: datetime,
    proof: Upload | None = None,
    remark: str = "",
) -> Publication:
    """Make a resolution known. By mail every active member is written to, at once; on the members'
    pages it stands from now on; website and notice board need a picture as proof. The same way
    again changes nothing.

    Raises ResolutionAnnulled, ProofNeeded, PaperRefused, PaperTooLarge.
    """
    if resolution.annulled_at is not None:
        raise ResolutionAnnulled(number=resolution.label)
    language = _language()
    content = resolution_paper(resolution=resolution, language=language)
    name = f"resolution-{resolution.label}.{language}.pdf"
    paper = documents.store(content=content, name=name, media_type=PDF, at=at)
    return _publish(resolution, paper, channel, proof, remark, by, at)


def publish_minutes(
    *,
    minutes: Minutes,
    channel: PublicationChannel,
    by: User | None,
    at: datetime,
    proof: Upload | None = None,
    remark: str = "",
) -> Publication:
    """The same of final minutes: the signed copy where there is one. Raises MinutesNotFinal."""
    paper = minutes.signed_copy or minutes.sealed or minutes.document
    if minutes.state not in TO_BE_SIGNED or paper is None:
        raise MinutesNotFinal
    return _publish(minutes, paper, channel, proof, remark, by, at)


@transaction.atomic
def _publish(
    thing: Thing,
    paper: Document,
    channel: PublicationChannel,
    proof: Upload | None,
    remark: str,
    by: User | None,
    at: datetime,
) -> Publication:
    assembly = lock_assembly(assembly_of(thing).pk)
    of = {"resolution": thing} if isinstance(thing, Resolution) else {"minutes": thing}
    known = Publication.objects.filter(channel=channel, **of).first()
    if known is not None:
        return known
    if channel in SHOWN and proof is None:
        raise ProofNeeded
    reached = _reach(title_of(thing), paper, channel, by, at)
    period = period_of(thing)
    row = Publication(
        assembly=assembly,
        channel=channel,
        published_on=local_day(at),
        due_on=period.last_day,
        citation=period.citation,
        recipients=reached,
        remark=remark.strip(),
        document=paper,
        recorded_at=at,
        **of,
    )
    row.proof = keep(proof, at=at) if proof is not None else _print_proof(row, thing, at)
    row.save(force_insert=True)
    payload = {
        "publication": row.pk,
        "channel": channel,
        "paper": paper.digest,
        "proof": row.proof.digest,
        "reached": reached,
    }
    log.record(stream=stream_of(assembly), event="made_public", payload=payload, by=by, at=at)
    return row


def _reach(title: Translated, paper: Document, channel: str, by: User | None, at: datetime) -> int:
    """To how many members it went; those without any address find it on their pages."""
    firms = active_firms(local_day(at))
    if channel == PublicationChannel.PORTAL:
        return len(firms)
    if channel != PublicationChannel.MAIL or not firms:
        return 0
    mailing = draft_mailing(
        title=title.text("zh")[:200],
        purpose=LetterPurpose.GENERAL,
        subject=title,
        body=TEXT,
        firms=firms,
        attachments={firm.pk: paper for firm in firms},
        by=by,
        at=at,
    )
    drop_letters_without_address(mailing=mailing, by=by, at=at)
    release_mailing(mailing=mailing, by=by, at=at)
    return mailing.letters.count()


def active_firms(day: date) -> list[Firm]:
    acting = Standing.objects.filter(Standing.holds_on(day), status=StandingStatus.ACTIVE)
    return list(Firm.objects.filter(membership__standings__in=acting).distinct())


def title_of(thing: Thing) -> Translated:
    if isinstance(thing, Resolution):
        title = thing.motion.item.title
        return Translated(zh=f"决议公布：{title.text('zh')}", en=f"Resolution: {title.text('en')}")
    title = thing.assembly.title
    return Translated(zh=f"会议纪要公布：{title.text('zh')}", en=f"Minutes: {title.text('en')}")


def _language() -> str:
    """The first language of the house."""
    languages = Association.objects.get().languages
    return next((one for one in languages if one in LANGUAGES), next(iter(LANGUAGES)))


def _print_proof(row: Publication, thing: Thing, at: datetime) -> Document:
    language = _language()
    content = make_pdf(
        template="print/publication_proof.html",
        context={
            "row": row,
            "title": title_of(thing),
            "association": Association.objects.get().name,
        },
        language=language,
        zone=zone(),
        dated=at,
    )
    name = f"published-{row.published_on}.{language}.pdf"
    return documents.store(content=content, name=name, media_type=PDF, at=at)


def unpublished() -> list[Resolution]:
    """Resolutions that passed and stand and were not made known in any way."""
    rows = Resolution.objects.filter(
        annulled_at__isnull=True, outcome=Outcome.PASSED, publications__isnull=True
    )
    return list(rows.select_related("motion__item__assembly"))


def unpublished_minutes() -> list[Minutes]:
    """Of each meeting its final minutes, where none of its minutes was made known in any way."""
    final = Minutes.objects.filter(state__in=TO_BE_SIGNED).exclude(
        assembly__publications__minutes__isnull=False
    )
    rows = {row.assembly_id: row for row in final.select_related("assembly").order_by("version")}
    return list(rows.values())


def tasks_on(day: date) -> Iterator[Task]:
    """What has to be made known by a day that a text sets, late ones marked."""
    things: list[Thing] = [*unpublished(), *unpublished_minutes()]
    for thing in things:
        period, assembly = period_of(thing), assembly_of(thing)
        if period.last_day is None:
            continue
        late = period.last_day < day
        since = thing.resolved_at if isinstance(thing, Resolution) else assembly.closed_at
        words = _("Make it known to the members: %(title)s")
        yield Task(
            title=words % {"title": thing.motion.item.title}
            if isinstance(thing, Resolution)
            else _("Make the minutes known to the members: %(title)s") % {"title": assembly.title},
            detail=(_("late, due by %(day)s") if late else _("by %(day)s"))
            % {"day": date_format(period.last_day)},
            citation=str(period.citation),
            url=reverse("assemblies:publications", args=[assembly.pk]),
            since=local_day(since) if since else None,
            tone="bad" if late else "wait",
            group=_("Resolutions and goals"),
        )


def for_members() -> list[Publication]:
    """What stands on the members' pages, the latest first: what was sent to them stands there too.
    A resolution that was annulled since goes."""
    told = Q(channel__in=(PublicationChannel.PORTAL, PublicationChannel.MAIL))
    rows = Publication.objects.filter(told, document__isnull=False).exclude(
        resolution__annulled_at__isnull=False
    )
    latest: dict[object, Publication] = {}
    for row in rows.select_related(
        "resolution__motion__item", "minutes__assembly", "document", "assembly"
    ).order_by("-published_on", "-recorded_at"):
        latest.setdefault(row.resolution_id or row.minutes_id, row)
    return list(latest.values())
