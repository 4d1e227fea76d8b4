"""What is left out when pages are set: nothing that anybody sees, and nothing for longer."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pikepdf
import pytest
import weasyprint

from records.domain.pdf_costs import PlainHTML, nothing_collected, write_once

SOURCE = """<!doctype html><html lang="en"><head><title>Sample</title></head><body>
<h1>Head</h1><p>Text with <b>bold</b>, <small>small</small>, a<br>break and <q>words</q>.</p>
<ul><li>one<ol><li>two</li></ol></li></ul><dl><dt>term</dt><dd>told</dd></dl>
<table><caption>List</caption><colgroup><col></colgroup><thead><tr><th>No.</th><th>Name</th></tr>
</thead><tbody><tr><td>1</td><td><a href="#end">Ding</a></td></tr></tbody></table>
<section hidden>unseen</section><p id="end">End</p></body></html>"""


def written(kind: type[weasyprint.HTML], **options: Any) -> bytes:
    made: bytes = kind(string=SOURCE).write_pdf(pdf_identifier=b"same", **options)
    return made


@pytest.fixture
def collecting() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_pages_are_those_of_the_whole_style_sheet_byte_for_byte() -> None:
    assert written(PlainHTML, pdf_tags=True) == written(weasyprint.HTML, pdf_tags=True)


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/a-3u", "pdf/a-1b"])
def test_file_that_is_written_once_is_the_same(variant: str) -> None:
    once = written(PlainHTML, finisher=lambda _document, pdf: write_once(pdf), pdf_variant=variant)
    assert once == written(PlainHTML, pdf_variant=variant)
    with pikepdf.open(io.BytesIO(once)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.usefixtures("collecting")
def test_garbage_is_collected_again_whatever_happened() -> None:
    @nothing_collected()
    def fails() -> None:
        raise RuntimeError(f"collecting: {gc.isenabled()}")

    with pytest.raises(RuntimeError, match="collecting: False"):
        fails()
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_last_of_several_threads_turns_it_on() -> None:
    """Each leaves after the other has come, so that one alone would turn it on too early."""
    both_in, one_out = Barrier(2, timeout=20), Barrier(2, timeout=20)

    def first() -> None:
        with nothing_collected():
            both_in.wait()
        one_out.wait()

    def second() -> bool:
        with nothing_collected():
            both_in.wait()
            one_out.wait()
            return gc.isenabled()

    with ThreadPoolExecutor(2) as pool:
        early = pool.submit(first)
        assert pool.submit(second).result() is False
        early.result()
    assert gc.isenabled()


@pytest.mark.usefixtures("collecting")
def test_what_was_off_before_stays_off() -> None:
    gc.disable()
    with nothing_collected():
        pass
    assert not gc.isenabled()
