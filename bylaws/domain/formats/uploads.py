"""A file of whatever format as the plain text that a person looks at before it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from bylaws.domain.formats.akn_reader import read_akn
from bylaws.domain.formats.decoding import decode
from bylaws.domain.formats.docx_reader import LeftOut, read_word_text
from bylaws.domain.formats.docx_tracked import TrackedChanges
from bylaws.domain.formats.json_format import read_json
from bylaws.domain.text.provisions import render
from bylaws.enums import Scheme
from bylaws.errors import EncodingUnknown

ASK = TrackedChanges.ASK


@dataclass(frozen=True, slots=True)
class Upload:
    """`text` as its lines stand in the file; `is_markdown` says how to read it. The rest is what
    the file itself tells: what was left out, and days where the format has them."""

    text: str
    is_markdown: bool = False
    left_out: tuple[LeftOut, ...] = ()
    label: str = ""
    adopted_on: date | None = None
    approved_on: date | None = None
    effective_on: date | None = None


def read_upload(name: str, data: bytes, scheme: Scheme, *, tracked: TrackedChanges = ASK) -> Upload:
    """The text of a file by the ending of its name; numbers of structured formats as `scheme`
    writes them.

    Raises EncodingUnknown for an ending that is not known, and what the readers raise:
    FileTooLarge, TextFileInvalid, a WordFileRefused, TrackedChangesFound where tracked changes
    stand in a Word file and nobody said what shall become of them.
    """
    ending = PurePath(name.lower()).suffix
    if ending in (".docx", ".doc"):
        word = read_word_text(data, tracked=tracked)
        return Upload(word.text, left_out=word.left_out)
    reader = READERS.get(ending)
    if reader is None:
        raise EncodingUnknown(
            zh=f"不支持“{ending or name}”文件。请上传 .docx、.txt、.md、.json 或者 .xml。",
            en=f"Files of the kind “{ending or name}” are not read. "
            "Upload a .docx, .txt, .md, .json or .xml.",
        )
    return reader(data, scheme)


def _plain(data: bytes, _scheme: Scheme) -> Upload:
    return Upload(decode(data))


def _markdown(data: bytes, _scheme: Scheme) -> Upload:
    return Upload(decode(data), is_markdown=True)


def _json(data: bytes, scheme: Scheme) -> Upload:
    document = read_json(decode(data))
    return Upload(
        render(document.provisions, scheme),
        label=document.label.get("zh") or next(iter(document.label.values()), ""),
        adopted_on=document.adopted_on,
        approved_on=document.approved_on,
        effective_on=document.effective_on,
    )


def _akn(data: bytes, scheme: Scheme) -> Upload:
    document = read_akn(data)
    return Upload(
        render(document.provisions, scheme),
        label=document.label,
        adopted_on=document.adopted_on,
        approved_on=document.approved_on,
        effective_on=document.effective_on,
    )


READERS: Mapping[str, Callable[[bytes, Scheme], Upload]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".json": _json,
    ".xml": _akn,
    ".akn": _akn,
}
