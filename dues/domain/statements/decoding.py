"""From the bytes of a text file to its characters; guesses nothing that it cannot prove."""

from __future__ import annotations

import codecs
import unicodedata

from dues.errors import BrokenOff, EncodingUnknown

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
COMMON = 0.9
"""Share of the signs beyond ASCII that GB 2312 must know before bytes count as GB 18030. Nearly
any bytes can be read as GB 18030, but those of another encoding give rare signs."""
LONGEST_SIGN = 4
"""Bytes of a character in UTF-8 and in GB 18030."""
TEXT_CONTROLS = "\t\n\r\f\x1a"
"""Control characters of plain texts: old systems end a file with \\x1a."""


def decode(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030.

    Raises EncodingUnknown for any other encoding and for what is no text, and BrokenOff where the
    file ends within a character.
    """
    text = _decoded(content, name)
    if not _is_text(text):
        raise EncodingUnknown(name=name)
    return text.rstrip("\x1a").removeprefix("\ufeff")


def _decoded(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, name)
    unmarked = _utf_16_of(content)
    if unmarked:
        return _strict(content, unmarked, name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # UTF-8 up to its last character, and with other ones before: nothing else looks like it.
        if _is_at_end(error, content) and not content[: error.start].isascii():
            raise BrokenOff(line=content.count(b"\n") + 1) from error
    chinese = _strict(content, "gb18030", name)
    if not _is_common(chinese):
        raise EncodingUnknown(name=name)
    return chinese


def _utf_16_of(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of digits and separators is zero."""
    sample = content[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 8 < len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding)
        if _is_at_end(error, content) and _is_text(before) and _is_common(before):
            raise BrokenOff(line=before.count("\n") + 1) from error
        raise EncodingUnknown(name=name) from error


def _is_text(text: str) -> bool:
    signs = set(text).difference(TEXT_CONTROLS)
    return not any(unicodedata.category(sign) == "Cc" for sign in signs)


def _is_at_end(error: UnicodeDecodeError, content: bytes) -> bool:
    return error.end >= len(content) and error.start >= len(content) - LONGEST_SIGN


def _is_common(text: str) -> bool:
    beyond = [sign for sign in text if not sign.isascii()]
    known = sum(bool(sign.encode("gb2312", "ignore")) for sign in beyond)
    assigned = all(unicodedata.category(sign) not in ("Cn", "Co") for sign in set(beyond))
    return assigned and known >= COMMON * len(beyond)
