"""What members say of an amendment, provision by provision, while it is open to comments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bylaws.choices import AmendmentState
from bylaws.domain.amendments import amending
from bylaws.errors import CommentsClosed
from bylaws.models import Amendment, Comment


def is_open(amendment: Amendment, day: date) -> bool:
    """Whether comments are taken on ``day``; the last day counts."""
    if amendment.state != AmendmentState.CONSULTATION:
        return False
    return amendment.comments_until is None or day <= amendment.comments_until


@transaction.atomic
def add_comment(
    *,
    amendment: Amendment,
    text: str,
    author_name: str,
    by: Any,
    at: datetime,
    day: date,
    provision: UUID | None = None,
) -> Comment:
    """A comment on a provision of the amended text or of the base, or on the whole.

    Raises ``CommentsClosed`` when none are taken. The same words of the same person on the same
    provision are one comment.
    """
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    if not is_open(amendment, day):
        raise CommentsClosed(
            zh="该修正案目前不征求意见，或者征求意见期限已过。",
            en="The amendment is not open to comments, or the time for them is over.",
        )
    comment, created = Comment.objects.get_or_create(
        amendment=amendment,
        provision=provision,
        author=str(by.pk),
        text=text.strip(),
        defaults={"author_name": author_name, "made_at": at},
    )
    if created:
        amending.log_event(amendment, "comment_made", {"comment": str(comment.pk)}, by, at)
    return comment


@transaction.atomic
def answer_comment(*, comment: Comment, answer: str, by: Any, at: datetime) -> Comment:
    """What the secretariat answers; a later answer takes the place of the earlier one."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    comment.answer, comment.answered_at = answer.replace("\x00", "").strip(), at
    comment.save(update_fields=["answer", "answered_at"])
    payload = {"comment": str(comment.pk)}
    amending.log_event(comment.amendment, "comment_answered", payload, by, at)
    return comment
