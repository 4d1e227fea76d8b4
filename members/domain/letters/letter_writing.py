"""The text of each letter: the mailing's, with the fields of the firm filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from members.domain.letters import letter_fields
from members.domain.letters.recipients import Recipient, Values, recipients_of
from members.errors import LetterTextMissing
from members.models import Letter, Mailing
from records.fields import Translated, data_languages


def languages_of(*, subject: Translated, body: Translated, wanted: Sequence[str] = ()) -> list[str]:
    """In which languages a letter is written: those wanted, else those that it has any text in.

    Raises LetterTextMissing where subject or text lacks one of them.
    """
    languages = [
        key
        for key in data_languages()
        if (key in wanted if wanted else subject.get(key, "").strip() or body.get(key, "").strip())
    ]
    for key in languages or data_languages():
        if not (subject.get(key, "").strip() and body.get(key, "").strip()):
            raise LetterTextMissing(language=language_name(key))
    return languages


def language_name(key: str) -> str:
    """``zh`` as the reader calls it."""
    return str(next(name for code, name in settings.LANGUAGES if code.split("-")[0] == key))


def write_letters(*, mailing: Mailing, letters: Sequence[Letter], day: date) -> None:
    """Fill recipient, way and text into ``letters``, which are not saved.

    Raises FieldUnknown, BraceUnpaired.
    """
    found = recipients_of(
        firms=[letter.firm_id for letter in letters], day=day, reach=mailing.reach
    )
    for letter in letters:
        recipient = found[letter.firm_id]
        letter.person, letter.addressee = recipient.person, recipient.addressee[:200]
        letter.channel, letter.address = recipient.channel, recipient.address
        values = recipient.values | given_fields(letter)
        letter.subject = Translated(
            {key: one_line(filled(mailing.subject, values, key)) for key in mailing.languages}
        )
        letter.body = Translated(
            {key: filled(mailing.body, values, key).strip() for key in mailing.languages}
        )


def given_fields(letter: Letter) -> Values:
    """The fields that came with the letter; from the database texts come as plain dicts."""
    return {
        name: Translated(value) if isinstance(value, dict) else str(value)
        for name, value in letter.fields.items()
    }


def filled(text: Translated, values: Values, language: str) -> str:
    return letter_fields.fill(text[language], values=values, language=language)


def one_line(text: str) -> str:
    """A subject is one header of one line, whatever was filled into it (RFC 5322, 2.2)."""
    return " ".join(text.split())


def placeholders(purpose: str) -> Values:
    """What stands for the fields that only an act can give, in a template's preview."""
    return {name: f"‹{label}›" for name, label in letter_fields.FURTHER.get(purpose, {}).items()}


def sample(
    *, subject: Translated, body: Translated, recipient: Recipient, further: Values
) -> tuple[Translated, Translated]:
    """Subject and text as ``recipient`` would get them, with the ``further`` fields given.

    Raises FieldUnknown, BraceUnpaired.
    """
    values = recipient.values | further
    subjects = {key: one_line(filled(subject, values, key)) for key in subject if subject[key]}
    bodies = {key: filled(body, values, key) for key in body if body[key]}
    return Translated(subjects), Translated(bodies)
