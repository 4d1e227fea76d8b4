"""The strict subset of tar that archives are written in.

belenios-tool compares an archive byte by byte with what it would have written itself, so the
headers of general tar writers do not pass. Layout: ``docs/reference/formats.md``.
"""

from collections.abc import Iterator
from mmap import mmap
from typing import TypeAlias

from .errors import ArchiveUnreadable

Buffer: TypeAlias = bytes | mmap
_BLOCK = 512


def member(name: str, content: bytes, timestamp: int) -> bytes:
    """One member: header, content, null bytes up to the next block."""
    header = bytearray(_BLOCK)
    header[: len(name)] = name.encode("ascii")
    header[100:124] = b"0000644\x000000000\x000000000\x00"  # mode, owner, group
    header[124:136] = b"%011o\x00" % len(content)
    header[136:148] = b"%011o\x00" % timestamp
    header[148:156] = b"        "  # the checksum counts its own field as blanks
    header[156:157] = b"0"
    header[148:156] = b"%06o\x00 " % sum(header)
    return bytes(header) + content + bytes(-len(content) % _BLOCK)


def members(data: Buffer) -> Iterator[tuple[str, int, int, int]]:
    """Each member's name, where its content begins and how long it is, and the one time that all
    bear. ``data`` may be a file mapped into memory: one member at a time is looked at. Raises
    ArchiveUnreadable unless ``member`` would write the very same bytes."""
    position, common = 0, -1
    while position < len(data):
        header = data[position : position + _BLOCK]
        try:
            name = header[: header.index(b"\x00")].decode("ascii")
            size, timestamp = int(header[124:135], 8), int(header[136:147], 8)
        except ValueError:
            raise ArchiveUnreadable("a header of the archive is not one of a tar file") from None
        common = timestamp if position == 0 else common
        start = position + _BLOCK
        content = data[start : start + size] if size >= 0 else b""
        if size < 0 or len(content) != size or timestamp != common or timestamp < 0:
            raise ArchiveUnreadable(f"the archive's member {name!r} is cut off or malformed")
        expected = member(name, content, timestamp)
        if data[position : position + len(expected)] != expected:
            raise ArchiveUnreadable(f"the archive's member {name!r} is cut off or malformed")
        yield name, start, size, common
        position += len(expected)
