"""Election archives (``.bel``): a hash-chained log of events in a strict tar (section 4.4)."""

import os
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, overload

from . import encoding, tar
from .credentials import parse_credentials
from .election import parse
from .errors import ArchiveUnreadable, CheckFailed, Malformed
from .tally import last_ballots

_HEADER = "BELENIOS"
_DATA, _EVENT = ".data.json", ".event.json"
SUPPLEMENTS_SUFFIX = ".supplements.jsons"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the board: its JSON and the hash by which the next one refers to it."""

    raw: str
    hash: str


def make_event(parent: str | None, height: int, kind: str, payload: str | None) -> Event:
    """The event after ``parent`` (None for the first), referring to the payload's hash."""
    value: dict[str, Any] = {} if parent is None else {"parent": parent}
    value |= {"height": height, "type": kind}
    if payload is not None:
        value["payload"] = payload
    raw = encoding.dump(value)
    return Event(raw, encoding.sha256_hex(raw))


class Writer:
    """Writes an archive from stored texts, event by event.

    The same texts give the same bytes, so a server can store the texts alone and build the file
    when it is asked for, or keep ``head`` and ``height`` to print the board's head in a receipt.
    """

    def __init__(self, timestamp: int, sink: Callable[[bytes], object] | None = None) -> None:
        """``timestamp``: seconds since 1970, one for the whole archive (when it was set up).
        ``sink`` takes the members one by one, such as a file's ``write``; without it they are
        kept for :meth:`getvalue`."""
        self.timestamp = timestamp
        self.head: str | None = None
        self.height = 0
        self._parts: list[bytes] = []
        self._sink = sink or self._parts.append
        self._member(_HEADER, encoding.dump({"version": 1, "timestamp": str(timestamp)}))

    def _member(self, name: str, content: str) -> None:
        self._sink(tar.member(name, content.encode(), self.timestamp))

    def _data(self, raw: str) -> str:
        digest = encoding.sha256_hex(raw)
        self._member(digest + _DATA, raw)
        return digest

    def _event(self, kind: str, payload: str | None) -> None:
        event = make_event(self.head, self.height, kind, payload)
        self._member(event.hash + _EVENT, event.raw)
        self.head = event.hash
        self.height += 1

    def setup(self, election: str, trustees: str, credentials: str) -> None:
        names = ("election", "trustees", "credentials")
        texts = (election, trustees, credentials)
        hashes = {name: self._data(raw) for name, raw in zip(names, texts, strict=True)}
        self._event("Setup", self._data(encoding.dump(hashes)))

    def ballot(self, raw: str) -> None:
        self._event("Ballot", self._data(raw))

    def end_ballots(self) -> None:
        self._event("EndBallots", None)

    def encrypted_tally(self, raw: str, num_tallied: int, total_weight: int) -> None:
        sized = {
            "num_tallied": num_tallied,
            "total_weight": encoding.count_json(total_weight),
            "encrypted_tally": self._data(raw),
        }
        self._event("EncryptedTally", self._data(encoding.dump(sized)))

    def partial_decryption(self, owner: int, raw: str) -> None:
        owned = {"owner": owner, "payload": self._data(raw)}
        self._event("PartialDecryption", self._data(encoding.dump(owned)))

    def result(self, raw: str) -> None:
        self._event("Result", self._data(raw))

    def getvalue(self) -> bytes:
        return b"".join(self._parts)


def build(
    *,
    timestamp: int,
    election: str,
    trustees: str,
    credentials: str,
    ballots: Sequence[str] = (),
    closed: bool = False,
    encrypted_tally: str | None = None,
    partial_decryptions: Sequence[tuple[int, str]] = (),
    result: str | None = None,
) -> bytes:
    """The archive of an election at any stage, from the stored texts.

    Everything after the ballots needs ``closed``; partial decryptions are pairs of the trustee's
    number (from 1) and the text, in the order in which they came.
    """
    writer = Writer(timestamp)
    writer.setup(election, trustees, credentials)
    for raw in ballots:
        writer.ballot(raw)
    if closed:
        writer.end_ballots()
    if encrypted_tally is not None:
        counted = last_ballots(ballots)
        weights = parse_credentials(parse(election), credentials)
        total = sum(weights[encoding.load(raw)["credential"]] for raw in counted)
        writer.encrypted_tally(encrypted_tally, len(counted), total)
    for owner, raw in partial_decryptions:
        writer.partial_decryption(owner, raw)
    if result is not None:
        writer.result(result)
    return writer.getvalue()


