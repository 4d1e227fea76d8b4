"""A text kept in several languages: one way for names, titles and motions alike.

The column holds ``{"zh": "...", "en": "..."}``; reading gives a :class:`Translated`, which shows
itself in the language of the moment and falls back to any other that is there. Legal texts are data
of this kind and never gettext translations, because nobody voted on a translation file.
"""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Lower, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import get_language, override

PAPER_LANGUAGES = {"zh": "zh-hans", "en": "en", "de": "de", "fr": "fr"}
"""Every language that a text may be kept in and minutes be set in, with the catalogue of its
interface. The last two have one for papers alone: pages stay Chinese and English."""


def data_languages() -> list[str]:
    """Keys under which texts are kept: the interface languages without script or region."""
    return [code.split("-")[0] for code, _name in settings.LANGUAGES]


class Translated(dict[str, str]):
    """Texts by language key (``zh``, ``en``, and any other of the association's)."""

    def text(self, language: str | None = None) -> str:
        """The text in ``language`` (default: the active one), or the first other that is there."""
        wanted = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
        if self.get(wanted):
            return self[wanted]
        # English is read more widely; after it whatever is there.
        others = ("en", *data_languages(), *self)
        return next((self[key] for key in others if self.get(key)), "")

    @property
    def zh(self) -> str:
        return self.text("zh")

    @property
    def en(self) -> str:
        return self.text("en")

    def __str__(self) -> str:
        return self.text()

    def __bool__(self) -> bool:
        return any(self.values())

    def __html__(self) -> str:
        from django.utils.html import escape

        return str(escape(self.text()))


def searchable(*columns: str | Combinable) -> Lower:
    """What a search looks through, as one text in small letters, for a ``GeneratedField``.

    ``columns`` name a text of the row or are an expression, such as ``KT("name__zh")``. Each stands
    on a line of its own, so that nothing is found across two of them.
    """
    parts: list[Any] = []
    for column in columns:
        parts += [Value("\n"), Coalesce(column, Value(""), output_field=models.TextField())]
    return Lower(Concat(*parts, output_field=models.TextField()))


def holds(column: str, text: str) -> models.Q:
    """The condition that a column of :func:`searchable` holds ``text``, large or small.

    Not by LIKE, which takes PostgreSQL twice the time where Chinese is looked for.
    """
    return models.Q(GreaterThan(StrIndex(models.F(column), Lower(Value(text))), 0))


def contains(column: str, text: str) -> models.Q:
    """The condition that a plain column holds ``text``, large or small.

    Digits and Chinese have no case, and to change that of each row for nothing takes PostgreSQL
    three times as long.
    """
    lookup = "contains" if text.upper() == text.lower() else "icontains"
    return models.Q(**{f"{column}__{lookup}": text})


def in_all_languages(label: object) -> Translated:
    """A sentence of the interface in each language of the association, to be kept as data."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts[code.split("-")[0]] = str(label)
    return Translated(texts)


class TranslatedWidget(forms.MultiWidget):
    """One input per language, each labelled by its ``lang`` attribute."""

    def __init__(self, *, rows: int = 1) -> None:
        self.languages = data_languages()
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            key: forms.TextInput(attrs={"lang": key})
            if rows == 1
            else forms.Textarea(attrs={"lang": key, "rows": rows})
            for key in self.languages
        }
        super().__init__(widgets)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(key, "") for key in self.languages]


class TranslatedFormField(forms.MultiValueField):
    """At least one language is needed when the field is required."""

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        required = kwargs.pop("required", True)
        for unused in ("encoder", "decoder", "max_length", "empty_value", "widget"):
            kwargs.pop(unused, None)
        fields = [forms.CharField(required=False) for _key in data_languages()]
        super().__init__(
            fields,
            require_all_fields=False,
            required=required,
            widget=TranslatedWidget(rows=rows),
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> Translated:
        return Translated(zip(data_languages(), data_list or [], strict=False))


def _in_order(texts: dict[str, str]) -> Translated:
    """The interface's languages first: PostgreSQL keeps an order of its own."""
    first = {key: texts[key] for key in data_languages() if key in texts}
    return Translated({**first, **texts})


class TranslatedField(models.JSONField):
    """See the module's docstring. Query one language with ``name__zh__icontains=…``."""

    def __init__(self, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        self.rows = rows
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        return _in_order(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        loaded = super().to_python(value)
        return Translated(loaded) if isinstance(loaded, dict) else loaded

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            raise TypeError(f"{self.name} wants texts by language, not one string")
        return value

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("form_class", None)
        return TranslatedFormField(
            rows=self.rows,
            required=not self.blank,
            label=kwargs.get("label")
            or (self.verbose_name and str(self.verbose_name).capitalize()),
            help_text=self.help_text,
        )


@TranslatedField.register_lookup
class MayHold(models.Lookup):
    """False where the stored JSON cannot hold a text, so that only the others need be read as JSON.

    SQLite keeps what Python wrote, other signs as ``\\uXXXX``; there comparing the column as text
    costs a tenth of reading each row's JSON twice. PostgreSQL reads its own JSON fast enough.
    """

    lookup_name = "may_hold"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if connection.vendor != "sqlite":
            return "1 = 1", ()
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s ESCAPE '!'", (*params, f"%{_as_stored(str(self.rhs))}%")


def _as_stored(text: str) -> str:
    stored = json.dumps(text)[1:-1]
    for sign in "!%_":
        stored = stored.replace(sign, f"!{sign}")
    return stored
