import pytest

from bylaws.domain.formats.decoding import MAX_BYTES, decode
from bylaws.domain.formats.plain import read_plain
from bylaws.enums import Scheme
from bylaws.errors import EncodingUnknown, FileTooLarge


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gb2312"])
def test_text_is_decoded(encoding):
    assert (
        decode("第一条 本会的名称为“东江省协会”。".encode(encoding))
        == "第一条 本会的名称为“东江省协会”。"
    )


def test_rare_signs_of_gb18030_are_decoded_among_common_ones():
    words = "第一条 本会的会长为㐀某某，任期五年，可以连任，但不得超过两届。"
    assert decode(words.encode("gb18030")) == words


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("第一條 本會的名稱".encode("big5"), "encoding is not known"),
        ("Für das Präsidium".encode("latin-1"), "encoding is not known"),
        ("第一条".encode("utf-16-le"), "encoding is not known"),
        (b"\xff\xfe\x00\xd8", "encoding is not known"),
        (b"\x00\x01\x02", "encoding is not known"),
        (b"PK\x03\x04rest", "DOCX"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "DOC"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_other_encodings_and_files_are_refused(data, told):
    with pytest.raises(EncodingUnknown, match=told):
        decode(data)


def test_too_large_a_file_is_refused():
    with pytest.raises(FileTooLarge, match="2,000,001 bytes"):
        decode(b" " * (MAX_BYTES + 1))


def test_too_many_lines_are_refused():
    with pytest.raises(FileTooLarge, match="20,001 lines"):
        read_plain("甲\n" * 20_001, Scheme.ZH)
