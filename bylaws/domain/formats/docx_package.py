"""The parts of a Word file, opened so that a hostile file costs little and is told apart.

A .docx is a zip of XML parts (ECMA-376, part 2). Its sizes are checked on what is really read:
the sizes that its directory states are the sender's word.
"""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from lxml import etree

from bylaws.errors import (
    WordFileBroken,
    WordFileEncrypted,
    WordFileHostile,
    WordFileTooLarge,
    WordFileTooOld,
)

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The same vocabulary under the name of the strict variant."""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

LARGEST_FILE = 20_000_000
"""Bytes. Bylaws with pictures of a seal have less than two million."""
LARGEST_PART = 16_000_000
"""Bytes of one XML part: some ten times what long bylaws take."""
MOST_PARTS = 4_000
"""A file with a picture in each of a thousand paragraphs has fewer."""
LARGEST_RATIO = 250
"""Deflate reaches a thousand on zeros; XML full of repeated properties reaches fifty."""
RATIO_COUNTS_FROM = 1_000_000
"""Bytes: what stays under it does no harm however well it was packed."""
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""What a .doc begins with, and also a .docx that a password protects."""

Element = Any
"""An element of lxml, which is published without types."""


def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML as lxml writes it."""
    return f"{{{WORD}}}{name}"


def value(parent: Element | None, name: str) -> str | None:
    """The w:val of a child such as `<w:start w:val="1"/>`; None where there is none."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(w("val"))


def is_on(parent: Element | None, name: str) -> bool:
    """Whether a switch such as `<w:isLgl/>` is there and not turned off."""
    child = None if parent is None else parent.find(w(name))
    return child is not None and child.get(w("val")) not in {"0", "false", "off"}


class Package:
    """The parts of one file by name.

    Opening raises WordFileTooLarge, WordFileTooOld, WordFileEncrypted or WordFileBroken.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST_FILE:
            raise WordFileTooLarge()
        _refuse_ole(data)
        try:
            self._archive = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError) as error:
            raise WordFileBroken("zip") from error
        self._infos = {info.filename: info for info in self._archive.infolist()}
        if len(self._archive.infolist()) > MOST_PARTS:
            raise WordFileTooLarge()
        if any(info.flag_bits & 1 for info in self._infos.values()):
            raise WordFileEncrypted()

    def document(self) -> Element:
        """The main part; WordFileBroken where the zip is no Word file."""
        name = self._related("", "officeDocument") or "word/document.xml"
        root = self.part(name)
        if root is None or root.find(w("body")) is None:
            raise WordFileBroken("document")
        self._main = name
        return root

    def beside(self, kind: str) -> Element | None:
        """The numbering or styles of the document that was read; None without any."""
        name = self._related(self._main, kind) or f"word/{kind}.xml"
        return self.part(name)

    def part(self, name: str) -> Element | None:
        """A part's root element in the transitional vocabulary; None for a part that is not there.

        Raises WordFileBroken, WordFileTooLarge or WordFileHostile.
        """
        info = self._infos.get(name)
        if info is None:
            return None
        root = parse_xml(self._read(info))
        if etree.QName(root).namespace == WORD_STRICT:
            _make_transitional(root)
        return root

    def _read(self, info: ZipInfo) -> bytes:
        # Other methods unpack a whole block at once, whatever the number of bytes asked for.
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise WordFileBroken("zip")
        try:
            with self._archive.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError) as error:
            raise WordFileBroken("zip") from error
        unpacked = len(data)
        too_dense = unpacked > LARGEST_RATIO * max(1, info.compress_size)
        if unpacked > LARGEST_PART or (unpacked > RATIO_COUNTS_FROM and too_dense):
            raise WordFileTooLarge()
        return data

    def _related(self, name: str, kind: str) -> str | None:
        """The part to which another one points as its document, numbering or styles."""
        folder, _, leaf = name.rpartition("/")
        relations = self.part(f"{folder}/_rels/{leaf}.rels".lstrip("/"))
        for relation in [] if relations is None else relations.iter(f"{{{RELATIONS}}}Relationship"):
            if relation.get("Type", "").endswith(f"/{kind}"):
                target = str(relation.get("Target", ""))
                return target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        return None


def parse_xml(data: bytes) -> Element:
    """A part's root. Entities and document types are refused: no part of a Word file has any, and
    they are how a small file becomes a large one or reads another (WordFileHostile)."""
    # A document type may also stand in UTF-16, where every other byte is zero.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise WordFileHostile()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WordFileBroken("xml") from error
    # An encoding that hides the words above from a search of bytes still leaves its type here.
    if root.getroottree().docinfo.internalDTD is not None:
        raise WordFileHostile()
    return root


def _refuse_ole(data: bytes) -> None:
    if not data.startswith(OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise WordFileEncrypted()
    raise WordFileTooOld()


def _make_transitional(root: Element) -> None:
    old, new = f"{{{WORD_STRICT}}}", f"{{{WORD}}}"
    for element in root.iter(etree.Element):
        element.tag = element.tag.replace(old, new)
        for name in [name for name in element.attrib if name.startswith(old)]:
            element.set(name.replace(old, new), element.attrib.pop(name))
