"""Minutes under the rules of five countries: walked from plan to pack, in the language of each."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from assemblies.domain.carrying import filing_pack
from assemblies.domain.carrying.filing_lists import packs_of
from assemblies.domain.signing.verifying import verify_minutes
from assemblies.domain.writing import minutes
from assemblies.domain.writing.minutes_layout import places_to_sign
from bylaws.models import Association
from records.domain import documents
from records.fields import Translated
from tests.factories.abroad import COUNTRIES, GERMANY, Country, hold_meeting
from tests.factories.assemblies import make_assembly, make_secretary, minute
from tests.factories.pdf import squeezed, text_of

CHINESE = re.compile(r"[\u3400-\u9fff]")

HEADINGS = {
    "zh": ("一、会议通知", "二、出席情况与法定人数", "附件1"),
    "en": ("Convocation", "Attendance and quorum", "Agenda and resolutions", "Annex 1"),
    "de": ("Einberufung", "Anwesenheit und Beschlussfähigkeit", "Tagesordnung und Beschlüsse"),
    "fr": ("Convocation", "Présence et quorum", "Ordre du jour et résolutions", "Annexe 1"),
}
SENTENCES = {
    "de": (
        "Abgegebene Stimmen 6, erforderlich mehr als die Hälfte: 4; Ja-Stimmen 6: angenommen.",
        "Abgegebene Stimmen 7, erforderlich mindestens 3/4: 6; Ja-Stimmen 6: angenommen.",
        "Zu besetzende Sitze 3; gewählt 3.",
    ),
    "fr": (
        "Suffrages exprimés 6, requis plus de la moitié : 4 ; pour 6 : adopté.",
        "Suffrages exprimés 7, requis plus de la moitié : 4 ; pour 6 : adopté.",
        "Sièges à pourvoir 3 ; élus 3.",
    ),
    "uk": (
        "Votes cast 6, more than half required: 4; for 6: adopted.",
        "Votes cast 7, at least 3/4 required: 6; for 6: adopted.",
    ),
    "ronr": ("Votes cast 7, at least 2/3 required: 5; for 6: adopted.",),
    "cn": ("到会7家的三分之二以上即5票；赞成6票：通过。",),
}
CITATIONS = {
    "de": ("§ 32 Abs. 1 Satz 3 BGB", "§ 33 Abs. 1 BGB"),
    "fr": ("statuts, Article 1",),
    "uk": ("Companies Act 2006",),
    "ronr": ("Robert's Rules of Order",),
    "cn": ("民发〔2014〕166号",),
}
LEFT_IN_ENGLISH = ("adopted", "present", "Entitled", "required", "Minutes")
"""Words of the English minutes that no German or French ones may have."""


@dataclass(frozen=True, slots=True)
class Made:
    """``pack`` are the names of the files for the authority, of each profile's first pack."""

    country: Country
    papers: dict[str, bytes]
    facts: dict[str, Any]
    pack: list[str]

    @property
    def own(self) -> bytes:
        return self.papers[self.country.language]


@pytest.fixture(scope="module", params=COUNTRIES, ids=lambda country: country.profile)
def made(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Made:
    """Each walked once: setting pages takes seconds. The tests that read it have no database."""
    with django_db_blocker.unblock(), transaction.atomic(), override("en"):
        held = hold_meeting(request.param)
        minutes.make_minutes(assembly=held.assembly, by=None, at=minute(80))
        rows = minutes.finalise_minutes(assembly=held.assembly, by=None, at=minute(81))
        papers = {
            language: documents.read(row.document)
            for language, row in rows.items()
            if row.document is not None
        }
        facts = next(iter(rows.values())).facts
        result = Made(request.param, papers, facts, _pack(held.assembly))
        transaction.set_rollback(True)
    return result


def _pack(assembly: Any) -> list[str]:
    packs = packs_of(Association.objects.get().profile)
    if not packs:
        return []
    wanted = "after" if "after" in [one.key for one in packs] else packs[0].key
    row = filing_pack.make_pack(
        assembly=assembly, pack=wanted, language="en", by=None, at=minute(90)
    )
    assert row.document is not None
    return zipfile.ZipFile(io.BytesIO(documents.read(row.document))).namelist()


def test_minutes_are_in_the_languages_of_the_association(made: Made) -> None:
    assert set(made.papers) == set(made.country.languages)
    text = text_of(made.own)
    country = made.country
    for told in (country.association, country.meeting, country.motion, country.election):
        assert squeezed(told) in text
    for told in (*HEADINGS[country.language], *SENTENCES[country.profile]):
        assert squeezed(told) in text


def test_minutes_cite_the_texts_of_the_country(made: Made) -> None:
    text = text_of(made.own)
    assert [c for c in CITATIONS[made.country.profile] if squeezed(c) not in text] == []


def test_nothing_is_left_in_another_language(made: Made) -> None:
    text, language = text_of(made.own), made.country.language
    assert (CHINESE.search(text) is not None) == (language == "zh")
    english = [word for word in LEFT_IN_ENGLISH if word in text]
    assert english == (list(LEFT_IN_ENGLISH) if language == "en" else [])


def test_file_names_its_language_for_screen_readers(made: Made) -> None:
    tags = {"zh": "zh-Hans"}
    with pikepdf.open(io.BytesIO(made.own)) as pdf:
        assert str(pdf.Root.Lang) == tags.get(made.country.language, made.country.language)


def test_every_check_of_the_file_holds(made: Made) -> None:
    for content in made.papers.values():
        checks = verify_minutes(content)
        assert [check for check in checks if not check.holds] == []
        assert {"attendance", "quorum", "item", "text", "pages"} <= {c.code for c in checks}


def test_chair_and_recorder_sign_everywhere_and_counters_nowhere(made: Made) -> None:
    """No text of these profiles asks for more of this meeting, which had no supervisors and no
    scrutineers."""
    places = places_to_sign(made.facts)
    names = [str(place.name) for place in places]
    assert [place.function for place in places] == ["chair", "recorder"]
    assert names == [made.country.chair, made.country.recorder]


PACKS = {
    "de": {"Minutes", "Whole text of the bylaws with comparison", "List of the board"},
    "fr": {"Minutes", "Bylaws as amended", "List of those who administer"},
    "uk": {"Copy of the special resolution", "Articles as amended"},
    "ronr": set(),
    "cn": {"Minutes", "Attendance list", "Resolutions", "Bylaws with comparison"},
}


def test_pack_for_the_authority_has_what_the_country_wants(made: Made) -> None:
    names = {re.sub(r"^\d+-|(-\d+)?\.\w+$", "", name) for name in made.pack}
    assert PACKS[made.country.profile] - names == set()
    assert (made.pack == []) == (made.country.profile == "ronr")


# Where a language is missing.


def test_text_falls_back_to_english_before_chinese() -> None:
    both = Translated(zh="会", en="Meeting")
    assert (both.text("de"), Translated(zh="会").text("de")) == ("Meeting", "会")
    assert Translated(de="Versammlung").text("en") == "Versammlung"


@pytest.mark.django_db
def test_pages_stay_chinese_and_english() -> None:
    assembly = make_assembly()
    Association.objects.update(profile="de", languages=["de"], name=GERMANY.text("Verband"))
    client = Client(headers={"accept-language": "de"})
    client.force_login(make_secretary())
    page = client.get(f"/assemblies/{assembly.pk}/")
    assert page.headers["Content-Language"] == "zh-hans"
    assert "Verband" in page.content.decode()
