"""A version of a regulation as JSON, with all that other software needs to keep it.

The format is described in docs/reference/formats.md. Reading takes nothing on trust: the digest
and the numbers must be those of the text, and a key that is not known is refused rather than lost.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from bylaws.domain.formats.decoding import check_size
from bylaws.domain.text.digests import digest_of_text, link
from bylaws.domain.text.provisions import Place, Provision, places
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import TextFileInvalid, TextUnreadable

SCHEMA = "assembly-text/1"
MAX_BYTES = 10_000_000
"""Identities and flags make a text about four times as long."""


@dataclass(frozen=True, slots=True)
class StatedParameter:
    """A rule that the text states; `provision` is the identity of what states it, in `quote`."""

    key: str
    value: Any
    provision: UUID | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class TextDocument:
    """One version: names by language tag (`{"zh": …, "en": …}`), days that are known.

    `previous` and `chain` are the links of `bylaws.domain.text.digests`, hexadecimal; the link also
    needs the identity of the `regulation`. "" and None where the version is kept nowhere yet.
    """

    provisions: tuple[Provision, ...]
    scheme: Scheme
    title: Mapping[str, str]
    label: Mapping[str, str]
    regulation: UUID | None = None
    adopted_on: date | None = None
    approved_on: date | None = None
    effective_on: date | None = None
    previous: str = ""
    chain: str = ""
    parameters: tuple[StatedParameter, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text with its numbers, hexadecimal."""
        return digest_of_text(self.provisions, self.scheme)

    @property
    def expected_chain(self) -> str:
        """The link that fits the text and the identities; empty where they are not all there."""
        if self.regulation is None or not all(p.id for p in self.provisions):
            return ""
        return link(
            previous=self.previous,
            regulation=self.regulation,
            digest=self.digest,
            provisions=self.provisions,
        )


def write_json(document: TextDocument) -> str:
    """The file's text, indented, with a final line break; the same for the same document.

    Raises TextUnreadable for an item without article.
    """
    at = places(document.provisions, document.scheme)
    written = {
        "schema": SCHEMA,
        "scheme": document.scheme.value,
        "regulation": _told(document.regulation),
        "title": dict(document.title),
        "label": dict(document.label),
        "adopted_on": _told(document.adopted_on),
        "approved_on": _told(document.approved_on),
        "effective_on": _told(document.effective_on),
        "digest": document.digest,
        "previous": document.previous,
        "chain": document.chain,
        "provisions": [
            _written_provision(provision, place)
            for provision, place in zip(document.provisions, at, strict=True)
        ],
        "parameters": [
            {
                "key": parameter.key,
                "value": parameter.value,
                "provision": _told(parameter.provision),
                "quote": parameter.quote,
            }
            for parameter in document.parameters
        ],
    }
    return json.dumps(written, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _told(value: UUID | date | None) -> str | None:
    return None if value is None else str(value)


def _written_provision(provision: Provision, place: Place) -> dict[str, Any]:
    return {
        "id": _told(provision.id),
        "kind": provision.kind.value,
        "number": place.mark,
        "text": provision.text,
        "is_sub": provision.is_sub,
        "is_repealed": provision.is_repealed,
    }


def read_json(text: str) -> TextDocument:
    """The document of a file; `read_json(write_json(document)) == document`.

    Raises FileTooLarge, and TextFileInvalid, naming the field, for what is no such file and where
    digest or numbers are not those of the text.
    """
    check_size(text.encode(errors="replace"), MAX_BYTES)
    fields = _Fields(_loaded(text), "")
    if fields.get("schema", str) != SCHEMA:
        _refuse("schema", f"“{SCHEMA}”")
    digest = fields.get("digest", str)
    rows = [
        _Fields(row, f"provisions[{n}].") for n, row in enumerate(fields.get("provisions", list))
    ]
    document = TextDocument(
        provisions=tuple(_read_provision(row) for row in rows),
        scheme=fields.read("scheme", Scheme),
        title=fields.names("title"),
        label=fields.names("label"),
        regulation=fields.read("regulation", UUID, may_lack=True),
        adopted_on=fields.read("adopted_on", date.fromisoformat, may_lack=True),
        approved_on=fields.read("approved_on", date.fromisoformat, may_lack=True),
        effective_on=fields.read("effective_on", date.fromisoformat, may_lack=True),
        previous=fields.get("previous", str),
        chain=fields.get("chain", str),
        parameters=tuple(
            _read_parameter(_Fields(row, f"parameters[{n}]."))
            for n, row in enumerate(fields.get("parameters", list))
        ),
    )
    fields.close()
    _check(document, digest, rows)
    return document


def _refuse(field: str, wanted: str) -> NoReturn:
    raise TextFileInvalid(
        zh=f"文件的“{field}”无法读取，应为{wanted}。",
        en=f"The file's “{field}” cannot be read; it should be {wanted}.",
    )


def _loaded(text: str) -> object:
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_constant=lambda sign: _refuse(sign, "JSON")
        )
    except (ValueError, RecursionError) as broken:
        raise TextFileInvalid(
            zh=f"不是有效的JSON：{broken}", en=f"This is no valid JSON: {broken}"
        ) from broken


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that stands twice, readers disagree which one counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("duplicate key")
    return found


