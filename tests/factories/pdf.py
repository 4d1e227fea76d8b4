"""What a PDF says and is made of, read with programs that did not make it."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2


def text_of(content: bytes) -> str:
    """All text without any space, since lines and cells break anywhere."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return squeezed("".join(pages))


def middle_of(content: bytes, words: str) -> float:
    """How far from the left of the first page the middle of ``words`` is, in millimetres."""
    document = pypdfium2.PdfDocument(content)
    try:
        text = document[0].get_textpage()
        found = text.search(words, match_case=True, match_whole_word=True).get_next()
        assert found is not None
        first, count = found
        left, right = text.get_charbox(first)[0], text.get_charbox(first + count - 1)[2]
        return float(left + right) / 2 / 72 * 25.4
    finally:
        document.close()


def squeezed(text: str) -> str:
    # Line-end hyphens come out as U+FFFE or U+0002.
    return re.sub(r"[\s\ufffe\x02]", "", text)


def fonts_of(content: bytes) -> dict[str, bool]:
    """Every font's name, and whether its program is inside the file."""
    found = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number in range(1, len(pdf.objects)):
            thing = pdf.objects[number]
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                embedded = any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                found[str(thing["/FontName"])] = embedded
    return found


def pages_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def enclosed_in(content: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
