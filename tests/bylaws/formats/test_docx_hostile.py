from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import pytest

from bylaws.domain.formats.docx_package import LARGEST_FILE, MOST_PARTS, OLE
from bylaws.domain.formats.docx_reader import read_docx
from bylaws.errors import (
    WordFileBroken,
    WordFileEncrypted,
    WordFileHostile,
    WordFileTooLarge,
    WordFileTooOld,
)
from tests.bylaws.formats.word_files import p, root, word_file, zipped

LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12)
)


def forged(data, size):
    """The same zip, whose directory and headers state another unpacked size for every entry."""
    made = bytearray(data)
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = made.find(sign)
        while start >= 0:
            made[start + at : start + at + 4] = size.to_bytes(4, "little")
            start = made.find(sign, start + 1)
    return bytes(made)


def bzipped(parts):
    made = BytesIO()
    with ZipFile(made, "w", ZIP_BZIP2) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def protected():
    """A zip whose first entry says that it is encrypted."""
    made = bytearray(word_file(p("甲")))
    at = made.find(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


BOMB = zipped({"word/document.xml": root("document", "<w:body>" + " " * 10_000_000 + "</w:body>")})


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", WordFileBroken),
        (b"%PDF-1.7", WordFileBroken),
        (word_file(p("甲"))[:-30], WordFileBroken),
        (zipped({"xl/workbook.xml": "<x/>"}), WordFileBroken),
        (zipped({"word/document.xml": "<x/>"}), WordFileBroken),
        (zipped({"word/document.xml": "<x>"}), WordFileBroken),
        (zipped({"word/document.xml": ""}), WordFileBroken),
        (bzipped({"word/document.xml": root("document", "<w:body/>")}), WordFileBroken),
        (word_file("<w:p>" * 400 + "</w:p>" * 400), WordFileBroken),
        (OLE + bytes(512), WordFileTooOld),
        (OLE + "EncryptedPackage".encode("utf-16-le"), WordFileEncrypted),
        (protected(), WordFileEncrypted),
        (bytes(LARGEST_FILE + 1), WordFileTooLarge),
        (zipped({str(n): "" for n in range(MOST_PARTS + 1)}), WordFileTooLarge),
        (BOMB, WordFileTooLarge),
        (zipped({"word/document.xml": bytes(17_000_000)}), WordFileTooLarge),
        (word_file("&l11;", head=LAUGHS + "]>"), WordFileHostile),
        (word_file("&x;", head='<!DOCTYPE x SYSTEM "file:///x">'), WordFileHostile),
        (
            zipped({"word/document.xml": f"{LAUGHS}]><x a='&l11;'/>".encode("utf-16")}),
            WordFileHostile,
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else f"{len(value)} bytes",
)
def test_file_that_is_no_good_is_refused_in_words(data, refusal):
    with pytest.raises(refusal) as refused:
        read_docx(data)
    assert refused.value.render("zh").endswith("。")
    assert refused.value.render("en").endswith(".")


def test_bomb_that_understates_its_size_is_refused():
    with pytest.raises(WordFileBroken):
        read_docx(forged(BOMB, 100))


def test_bomb_that_overstates_its_size_is_refused():
    with pytest.raises(WordFileTooLarge):
        read_docx(forged(BOMB, 11_000_000))


def test_entities_of_a_hidden_encoding_are_refused():
    text = '<?xml version="1.0" encoding="UTF-7"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    hidden = text.replace("<!D", "<+ACE-D").encode()
    with pytest.raises(WordFileHostile):
        read_docx(zipped({"word/document.xml": hidden}))


def test_each_broken_file_is_told_what_is_wrong_with_it():
    told = {
        "不是Word文件": b"",
        "没有Word正文": zipped({"xl/workbook.xml": "<x/>"}),
        "已经损坏": zipped({"word/document.xml": "<x>"}),
    }
    for words, data in told.items():
        with pytest.raises(WordFileBroken) as refused:
            read_docx(data)
        assert words in refused.value.render("zh")