def supplements_file(supplements: Sequence[str]) -> bytes:
    """The content of the file that stands beside the archive when the election demands more
    than the specification: the supplements in the order of their ballots."""
    return "".join(raw + "\n" for raw in supplements).encode()


class Texts(Sequence[str]):
    """Texts that stay in the file until they are asked for: ten thousand ballots are more than a
    verifier should have to hold. ``buffer`` holds them, ``places`` says where each begins and how
    many bytes it has."""

    def __init__(self, buffer: tar.Buffer, places: Sequence[tuple[int, int]] = ()) -> None:
        self._buffer = buffer
        self._starts, self._sizes = array("Q"), array("Q")
        for start, size in places:
            self.add(start, size)

    def add(self, start: int, size: int) -> None:
        self._starts.append(start)
        self._sizes.append(size)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        start = self._starts[index]
        return _decode(self._buffer[start : start + self._sizes[index]])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


@dataclass(slots=True)
class Archive:
    """The texts of an archive by their place. ``heads`` are the hashes of all events, ``head`` is
    the last of them; ``supplements`` is None when no file of supplements was found."""

    timestamp: int
    election: str
    trustees: str
    credentials: str
    head: str = ""
    height: int = 0
    heads: list[str] = field(default_factory=list)
    ballots: Sequence[str] = field(default_factory=list)
    closed: bool = False
    encrypted_tally: str | None = None
    num_tallied: int = 0
    total_weight: int = 0
    partial_decryptions: list[tuple[int, str]] = field(default_factory=list)
    result: str | None = None
    supplements: Sequence[str] | None = None


def board_head(source: "Archive | bytes | str | Path") -> str:
    """The hash of the last event, for receipts and minutes."""
    return source.head if isinstance(source, Archive) else read(source).head


def read(source: bytes | str | Path, supplements: bytes | str | Path | None = None) -> Archive:
    """An archive and its supplements, from their bytes or their paths.

    For a path the file of supplements is looked for beside it. Raises ArchiveUnreadable when a file
    cannot be opened or taken apart, CheckFailed("chain") when the events are not a complete chain
    over exactly the data in the archive. Nothing else is verified here.
    """
    archive = _Reader(_load(source)).archive()
    if supplements is None and not isinstance(source, bytes):
        beside = Path(source).with_suffix(SUPPLEMENTS_SUFFIX)
        supplements = beside if beside.is_file() else None
    if supplements is not None:
        archive.supplements = _split(_load(supplements))
    return archive


def _load(source: bytes | str | Path) -> tar.Buffer:
    if isinstance(source, bytes):
        return source
    try:
        with Path(source).open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:  # nothing that could be mapped
                return b""
            return mmap(file.fileno(), 0, access=ACCESS_READ)
    except OSError as error:
        raise ArchiveUnreadable(f"the file cannot be read: {error.strerror}") from None


def _split(data: tar.Buffer) -> Texts:
    """The lines of a file whose every line is ended."""
    lines, start = Texts(data), 0
    while (end := data.find(b"\n", start)) >= 0:
        lines.add(start, end - start)
        start = end + 1
    if start != len(data):
        raise ArchiveUnreadable("the last line of the supplements is cut off")
    return lines


