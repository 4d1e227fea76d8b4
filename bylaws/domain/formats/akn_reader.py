"""Akoma Ntoso read: the structure that `akn_writer` gives a text, and nothing passed over.

The file comes from outside: entities and document type definitions are refused, no address is
fetched, and libxml2's own limits of depth and size stay on.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from lxml import etree

from bylaws.domain.formats.akn import NAMESPACE, OWN_NAMESPACE, AknDocument
from bylaws.domain.formats.decoding import check_size
from bylaws.domain.formats.dirty_marks import read_mark
from bylaws.domain.text.provisions import Provision, places, render
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import TextFileInvalid

KIND = ProvisionKind
MAX_BYTES = 10_000_000
"""Markup and identifiers make a text about five times as long."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
AKN = {"akn": NAMESPACE, "own": OWN_NAMESPACE}


def read_akn(data: bytes) -> AknDocument:
    """The document of a file; `read_akn(write_akn(document)) == document`.

    Raises FileTooLarge, and TextFileInvalid for what is no such file, for an element that no
    provision can hold, and where a number or the digest contradicts the text.
    """
    check_size(data, MAX_BYTES)
    root = _parsed(data)
    act = root.find("akn:act", AKN)
    if act is None:
        raise _invalid("不是Akoma Ntoso 3.0法规文件。", "This is no act in Akoma Ntoso 3.0.")
    try:
        return _document(act)
    except ValueError as broken:
        raise _invalid(
            f"文件中有无法识别的日期、编号方式或者标识：{broken}",
            f"The file has a day, a scheme or an identifier that cannot be read: {broken}",
        ) from broken


def _invalid(zh: str, en: str) -> TextFileInvalid:
    return TextFileInvalid(zh=zh, en=en)


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise _invalid(
            "文件含有DTD或者实体，为安全起见不予读取。",
            "The file has a document type definition, which is refused for safety.",
        )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise _invalid(
            f"不是有效的XML：{broken}", f"This is no well-formed XML: {broken}"
        ) from broken


def _one(parent: etree._Element, path: str) -> etree._Element:
    found = parent.find(path, AKN)
    if found is None:
        name = path.replace("akn:", "").replace("own:", "")
        raise _invalid(f"文件缺少{name}。", f"The file lacks {name}.")
    return found


def _document(act: etree._Element) -> AknDocument:
    meta = _one(act, "akn:meta")
    work = _one(meta, "akn:identification/akn:FRBRWork")
    expression = _one(meta, "akn:identification/akn:FRBRExpression")
    language = _one(act, "akn:body").get(XML_LANG, "")
    own = meta.find("akn:proprietary/own:text", AKN)
    scheme = Scheme(own.get("scheme", "") if own is not None else language[:2])
    text = _Text(scheme)
    text.read(act)
    _check(text, "" if own is None else own.get("sha256", ""))
    publication = meta.find("akn:publication", AKN)
    title = _text(_one(act, "akn:preface/akn:longTitle/akn:p/akn:docTitle"))
    published_in = "" if publication is None else publication.get("showAs", "")
    return AknDocument(
        provisions=tuple(text.provisions),
        title=title,
        association=_shown(meta, "association"),
        begun_on=_day(_one(work, "akn:FRBRdate")),
        written_on=_day(_one(meta, "akn:identification/akn:FRBRManifestation/akn:FRBRdate")),
        country=_one(work, "akn:FRBRcountry").get("value", ""),
        subject=_one(work, "akn:FRBRname").get("value", ""),
        number=_one(work, "akn:FRBRnumber").get("value", ""),
        scheme=scheme,
        language=language,
        label=_value(expression.find("akn:FRBRversionNumber", AKN)),
        authority=_shown(meta, "authority"),
        adopted_on=_event(meta, "adoption"),
        approved_on=_event(meta, "approval"),
        effective_on=_event(meta, "effect"),
        published_on=None if publication is None else _day(publication),
        published_in="" if published_in == title else published_in,
    )


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get("value", ""))


def _day(element: etree._Element) -> date:
    return date.fromisoformat(element.get("date", ""))


def _event(meta: etree._Element, name: str) -> date | None:
    element = meta.find(f"akn:lifecycle/akn:eventRef[@refersTo='#{name}']", AKN)
    return None if element is None else _day(element)


