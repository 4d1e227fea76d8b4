"""Texts in several languages: shown in the language of the moment, never lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from members.models import MemberClass
from records.fields import Translated, TranslatedFormField


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"zh": "会长", "en": "president"}, "en", "president"),
        ({"zh": "会长", "en": "president"}, "zh-hans", "会长"),
        ({"zh": "会长"}, "en", "会长"),
        ({"zh": "", "en": "president"}, "zh-hans", "president"),
        ({}, "en", ""),
    ],
)
def test_text_falls_back_to_the_other_language(texts, language, shown):
    with translation.override(language):
        assert str(Translated(texts)) == shown


@pytest.mark.django_db
def test_stored_text_is_found_in_either_language():
    MemberClass.objects.create(key="p", name=Translated(zh="会长单位", en="President unit"), rank=1)

    for lookup in ({"name__zh__icontains": "会长"}, {"name__en__icontains": "PRESIDENT"}):
        found = MemberClass.objects.get(**lookup)
        assert (type(found.name), found.name.en) == (Translated, "President unit")


@pytest.mark.django_db
def test_plain_string_is_refused():
    with pytest.raises(TypeError, match="name wants texts by language"):
        MemberClass.objects.create(key="p", name="President unit", rank=1)


def test_form_field_wants_one_language_at_least():
    field = TranslatedFormField(label="Name")

    assert field.clean(["会长", ""]) == {"zh": "会长", "en": ""}
    with pytest.raises(ValidationError):
        field.clean(["", ""])


@pytest.mark.django_db
def test_languages_come_in_the_same_order_from_every_database():
    MemberClass.objects.create(key="p", name=Translated(en="President unit", zh="会长单位"), rank=1)

    assert list(MemberClass.objects.get().name) == ["zh", "en"]