def _decode(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ArchiveUnreadable("a text of the archive is not UTF-8") from None


_AFTER = {
    None: {"Setup"},
    "Setup": {"Ballot", "EndBallots"},
    "Ballot": {"Ballot", "EndBallots"},
    "EndBallots": {"EncryptedTally"},
    "EncryptedTally": {"PartialDecryption"},
    "PartialDecryption": {"PartialDecryption", "Result"},
    "Result": set(),
}
"""Which event may follow which."""


class _Reader:
    """Walks the members once; every data member must be referred to by the next event."""

    def __init__(self, buffer: tar.Buffer) -> None:
        self._buffer = buffer
        self._timestamp = 0
        self._pending: dict[str, tuple[str, int, int]] = {}
        self._ballots = Texts(buffer)
        self._archive: Archive | None = None
        self._kind: str | None = None
        self._head: str | None = None
        self._heads: list[str] = []
        self._height = 0

    def archive(self) -> Archive:
        try:
            members = tar.members(self._buffer)
            self._check_header(next(members, None))
            for name, start, size, _time in members:
                self._take(name, start, size)
        except Malformed as error:
            raise CheckFailed("chain", f"the archive's events: {error}") from None
        if self._pending or self._archive is None or self._head is None:
            raise CheckFailed("chain", "the archive does not end with an event")
        self._archive.head, self._archive.height = self._head, self._height
        self._archive.heads = self._heads
        return self._archive

    def _text(self, start: int, size: int) -> str:
        return _decode(self._buffer[start : start + size])

    def _check_header(self, first: tuple[str, int, int, int] | None) -> None:
        if first is None or first[0] != _HEADER:
            raise ArchiveUnreadable("the file is not an election archive")
        _name, start, size, self._timestamp = first
        try:
            header = encoding.fields(
                encoding.load_canonical(self._text(start, size)), ("version", "timestamp")
            )
            if encoding.integer(header["version"]) != 1:
                raise ArchiveUnreadable("the archive has an unknown version")
            if encoding.decimal(header["timestamp"], 8**11) != self._timestamp:
                raise ArchiveUnreadable("the archive's timestamp is not that of its members")
        except Malformed as error:
            raise ArchiveUnreadable(f"the archive's header: {error}") from None

    def _take(self, name: str, start: int, size: int) -> None:
        content = self._text(start, size)
        digest = encoding.sha256_hex(content)
        if name == digest + _DATA:
            if digest in self._pending:
                raise Malformed("a text occurs twice before one event")
            self._pending[digest] = (content, start, size)
        elif name == digest + _EVENT:
            self._take_event(digest, content)
        else:
            raise Malformed(f"the name {name!r} is not the hash of its content")

    def _take_event(self, digest: str, content: str) -> None:
        value = encoding.load_canonical(content)
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in _AFTER[self._kind]:
            raise Malformed(f"an event {kind!r} cannot stand after {self._kind!r}")
        names = ["height", "type"] if self._head is None else ["parent", "height", "type"]
        encoding.fields(value, names if kind == "EndBallots" else [*names, "payload"])
        if value.get("parent") != self._head or encoding.integer(value["height"]) != self._height:
            raise Malformed(f"event {self._height} does not continue the chain")
        if kind == "Setup":
            self._archive = self._set_up(value["payload"])
        else:
            assert self._archive is not None
            getattr(self, f"_on_{kind}")(self._archive, value.get("payload"))
        if self._pending:
            raise Malformed(f"event {self._height} does not refer to the data before it")
        self._kind, self._head = kind, digest
        self._heads.append(digest)
        self._height += 1

    def _claim(self, digest: Any) -> str:
        """The text that was stored for this event under the hash."""
        return self._claim_place(digest)[0]

    def _claim_place(self, digest: Any) -> tuple[str, int, int]:
        """The same, with where it stands in the file."""
        found = self._pending.pop(encoding.text(digest), None)
        if found is None:
            raise Malformed(f"event {self._height} refers to data that does not stand before it")
        return found

    def _set_up(self, payload: Any) -> Archive:
        names = ("election", "trustees", "credentials")
        value = encoding.fields(encoding.load_canonical(self._claim(payload)), names)
        election, trustees, credentials = (self._claim(value[name]) for name in names)
        return Archive(self._timestamp, election, trustees, credentials, ballots=self._ballots)

    def _on_Ballot(self, archive: Archive, payload: Any) -> None:
        self._ballots.add(*self._claim_place(payload)[1:])

    def _on_EndBallots(self, archive: Archive, payload: Any) -> None:
        archive.closed = True

    def _on_EncryptedTally(self, archive: Archive, payload: Any) -> None:
        names = ("num_tallied", "total_weight", "encrypted_tally")
        value = encoding.fields(encoding.load_canonical(self._claim(payload)), names)
        archive.num_tallied = encoding.integer(value["num_tallied"])
        archive.total_weight = encoding.count(value["total_weight"])
        archive.encrypted_tally = self._claim(value["encrypted_tally"])

    def _on_PartialDecryption(self, archive: Archive, payload: Any) -> None:
        value = encoding.fields(encoding.load_canonical(self._claim(payload)), ("owner", "payload"))
        owner = encoding.integer(value["owner"])
        archive.partial_decryptions.append((owner, self._claim(value["payload"])))

    def _on_Result(self, archive: Archive, payload: Any) -> None:
        archive.result = self._claim(payload)
