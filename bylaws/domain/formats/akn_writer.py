"""Akoma Ntoso written: the metadata, then the text as a tree."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from bylaws.domain.formats.akn import (
    ELEMENTS,
    GUID_PREFIX,
    NAMESPACE,
    OWN_NAMESPACE,
    AknDocument,
    eid,
)
from bylaws.domain.text.provisions import RANK, Place, Provision, places, render
from bylaws.enums import ProvisionKind
from bylaws.errors import TextFileInvalid, TextUnreadable

KIND = ProvisionKind
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SOURCE = "#association"
Event = tuple[str, date, str]
"""Name, day and type of what befell a version."""
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def write_akn(document: AknDocument) -> bytes:
    """The file in UTF-8, the same bytes for the same document.

    Raises TextFileInvalid for a character that XML cannot hold and for a name that is not ASCII,
    TextUnreadable for a text without article and for an item without article.
    """
    _check(document)
    try:
        root = _root(document)
    except ValueError as refused:
        raise TextFileInvalid(
            zh="文本中有XML不能保存的控制字符，请删除后重试。",
            en="The text has a control character that XML cannot hold. Remove it first.",
        ) from refused
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _check(document: AknDocument) -> None:
    for name in (document.country, document.subject, document.number):
        if not NAME.fullmatch(name):
            raise TextFileInvalid(
                zh=f"标识中只能使用小写字母、数字和连字符：“{name}”。",
                en=f"Identifiers have small letters, digits and hyphens alone: “{name}”.",
            )
    if all(provision.kind is KIND.PREAMBLE for provision in document.provisions):
        raise TextUnreadable(zh="文本没有任何一条。", en="The text has no article.")


def _root(document: AknDocument) -> etree._Element:
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    act = _add(root, "act", name="bylaws", contains="singleVersion")
    _add_meta(_add(act, "meta"), document)
    preface = _add(act, "preface", eId="preface")
    preface.set(XML_LANG, document.language)
    title = _add(_add(preface, "longTitle", eId="preface__longtitle_1"), "p")
    _add(title, "docTitle", document.title)
    placed = list(
        zip(document.provisions, places(document.provisions, document.scheme), strict=True)
    )
    _add_preamble(act, [p for p, at in placed if at.kind is KIND.PREAMBLE], document.language)
    body = _add(act, "body", eId="body")
    body.set(XML_LANG, document.language)
    _Tree(body).add([pair for pair in placed if pair[1].kind is not KIND.PREAMBLE])
    return root


def _add(
    parent: etree._Element, name: str, text: str | None = None, /, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attrib=attributes)
    element.text = text
    return element


def _add_preamble(act: etree._Element, provisions: Sequence[Provision], language: str) -> None:
    if not provisions:
        return
    preamble = _add(act, "preamble", eId="preamble")
    preamble.set(XML_LANG, language)
    for number, provision in enumerate(provisions, start=1):
        line = _add(preamble, "p", provision.text, eId=f"preamble__p_{number}")
        _identify(line, provision)


def _identify(element: etree._Element, provision: Provision) -> None:
    if provision.id is not None:
        element.set("GUID", f"{GUID_PREFIX}{provision.id}")
    if provision.is_repealed:
        element.set("status", "removed")


class _Tree:
    """Hangs provision after provision into the body.

    An article holds paragraphs; a paragraph with items holds its words as the introduction of a
    list, one without holds them as content.
    """

    def __init__(self, body: etree._Element) -> None:
        self.open: dict[ProvisionKind, etree._Element] = {}
        self.body = body

    def add(self, placed: Sequence[tuple[Provision, Place]]) -> None:
        following = [*(place for _, place in placed[1:]), None]
        for (provision, place), after in zip(placed, following, strict=True):
            has_list = after is not None and RANK[after.kind] > max(
                RANK[place.kind], RANK[KIND.PARAGRAPH]
            )
            self._add(provision, place, has_list=has_list)

    def _add(self, provision: Provision, place: Place, *, has_list: bool) -> None:
        kind = place.kind
        element = _add(self._parent(kind), ELEMENTS[kind], eId=eid(place))
        _identify(element, provision)
        self._remember(kind, element)
        if place.mark:
            _add(element, "num", place.mark)
        if kind in (KIND.CHAPTER, KIND.SECTION):
            _add(element, "heading", provision.text)
            return
        if kind is KIND.ARTICLE:
            element = _add(element, "paragraph", eId=f"{eid(place)}__para_1")
            self._remember(KIND.PARAGRAPH, element)
        self._add_words(element, kind, provision.text, has_list=has_list)

    def _parent(self, kind: ProvisionKind) -> etree._Element:
        above = [self.open[other] for other in self.open if RANK[other] < RANK[kind]]
        return above[-1] if above else self.body

    def _remember(self, kind: ProvisionKind, element: etree._Element) -> None:
        self.open = {other: e for other, e in self.open.items() if RANK[other] < RANK[kind]}
        self.open[kind] = element

    def _add_words(
        self, element: etree._Element, kind: ProvisionKind, words: str, *, has_list: bool
    ) -> None:
        if not has_list:
            _add(_add(element, "content"), "p", words)
            return
        items = _add(element, "list", eId=f"{element.get('eId')}__list_1")
        _add(_add(items, "intro"), "p", words)
        self.open[KIND.PARAGRAPH if kind is KIND.ARTICLE else kind] = items


def _add_meta(meta: etree._Element, document: AknDocument) -> None:
    _add_identification(_add(meta, "identification", source=SOURCE), document)
    if document.published_on:
        shown = document.published_in or document.title
        day = str(document.published_on)
        _add(meta, "publication", name="bylaws", date=day, showAs=shown)
    events = list(_events(document))
    _add_lifecycle(meta, events)
    if document.effective_on:
        group = _add(_add(meta, "temporalData", source=SOURCE), "temporalGroup", eId="period_1")
        _add(group, "timeInterval", start="#event_effect", refersTo="#effect")
    references = _add(meta, "references", source=SOURCE)
    _add_references(references, document, [name for name, _, _ in events])
    own = _add(meta, "proprietary", source=SOURCE)
    facts = etree.SubElement(own, f"{{{OWN_NAMESPACE}}}text", nsmap={"assembly": OWN_NAMESPACE})
    facts.set("scheme", document.scheme.value)
    rendered = render(document.provisions, document.scheme).encode()
    facts.set("sha256", hashlib.sha256(rendered).hexdigest())


def _add_lifecycle(meta: etree._Element, events: Sequence[Event]) -> None:
    if not events:
        return
    lifecycle = _add(meta, "lifecycle", source=SOURCE)
    for name, day, kind in events:
        _add(
            lifecycle,
            "eventRef",
            eId=f"event_{name}",
            date=str(day),
            source=SOURCE,
            refersTo=f"#{name}",
            type=kind,
        )


def _events(document: AknDocument) -> Iterator[Event]:
    """The first version generates the regulation, later ones amend it."""
    is_first = document.adopted_on in (None, document.begun_on)
    kind = "generation" if is_first else "amendment"
    days = (
        ("adoption", document.adopted_on),
        ("approval", document.approved_on),
        ("effect", document.effective_on),
    )
    return ((name, day, kind) for name, day in days if day)


def _add_identification(parent: etree._Element, document: AknDocument) -> None:
    work, expression = document.work_iri, document.expression_iri
    element = _level(parent, "FRBRWork", work, "!main")
    _add(element, "FRBRdate", date=str(document.begun_on), name="begin")
    _add(element, "FRBRauthor", href=SOURCE)
    _add(element, "FRBRcountry", value=document.country)
    _add(element, "FRBRsubtype", value="bylaws")
    _add(element, "FRBRnumber", value=document.number)
    _add(element, "FRBRname", value=document.subject)

    element = _level(parent, "FRBRExpression", expression, "!main")
    _add(element, "FRBRdate", date=str(document.version_on), name="version")
    for name, day, _kind in _events(document):
        _add(element, "FRBRdate", date=str(day), name=name)
    _add(element, "FRBRauthor", href=SOURCE)
    if document.label:
        _add(element, "FRBRversionNumber", value=document.label)
    _add(element, "FRBRlanguage", language=document.iso_language)

    element = _level(parent, "FRBRManifestation", expression, "!main.xml")
    _add(element, "FRBRdate", date=str(document.written_on), name="written")
    _add(element, "FRBRauthor", href=SOURCE)
    _add(element, "FRBRformat", value="application/akn+xml")


def _level(parent: etree._Element, name: str, iri: str, component: str) -> etree._Element:
    element = _add(parent, name)
    _add(element, "FRBRthis", value=f"{iri}/{component}")
    _add(element, "FRBRuri", value=iri + component.removeprefix("!main"))
    return element


def _add_references(
    references: etree._Element, document: AknDocument, events: Sequence[str]
) -> None:
    ontology = f"/akn/ontology/organization/{document.country}"
    _add(
        references,
        "TLCOrganization",
        eId="association",
        href=f"{ontology}/{document.subject}",
        showAs=document.association,
    )
    if document.authority:
        _add(
            references,
            "TLCOrganization",
            eId="authority",
            href=f"{ontology}/registration-authority",
            showAs=document.authority,
        )
    for name in events:
        _add(references, "TLCEvent", eId=name, href=f"/akn/ontology/event/{name}", showAs=name)
