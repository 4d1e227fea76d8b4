"""What every notice has in common: its record, its recipients, the promise to deliver it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assemblies.domain.convening.notice import NoticePeriod, agenda_of
from assemblies.domain.days import local_day
from assemblies.enums import DeliveryChannel, DeliveryState, NoticeKind
from assemblies.models import Assembly, Delivery, Notice, NoticeAttachment
from assemblies.signals import notice_convened
from elections.models import RollEntry
from records.domain import jobs
from records.fields import Translated
from records.models import Document

LIST_HEAD = Translated(zh="附件：", en="Enclosed:")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A paper that goes with a notice, and what the list at its end calls it."""

    document: Document
    title: Translated


@dataclass(frozen=True, slots=True)
class Wording:
    """What a notice says, and what goes with it."""

    subject: Translated
    text: Translated
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def whole(self) -> Translated:
        """The text with the list of what is enclosed at its end."""
        return with_list(self.text, [enclosure.title for enclosure in self.enclosures])


def with_list(text: Translated, titles: Sequence[Translated]) -> Translated:
    if not titles:
        return text
    told = Translated()
    for language, said in text.items():
        rows = [f"{n}. {title.text(language)}" for n, title in enumerate(titles, start=1)]
        head = LIST_HEAD.get(language, LIST_HEAD["en"])
        told[language] = "\n".join([said.rstrip(), "", head, *rows])
    return told


def put_on_record(
    assembly: Assembly,
    wording: Wording,
    *,
    at: datetime,
    period: NoticePeriod | None,
    kind: NoticeKind = NoticeKind.CONVOCATION,
    corrects: Notice | None = None,
) -> Notice:
    """A notice of a locked meeting with one delivery for each entitled entry of its roll.

    ``period`` is None where none has to be kept, as for a cancellation.
    """
    day = local_day(at)
    notice = Notice.objects.create(
        assembly=assembly,
        kind=kind,
        corrects=corrects,
        subject=wording.subject,
        text=wording.whole,
        agenda=agenda_of(assembly),
        sent_on=period.sent_on if period else day,
        sent_at=at,
        days_ahead=period.days_ahead if period else 0,
        days_required=period.days_required if period else 0,
        citation=period.citation if period else Translated(),
    )
    NoticeAttachment.objects.bulk_create(
        NoticeAttachment(
            notice=notice, document=enclosure.document, title=enclosure.title, position=position
        )
        for position, enclosure in enumerate(wording.enclosures, start=1)
    )
    _address(notice)
    return notice


def _address(notice: Notice) -> None:
    """By e-mail where there is an address from which nothing came back yet, else by letter."""
    assert notice.assembly.roll is not None  # nothing is sent before it is frozen
    dead = set(
        Delivery.objects.filter(
            notice__assembly=notice.assembly,
            channel=DeliveryChannel.MAIL,
            state=DeliveryState.BOUNCED,
        ).values_list("address", flat=True)
    )
    entries = notice.assembly.roll.entries.filter(entitled=True).select_related("person", "firm")
    rows = []
    for entry in entries:
        mail = entry.person.email if entry.person else ""
        by_mail = bool(mail) and mail not in dead
        rows.append(
            Delivery(
                notice=notice,
                entry=entry,
                channel=DeliveryChannel.MAIL if by_mail else DeliveryChannel.LETTER,
                address=mail if by_mail else postal_address(entry),
            )
        )
    Delivery.objects.bulk_create(rows)


def postal_address(entry: RollEntry) -> str:
    """Where a letter to an entry of the roll goes; empty where no address is on record."""
    return str(entry.firm.address) if entry.firm else ""


def promise_delivery(notice: Notice, *, at: datetime) -> None:
    job = jobs.request_job(
        task="assemblies.deliver_notice",
        key=f"notice:{notice.pk}",
        arguments={"notice_id": str(notice.pk)},
        at=at,
    )
    notice_convened.send(sender=Notice, job=job)


def is_known(assembly: Assembly, wording: Wording, kind: NoticeKind) -> Notice | None:
    """The last notice, where it says the very same: sent twice by a second press."""
    last = assembly.notices.last()
    if last is None or last.kind != kind:
        return None
    same = (dict(last.subject), dict(last.text)) == (dict(wording.subject), dict(wording.whole))
    return last if same else None
