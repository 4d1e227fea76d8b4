"""Election parameters and the declaration of exclusive questions."""

import json

import pytest

from elections.crypto.declarations import Declarations
from elections.crypto.election import Question, make_election, new_uuid, parse
from elections.crypto.errors import ElectionRefused
from elections.crypto.group import ED25519
from tests.elections.crypto.scenario import FULL_SLATE, MOTION, SLATE, another, leaves, mutated

KEY = ED25519.encode(ED25519.power_of_g(7))


def made(questions=(MOTION,), **changes) -> str:
    values = {
        "uuid": "23456789abcdef",
        "name": "n",
        "description": "d",
        "questions": questions,
        "public_key": KEY,
    }
    return make_election(**{**values, **changes})


def test_fields_stand_in_the_order_of_the_specification() -> None:
    raw = made(administrator="A", credential_authority="C")
    assert raw == (
        '{"version":1,"description":"d\\n#bound","name":"n","group":"Ed25519","public_key":"'
        + KEY
        + '",'
        '"questions":[{"answers":["for","against"],"min":0,"max":1,'
        '"question":"Shall the new bylaws be adopted?"}],"uuid":"23456789abcdef",'
        '"administrator":"A","credential_authority":"C"}'
    )


def test_parsing_gives_back_what_was_made() -> None:
    blank = Question("?", ("a", "b"), 1, 2, blank=True)
    election = parse(made([*SLATE, blank], exclusive=[(0, 1)]))
    assert election.questions == (*SLATE, blank)
    assert election.demands.exclusive == ((0, 1),)
    assert election.description == "d\n#exclusive 0 1\n#bound"
    assert election.public_key == ED25519.power_of_g(7)


def test_fingerprint_is_of_the_text_as_received() -> None:
    raw = made()
    spaced = json.dumps(json.loads(raw))
    assert parse(spaced).fingerprint != parse(raw).fingerprint


def test_new_uuids_are_accepted() -> None:
    assert parse(made(uuid=new_uuid())).questions == (MOTION,)


@pytest.mark.parametrize(
    "line",
    [
        "#exclusive",
        "#exclusive 0",
        "#exclusive 0 1 2",
        "#exclusive  0 1",
        "#exclusive 0 01",
        "#exclusive 0 1 ",
        "#exclusive 0 1\r",
        "#exclusive 0 0",
        "#exclusive 0 7",
        "#exclusive 0 2",  # other answers
        "#exclusive 1 0",  # more answers in the second
        "#exclusive 3 1",  # allows a blank vote that nothing joins to the other question
        "#exclusive 0 3",  # allows a blank vote
        "#exclusives 0 1",
        "#exclusive 0 1\n#exclusive 1 0",
    ],
)
def test_declaration_that_cannot_be_understood_invalidates_the_election(line: str) -> None:
    blank = Question("?", SLATE[0].answers, 0, 1, blank=True)
    longer = Question("?", (*SLATE[0].answers, "written in"), 0, 2)
    with pytest.raises(ElectionRefused):
        made([longer, SLATE[1], MOTION, blank], description=f"x\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "#covered",
        "#covered 0 1",
        "#covered 0 3 1 ",
        "#covered 0 03 1",
        "#covered 0 3 0",
        "#covered 0 5 1",  # no such answer
        "#covered 0 3 7",
        "#covered 1 0 0",  # covered by a question with a blank vote
        "#covered 0 3 1\n#covered 0 3 1",
        "#coveredness",
        "#blank",
        "#blank 0",
        "#blank 0 1 2",
        "#blank 0 0",
        "#blank 1 0",  # the other way round
        "#blank 2 1",  # allows no blank vote
        "#blank 0 3",  # demands a mark of whoever votes blank
        "#blank 0 1\n#blank 0 2",
        "#blanks 0 1",
    ],
)
def test_demand_that_does_not_fit_invalidates_the_election(line: str) -> None:
    at_least_one = Question("?", ("a", "b"), 1, 2)
    with pytest.raises(ElectionRefused):
        made([*FULL_SLATE, MOTION, at_least_one], description=f"x\n{line}")


def test_demands_of_a_full_slate_are_declared_and_read() -> None:
    election = parse(
        made([MOTION, *FULL_SLATE], exclusive=[(1, 2)], covered=[(1, 3, 2)], blank=[(1, 2)])
    )
    lines = "d\n#exclusive 1 2\n#covered 1 3 2\n#blank 1 2\n#bound"
    assert election.description == lines
    assert election.demands == Declarations(((1, 2),), ((1, 3, 2),), ((1, 2),), bound=True)
    assert election.demands
    assert not parse(made()).demands


def test_declaration_counts_wherever_it_stands() -> None:
    raw = made(SLATE, description="#exclusive 1 0\nend")
    assert parse(raw).demands.exclusive == ((1, 0),)
    assert parse(made(SLATE, description="see #exclusive 0 1")).demands.exclusive == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"uuid": "short"},
        {"uuid": "0" * 14},
        {"group": "RFC-3526-2048"},
        {"public_key": "f" * 64},
        {"public_key": ED25519.encode(ED25519.identity)},
        {"questions": []},
        {"questions": [Question("?", ("a",), 0, 2)]},
        {"questions": [Question("?", ("a",), 1, 0)]},
        {"questions": [Question("?", ("a",), -1, 0)]},
    ],
    ids=str,
)
def test_contradictory_parameters_are_refused(changes) -> None:
    with pytest.raises(ElectionRefused):
        made(**changes)


def test_first_ballot_is_final_where_the_description_says_so() -> None:
    raw = made(final=True)

    assert parse(raw).demands.final
    assert "#final" in json.loads(raw)["description"].split("\n")
    assert not parse(made()).demands.final
    assert parse(raw).fingerprint != parse(made()).fingerprint
    # It is checked on the board as a whole: no ballot needs a supplement for it.
    assert bool(parse(raw).demands) == bool(parse(made()).demands)


def test_shares_of_the_decryption_are_bound_unless_that_is_not_declared() -> None:
    assert parse(made()).demands.bound
    assert json.loads(made())["description"] == "d\n#bound"
    assert not parse(made(bound=False)).demands.bound
    # No ballot needs a supplement for it.
    assert not parse(made()).demands


@pytest.mark.parametrize("word", ["#final", "#bound"])
@pytest.mark.parametrize("form", ["{} ", "{}ity", "{} 0", "{0}\n{0}"])
def test_word_in_another_form_invalidates_the_election(word: str, form: str) -> None:
    with pytest.raises(ElectionRefused):
        made(description=form.format(word), bound=False)


@pytest.mark.parametrize("path", leaves(json.loads(made())), ids=str)
@pytest.mark.parametrize("wrong", [None, 1.5, [], {}, True], ids=str)
def test_fields_of_another_type_are_refused(path, wrong) -> None:
    with pytest.raises(ElectionRefused):
        parse(mutated(made(), path, lambda _: wrong))


def test_other_versions_and_kinds_of_questions_are_refused() -> None:
    nested = {"type": "NonHomomorphic", "value": {"answers": ["a"], "question": "?"}}
    for raw in (
        mutated(made(), ("version",), another),
        mutated(made(), ("questions", 0), lambda _: nested),
        mutated(made(), ("questions", 0), lambda question: {**question, "blank": 1}),
        made()[:-1] + ',"extra":1}',
        "[]",
        "",
    ):
        with pytest.raises(ElectionRefused):
            parse(raw)