def _shown(meta: etree._Element, name: str) -> str:
    element = meta.find(f"akn:references/akn:TLCOrganization[@eId='{name}']", AKN)
    return "" if element is None else str(element.get("showAs", ""))


def _text(element: etree._Element) -> str:
    return "".join(element.itertext())


class _Text:
    """The provisions of a file and the number that each bears."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.provisions: list[Provision] = []
        self.marks: list[str] = []

    def read(self, act: etree._Element) -> None:
        for line in act.iterfind("akn:preamble/*", AKN):
            if _name(line) != "p":
                raise _unknown(line)
            self._add(line, KIND.PREAMBLE, _text(line))
        self._headings(_one(act, "akn:body"))

    def _headings(self, parent: etree._Element) -> None:
        """Chapters, sections and articles; sections stand in chapters, or before any."""
        for element in _children(parent, "num", "heading"):
            name = _name(element)
            if name == "article":
                self._article(element)
            elif name in HOLDS and parent.tag != element.tag:
                self._add(element, HOLDS[name], _text(_one(element, "akn:heading")))
                self._headings(element)
            else:
                raise _unknown(element)

    def _article(self, article: etree._Element) -> None:
        paragraphs = _children(article, "num")
        for place, paragraph in enumerate(paragraphs):
            if _name(paragraph) != "paragraph":
                raise _unknown(paragraph)
            if place:
                self._add(paragraph, KIND.PARAGRAPH, _words(paragraph))
            else:
                self._add(article, KIND.ARTICLE, _words(paragraph))
            self._points(paragraph, (KIND.ITEM, KIND.SUBITEM))
        if not paragraphs:
            raise _unknown(article)

    def _points(self, parent: etree._Element, kinds: Sequence[ProvisionKind]) -> None:
        for point in parent.iterfind("akn:list/*", AKN):
            if _name(point) == "intro":
                continue
            if _name(point) != "point" or not kinds:
                raise _unknown(point)
            self._add(point, kinds[0], _words(point))
            self._points(point, kinds[1:])

    def _add(self, element: etree._Element, kind: ProvisionKind, text: str) -> None:
        num = element.find("akn:num", AKN)
        written = "" if num is None else _text(num)
        mark = read_mark(f"{written} ", self.scheme) if written else None
        guid = element.get("GUID")
        self.marks.append(written)
        self.provisions.append(
            Provision(
                kind,
                text,
                is_sub=kind is KIND.ARTICLE and bool(mark and mark.number and mark.number.sub),
                is_repealed=element.get("status") == "removed",
                id=UUID(guid) if guid else None,
            )
        )


HOLDS = {"chapter": KIND.CHAPTER, "section": KIND.SECTION}


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _children(parent: etree._Element, *labels: str) -> list[etree._Element]:
    """The children that are no labels; words between them would be lost, so they are refused."""
    loose = [parent.text, *(child.tail for child in parent)]
    if any(words and words.strip() for words in loose):
        raise _unknown(parent)
    return [child for child in parent if _name(child) not in labels]


def _words(element: etree._Element) -> str:
    """The one paragraph of words of a paragraph or point."""
    inside = _children(element, "num")
    holder = inside[0] if len(inside) == 1 else element
    if _name(holder) == "list":
        _children(holder)
        holder = _one(holder, "akn:intro")
    lines = _children(holder)
    if _name(holder) not in ("content", "intro") or [_name(line) for line in lines] != ["p"]:
        raise _unknown(element)
    return _text(lines[0])


def _unknown(element: etree._Element) -> TextFileInvalid:
    name, row = _name(element), element.sourceline
    return _invalid(
        f"第{row}行的<{name}>不能作为章、节、条、款、项、目读取。",
        f"Line {row}: <{name}> cannot be read as a chapter, section, article, paragraph, item or "
        "subitem.",
    )


def _check(text: _Text, digest: str) -> None:
    """Numbers in the file are what follows from the places, and the digest is the text's."""
    for place, mark in zip(places(text.provisions, text.scheme), text.marks, strict=True):
        if place.mark != mark:
            raise _invalid(
                f"编号有误：应为“{place.mark}”，实为“{mark}”。",
                f"The number should be “{place.mark}” and is “{mark}”.",
            )
    rendered = render(text.provisions, text.scheme).encode()
    if digest and digest != hashlib.sha256(rendered).hexdigest():
        raise _invalid(
            "文件中的摘要与正文不符：文件可能被改动过。",
            "The digest in the file is not that of its text: it may have been changed.",
        )
