"""Mail to who is nominated: that they are, that somebody objects, what was decided."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from assemblies.domain.convening.notice import LANGUAGES
from assemblies.models import Nomination
from bylaws.models import Association
from records.domain import jobs

JOB = "assemblies.tell_nominee"
NOMINATED, OBJECTED, DECIDED = "nominated", "objected", "decided"


def promise(nomination: Nomination, what: str, *, at: datetime, about: UUID | None = None) -> None:
    """Promise a mail, once for each nomination and thing to tell; ``about`` tells objections and
    decisions apart."""
    jobs.request_job(
        task=JOB,
        key=f"{JOB}:{nomination.pk}:{what}:{about or ''}",
        arguments={"nomination_id": str(nomination.pk), "what": what},
        at=at,
    )


def tell(*, nomination_id: str, what: str, at: datetime) -> None:
    """The job: one mail in both languages; nothing where the person has no address."""
    row = Nomination.objects.select_related("person", "call__item__assembly").get(pk=nomination_id)
    if not row.person.email:
        return
    context = {
        "nomination": row,
        "what": what,
        "association": Association.objects.get().name,
        "objections": row.objections.order_by("raised_at"),
    }
    subjects, bodies = [], []
    for language in LANGUAGES.values():
        with override(language):
            subjects.append(_rendered("assemblies/email/nomination_subject.txt", context))
            bodies.append(_rendered("assemblies/email/nomination_message.txt", context))
    EmailMessage(
        subject=" / ".join(subjects), body="\n\n— — —\n\n".join(bodies), to=[row.person.email]
    ).send()


def _rendered(template: str, context: dict[str, object]) -> str:
    return render_to_string(template, context).strip()
