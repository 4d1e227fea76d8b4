"""Templates of letters: what the secretariat writes again and again, in all languages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from members.domain.letters import letter_fields
from members.domain.letters.letter_writing import languages_of
from members.domain.letters.standard_letters import STANDARD_LETTERS
from members.domain.register import STREAM
from members.enums import LetterPurpose
from members.errors import TemplateTitleTaken
from members.models import LetterTemplate, User
from records.domain import log
from records.fields import Translated, data_languages


def check_texts(*, subject: Translated, body: Translated, purpose: str) -> None:
    """Raises LetterTextMissing, FieldUnknown, BraceUnpaired."""
    languages_of(subject=subject, body=body, wanted=data_languages())
    known = letter_fields.known_for(purpose)
    for text in (*subject.values(), *body.values()):
        letter_fields.check_text(text, known=known)


@transaction.atomic
def save_template(
    *,
    template: LetterTemplate | None,
    title: str,
    purpose: LetterPurpose,
    subject: Translated,
    body: Translated,
    by: User | None,
    at: datetime,
) -> LetterTemplate:
    """Write a new template, or another text into one; the same again changes nothing.

    Mailings that were written from it keep their text. Raises TemplateTitleTaken,
    LetterTextMissing, FieldUnknown, BraceUnpaired.
    """
    check_texts(subject=subject, body=body, purpose=purpose)
    wanted = {"title": title.strip(), "purpose": purpose, "subject": subject, "body": body}
    if template is None:
        row = LetterTemplate()
    else:
        row = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    if LetterTemplate.objects.exclude(pk=row.pk).filter(title=wanted["title"]).exists():
        raise TemplateTitleTaken(title=wanted["title"])
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if template is not None and not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    row.save()
    payload = {"template": row.pk, "changed": changed}
    log.record(stream=STREAM, event="letter_template_saved", payload=payload, by=by, at=at)
    return row


@transaction.atomic
def remove_template(*, template: LetterTemplate, by: User | None, at: datetime) -> None:
    """Take a template away; gone already changes nothing."""
    removed, _rows = LetterTemplate.objects.filter(pk=template.pk).delete()
    if removed:
        payload = {"template": template.pk}
        log.record(stream=STREAM, event="letter_template_removed", payload=payload, by=by, at=at)


@transaction.atomic
def add_standard_templates(*, by: User | None, at: datetime) -> int:
    """Add the templates that come with the program, but for titles that are there; how many."""
    known = set(LetterTemplate.objects.values_list("title", flat=True))
    missing = [letter for letter in STANDARD_LETTERS if letter.title not in known]
    for letter in missing:
        save_template(
            template=None,
            title=letter.title,
            purpose=letter.purpose,
            subject=letter.subject,
            body=letter.body,
            by=by,
            at=at,
        )
    return len(missing)
