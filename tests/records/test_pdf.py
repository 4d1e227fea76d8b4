"""The one maker of PDF: own files only, no clock, faces inside."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.test import override_settings

from records import checks
from records.domain.pdf import Enclosed, make_pdf
from records.errors import FontsMissing, PaperIncomplete
from records.templatetags import paper
from tests.factories.pdf import enclosed_in, fonts_of, pages_of, text_of

SEAT = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 12, 18, 1, 5, tzinfo=UTC)
TEMPLATES = {
    "sample.html": (
        '<!doctype html><html lang="{{ language }}"><head><title>样张</title>'
        '<link rel="stylesheet" href="paper:///print/paper.css"></head><body>'
        "<p>应到{{ entitled }}。 实到<b>109</b>。</p></body></html>"
    ),
    "outside.html": '<html><body><img src="https://example.org/mark.png"></body></html>',
    "file.html": '<html><body><img src="file:///etc/hostname"></body></html>',
    "missing.html": '<link rel="stylesheet" href="paper:///print/nowhere.css">',
}


@pytest.fixture(autouse=True)
def _templates() -> Iterator[None]:
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
    }
    with override_settings(TEMPLATES=[engine]):
        yield


def make(template: str = "sample.html", **more: Any) -> bytes:
    return make_pdf(
        template=template, context={"entitled": 126}, language="zh", zone=SEAT, dated=AT, **more
    )


@pytest.fixture(scope="module")
def sample() -> bytes:
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
    }
    with override_settings(TEMPLATES=[engine]):
        return make()


def test_text_can_be_read_again_and_chinese_has_no_space_after_its_stop(sample: bytes) -> None:
    assert text_of(sample) == "应到126。实到109。"


def test_every_face_is_inside_as_a_subset(sample: bytes) -> None:
    fonts = fonts_of(sample)
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"Noto"}
    assert all(fonts.values())


def test_it_is_an_archive_with_title_language_and_the_date_on_record(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        meta = pdf.open_metadata()
        assert meta.pdfa_status == "3A"
        assert str(pdf.Root.Lang) == "zh"
        assert str(pdf.docinfo["/Title"]) == "样张"
        assert meta["xmp:CreateDate"] == "2026-12-18T01:05:00Z"


def test_the_same_context_gives_the_same_bytes(sample: bytes) -> None:
    assert make() == sample


def test_copies_repeat_the_page() -> None:
    content = make(copies=109)
    assert pages_of(content) == 109
    assert text_of(content) == "应到126。实到109。" * 109


def test_a_file_can_be_enclosed() -> None:
    content = make(enclosed=[Enclosed("facts.json", b'{"a": 1}', "facts")])
    assert enclosed_in(content) == {"facts.json": b'{"a": 1}'}


@pytest.mark.parametrize("template", ["outside.html", "file.html", "missing.html"])
def test_nothing_but_our_own_files_is_fetched(template: str) -> None:
    with pytest.raises(PaperIncomplete, match=template):
        make(template)


@pytest.fixture
def _no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    checks.missing_faces.cache_clear()
    monkeypatch.setenv("PATH", "")
    yield
    monkeypatch.undo()
    checks.missing_faces.cache_clear()


@pytest.mark.usefixtures("_no_fonts")
def test_missing_fonts_are_told_with_what_to_install() -> None:
    (warning,) = checks.check_fonts()
    assert warning.id == "records.W001"
    assert "fonts-noto-cjk" in str(warning.hint)
    with pytest.raises(FontsMissing, match="fonts-noto-cjk"):
        make()


def test_fonts_are_there() -> None:
    assert checks.check_fonts() == []


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (55, 109, "50.45"),
        (109, 109, "100.00"),
        (120, 109, "100.00"),
        (0, 109, "0.00"),
        (None, 9, "0.00"),
        (3, 0, "0.00"),
    ],
)
def test_a_bar_is_as_wide_as_its_share(part: int | None, whole: int, told: str) -> None:
    assert paper.share(part, whole) == told


def test_digests_are_grouped_and_scripts_told_apart() -> None:
    assert paper.grouped("0123456789") == "0123 4567 89"
    assert (paper.tongue("出差"), paper.tongue("On business")) == ("zh-Hans", "en")
