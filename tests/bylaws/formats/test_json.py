import json
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bylaws.domain.formats.json_format import (
    MAX_BYTES,
    StatedParameter,
    TextDocument,
    read_json,
    write_json,
)
from bylaws.domain.text.provisions import parse
from bylaws.enums import Scheme
from bylaws.errors import FileTooLarge, TextFileInvalid
from tests.bylaws.formats.strategies import WILD, ids, texts
from tests.bylaws.tables import text

IDENTITY = UUID("11111111-2222-4333-8444-555555555555")
names = st.dictionaries(st.sampled_from(["zh", "en", "de"]), WILD, min_size=1)
days = st.none() | st.dates()
values = st.recursive(
    st.none() | st.booleans() | st.integers() | WILD,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WILD, inner, max_size=2),
    max_leaves=4,
)
parameters = st.builds(
    StatedParameter, key=WILD, value=values, provision=st.none() | st.uuids(), quote=WILD
)
documents = st.builds(
    TextDocument,
    provisions=texts(WILD),
    scheme=st.sampled_from(Scheme),
    title=names,
    label=names,
    regulation=st.none() | st.uuids(),
    adopted_on=days,
    approved_on=days,
    effective_on=days,
    previous=st.sampled_from(["", "ab" * 32]),
    parameters=st.lists(parameters, max_size=2).map(tuple),
).flatmap(
    lambda document: st.sampled_from(["", document.expected_chain]).map(
        lambda chain: replace(document, chain=chain)
    )
)


def small():
    return TextDocument(
        provisions=parse("第一条 甲。\n第一条之一 （删除）"),
        scheme=Scheme.ZH,
        title={"zh": "章程", "en": "Bylaws"},
        label={"zh": "2024年"},
        effective_on=date(2024, 12, 20),
        parameters=(StatedParameter("assembly.quorum", {"num": 2, "den": 3}, IDENTITY, "甲"),),
    )


@settings(max_examples=60, deadline=None)
@given(documents)
def test_every_document_is_read_as_it_was_written(document):
    read = read_json(write_json(document))
    assert (read, ids(read.provisions)) == (document, ids(document.provisions))


def test_chain_that_does_not_fit_is_refused():
    stored = replace(small(), regulation=IDENTITY)
    stored = replace(stored, provisions=tuple(replace(p, id=uuid4()) for p in stored.provisions))
    told = write_json(replace(stored, chain=stored.expected_chain))
    assert read_json(told).chain == stored.expected_chain

    with pytest.raises(TextFileInvalid, match="chain"):
        read_json(told.replace(str(stored.provisions[0].id), str(uuid4())))


@pytest.mark.parametrize("name", ["bylaws-v1.txt", "bylaws-v2.txt"])
def test_bylaws_go_through_json(name):
    document = TextDocument(parse(text(name)), Scheme.ZH, {"zh": "章程"}, {"zh": name})
    assert read_json(write_json(document)) == document


def test_file_is_what_the_reference_says():
    assert json.loads(write_json(small())) == {
        "schema": "assembly-text/1",
        "scheme": "zh",
        "regulation": None,
        "title": {"zh": "章程", "en": "Bylaws"},
        "label": {"zh": "2024年"},
        "adopted_on": None,
        "approved_on": None,
        "effective_on": "2024-12-20",
        "digest": "194e6b83fcfb41ca63494218d648dc94761b733389584255fc6b33ab4f13d55c",
        "previous": "",
        "chain": "",
        "provisions": [
            {
                "id": None,
                "kind": "article",
                "number": "第一条",
                "text": "甲。",
                "is_sub": False,
                "is_repealed": False,
            },
            {
                "id": None,
                "kind": "article",
                "number": "第一条之一",
                "text": "",
                "is_sub": True,
                "is_repealed": True,
            },
        ],
        "parameters": [
            {
                "key": "assembly.quorum",
                "value": {"num": 2, "den": 3},
                "provision": "11111111-2222-4333-8444-555555555555",
                "quote": "甲",
            }
        ],
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"甲。"', '"乙。"', "may have been changed"),
        ('"number": "第一条"', '"number": "第二条"', r"provisions\[0\].number”.*“第一条”"),
        ('"scheme": "zh"', '"scheme": "xx"', "“scheme”"),
        ('"2024-12-20"', '"2024-12-32"', "“effective_on”"),
        ('"kind": "article"', '"kind": "clause"', r"provisions\[0\].kind"),
        ('"kind": "article"', '"kind": "item"', "out of order"),
        ('"is_sub": false', '"is_sub": 0', r"provisions\[0\].is_sub"),
        ('"chain": ""', '"chain": "", "more": 1', "unknown field “more”"),
        ('"quote": "甲"', '"quote": "甲", "more": 1', r"unknown field “parameters\[0\].more”"),
        ('"chain": ""', '"chain": "", "chain": ""', "duplicate key"),
        ('"chain": ""', '"chain": NaN', "NaN"),
        ("assembly-text/1", "assembly-text/2", "“schema”.*assembly-text/1"),
        ('{"zh": "2024年"}', "[]", "“label”"),
        ('"甲。"', r'"\ud800"', "no text"),
        ('"2024年"', "2024", "“label”"),
    ],
)
def test_file_that_is_broken_or_changed_is_refused(old, new, told):
    written = write_json(small()).replace('{\n  "zh": "2024年"\n }', '{"zh": "2024年"}')
    assert old in written
    with pytest.raises(TextFileInvalid, match=told):
        read_json(written.replace(old, new, 1))


@pytest.mark.parametrize("data", ["", "[]", "甲", "[" * 100_000, '{"schema": 1}'])
def test_what_is_no_such_file_is_refused(data):
    with pytest.raises(TextFileInvalid):
        read_json(data)


def test_too_large_a_file_is_refused():
    with pytest.raises(FileTooLarge):
        read_json(" " * (MAX_BYTES + 1))
