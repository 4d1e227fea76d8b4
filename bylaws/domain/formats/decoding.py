"""From the bytes of a text file to its characters; guesses nothing that it cannot prove."""

import codecs
import re
import unicodedata

from bylaws.errors import EncodingUnknown, FileTooLarge

MAX_BYTES = 2_000_000
"""Ninety times bylaws of eighty articles; more is some other file, and would hold a worker for
seconds."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_FILES = (
    (b"PK\x03\x04", "DOCX"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
)
COMMON = 0.9
"""Share of the signs beyond ASCII that GB 2312 must know before bytes count as GB 18030. Nearly
any bytes can be read as GB 18030, but those of another encoding give rare signs."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def check_size(data: bytes, limit: int = MAX_BYTES) -> None:
    """FileTooLarge beyond `limit` bytes."""
    if len(data) > limit:
        raise FileTooLarge(
            zh=f"文件过大：{len(data):,}字节，上限为{limit:,}字节。请只上传文本本身。",
            en=f"The file is too large: {len(data):,} bytes, the limit is {limit:,}. "
            "Upload the text alone.",
        )


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or GB 18030.

    Raises FileTooLarge, and EncodingUnknown for any other encoding and for what is no text.
    """
    check_size(data)
    for signature, name in OTHER_FILES:
        if data.startswith(signature):
            raise EncodingUnknown(
                zh=f"这是{name}文件，不是纯文本。请按该格式上传，或者另存为UTF-8纯文本。",
                en=f"This is a {name} file and no plain text. Upload it as such, or save it as "
                "plain text in UTF-8.",
            )
    text = _decoded(data)
    if text is None or CONTROL.search(text):
        raise EncodingUnknown(
            zh="无法识别文件的编码。请另存为UTF-8（或者UTF-16、GB18030）纯文本。",
            en="The file's encoding is not known. Save it as plain text in UTF-8 (or UTF-16, "
            "GB 18030).",
        )
    return text


def _decoded(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    utf_8 = _strict(data, "utf-8")
    if utf_8 is not None:
        return utf_8
    chinese = _strict(data, "gb18030")
    return chinese if chinese is not None and _is_common(chinese) else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_common(text: str) -> bool:
    beyond = [sign for sign in text if not sign.isascii()]
    known = sum(bool(sign.encode("gb2312", "ignore")) for sign in beyond)
    assigned = all(unicodedata.category(sign) not in ("Cn", "Co") for sign in beyond)
    return assigned and known >= COMMON * len(beyond)
