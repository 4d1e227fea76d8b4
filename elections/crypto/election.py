"""The public parameters of an election (sections 4.9 and 4.10) and what it demands beyond them."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import encoding
from .declarations import Covered, Declarations, Pair, parse_declarations
from .errors import ElectionRefused, Malformed
from .group import Element, Group, group_named

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_UUID = re.compile(f"[{BASE58}]{{14,64}}")


@dataclass(frozen=True, slots=True)
class Question:
    """Choose between ``minimum`` and ``maximum`` of the answers; with ``blank`` also none at all,
    by an explicit blank vote that is counted before the answers."""

    question: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool = False

    @property
    def length(self) -> int:
        """Number of ciphertexts of an answer."""
        return len(self.answers) + self.blank

    def as_json(self) -> dict[str, Any]:
        blank = {"blank": True} if self.blank else {}
        return {
            "answers": list(self.answers),
            **blank,
            "min": self.minimum,
            "max": self.maximum,
            "question": self.question,
        }


@dataclass(frozen=True, slots=True)
class Election:
    """Parsed parameters beside the text they came from; ``demands`` stand in the description."""

    raw: str
    fingerprint: str
    uuid: str
    name: str
    description: str
    group: Group
    public_key: Element
    questions: tuple[Question, ...]
    demands: Declarations


def new_uuid() -> str:
    """A fresh election identifier, of 14 Base58 characters."""
    return "".join(secrets.choice(BASE58) for _ in range(14))


def make_election(
    *,
    uuid: str,
    name: str,
    description: str,
    questions: Sequence[Question],
    public_key: str,
    credential_authority: str | None = None,
    administrator: str | None = None,
    exclusive: Sequence[Pair] = (),
    covered: Sequence[Covered] = (),
    blank: Sequence[Pair] = (),
    final: bool = False,
    bound: bool = True,
    group: str = "Ed25519",
) -> str:
    """The election's JSON text. ``exclusive``, ``covered``, ``blank``, ``final`` and ``bound`` are
    declared at the end of the description (:class:`Declarations`).

    Raises ElectionRefused when the parameters contradict each other.
    """
    demands = Declarations(tuple(exclusive), tuple(covered), tuple(blank), final, bound)
    value: dict[str, Any] = {
        "version": 1,
        "description": "\n".join([*([description] if description else []), *demands.lines()]),
        "name": name,
        "group": group,
        "public_key": public_key,
        "questions": [question.as_json() for question in questions],
        "uuid": uuid,
    }
    if administrator is not None:
        value["administrator"] = administrator
    if credential_authority is not None:
        value["credential_authority"] = credential_authority
    raw = encoding.dump(value)
    parse(raw)
    return raw


def parse(raw: str) -> Election:
    """Raises ElectionRefused for parameters that are malformed, contradictory or not supported."""
    try:
        return _parse(raw)
    except Malformed as error:
        raise ElectionRefused(f"the election's parameters: {error}") from None


def _parse(raw: str) -> Election:
    value = encoding.fields(
        encoding.load(raw),
        ("version", "description", "name", "group", "public_key", "questions", "uuid"),
        ("administrator", "credential_authority"),
    )
    if encoding.integer(value["version"]) != 1:
        raise ElectionRefused("only version 1 of the protocol is supported")
    if not _UUID.fullmatch(encoding.text(value["uuid"])):
        raise ElectionRefused("the uuid is not of 14 or more Base58 characters")
    for name in ("administrator", "credential_authority"):
        encoding.text(value.get(name, ""))
    group = group_named(encoding.text(value["group"]))
    questions = tuple(_parse_question(entry) for entry in encoding.items(value["questions"]))
    if not questions:
        raise ElectionRefused("an election needs a question")
    description = encoding.text(value["description"])
    public_key = group.decode(value["public_key"])
    if public_key == group.identity:
        raise ElectionRefused("under the identity as key nothing is encrypted")
    return Election(
        raw=raw,
        fingerprint=encoding.sha256_base64(raw),
        uuid=value["uuid"],
        name=encoding.text(value["name"]),
        description=description,
        group=group,
        public_key=public_key,
        questions=questions,
        demands=parse_declarations(description, questions),
    )


def _parse_question(value: Any) -> Question:
    if isinstance(value, dict) and "type" in value:
        raise ElectionRefused("only questions whose answers are summed are supported")
    names = ["answers", "min", "max", "question"]
    if isinstance(value, dict) and "blank" in value:
        names.insert(1, "blank")
    value = encoding.fields(value, names)
    if not isinstance(value.get("blank", False), bool):
        raise Malformed("blank is true or false")
    question = Question(
        question=encoding.text(value["question"]),
        answers=tuple(encoding.text(answer) for answer in encoding.items(value["answers"])),
        minimum=encoding.integer(value["min"]),
        maximum=encoding.integer(value["max"]),
        blank=value.get("blank", False),
    )
    if not 0 <= question.minimum <= question.maximum <= len(question.answers):
        raise ElectionRefused("a question needs 0 <= min <= max <= number of answers")
    return question