T = TypeVar("T")


class _Fields:
    """An object of the file whose fields are taken one by one; what is left over is refused."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            _refuse(path.rstrip(".") or "{}", "{…}")
        self.left: dict[str, Any] = dict(value)
        self.path = path

    def get(self, key: str, kind: type[T]) -> T:
        value = self.left.pop(key, None)
        if type(value) is not kind:
            _refuse(self.path + key, kind.__name__)
        return value

    def read(self, key: str, reader: Callable[[str], T], *, may_lack: bool = False) -> Any:
        if may_lack and key in self.left and self.left[key] is None:
            return self.left.pop(key)
        value = self.get(key, str)
        try:
            return reader(value)
        except ValueError:
            _refuse(self.path + key, getattr(reader, "__name__", "") or key)

    def names(self, key: str) -> dict[str, str]:
        value = self.get(key, dict)
        if not all(isinstance(name, str) for name in value.values()):
            _refuse(self.path + key, '{"zh": "…"}')
        return value

    def close(self) -> None:
        for key in self.left:
            raise TextFileInvalid(
                zh=f"文件中有未知的字段“{self.path}{key}”。",
                en=f"The file has an unknown field “{self.path}{key}”.",
            )


def _read_provision(row: _Fields) -> Provision:
    """Leaves `number` in the row, for the check once all places are known."""
    return Provision(
        row.read("kind", ProvisionKind),
        row.get("text", str),
        is_sub=row.get("is_sub", bool),
        is_repealed=row.get("is_repealed", bool),
        id=row.read("id", UUID, may_lack=True),
    )


def _read_parameter(row: _Fields) -> StatedParameter:
    parameter = StatedParameter(
        key=row.get("key", str),
        value=row.left.pop("value", None),
        provision=row.read("provision", UUID, may_lack=True),
        quote=row.get("quote", str),
    )
    row.close()
    return parameter


def _check(document: TextDocument, digest: str, rows: list[_Fields]) -> None:
    try:
        at = places(document.provisions, document.scheme)
        computed = document.digest
    except (TextUnreadable, UnicodeEncodeError) as broken:
        raise TextFileInvalid(
            zh="文件的条款顺序或者文字有误。", en="The provisions are out of order or no text."
        ) from broken
    for row, place in zip(rows, at, strict=True):
        if row.get("number", str) != place.mark:
            _refuse(f"{row.path}number", f"“{place.mark}”")
        row.close()
    if digest != computed:
        raise TextFileInvalid(
            zh="文件中的摘要与正文不符：文件可能被改动过。",
            en="The digest in the file is not that of its text: it may have been changed.",
        )
    if document.chain and document.chain != document.expected_chain:
        raise TextFileInvalid(
            zh="文件中的存证链与正文、条款标识不符：文件可能被改动过。",
            en="The chain in the file does not fit its text and identities: it may have been "
            "changed.",
        )
