"""Every parameter that a profile or the bylaws may state: its key, its shape, which way is harder.

Keys begin with the body (`assembly`, `council`, `standing_council`, `supervisors`). Values:

- threshold: `{"base": "present", "num": 2, "den": 3, "comparison": "ge"}`, or a list of such, which
  then hold together, or several ways of which each suffices, `{"any_of": [{"all_of": [...],
  "previous_notice": true}, {"all_of": [...]}]}`;
- quorum: a threshold of those entitled, which may have a `count` below which it does not fall, or
  the count alone, `{"base": "entitled", "count": 2}`;
- fraction: `{"num": 1, "den": 3}`; method: "secret" or "show_of_hands_allowed"; unit: "firm",
  "person" or "vote"; flag: true or false; number: an integer, not below 0; of proxies and of
  candidates in another ballot "unlimited" as well; choice: one of the words that `CHOICES` has for
  the key;
- votes: `{"by": "class", "votes": {"council_unit": 3}}`, by the keys of member classes, or
  `{"by": "dues", "steps": [["5000", 2]]}`, by the dues of a period from which they are had; whoever
  is not named has one.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from bylaws.domain import vote_scales, ways
from bylaws.domain.association_parameters import CHOICES, ROWS, Harder
from bylaws.domain.thresholds import Threshold
from bylaws.domain.vote_scales import VoteScale
from bylaws.domain.ways import AnyOf, whole
from bylaws.enums import Base, BodyKind, Matter, ParameterKind, RequiredMethod, Unit
from bylaws.errors import ParameterInvalid, ThresholdInvalid

Value = (
    tuple[Threshold, ...]
    | AnyOf
    | Fraction
    | RequiredMethod
    | Unit
    | StrEnum
    | VoteScale
    | bool
    | int
)
UNLIMITED = sys.maxsize
"""The number that sets no limit."""
MAY_BE_UNLIMITED = ("proxies_per_holder", "another_ballot_extra")

Ordered = bool | int | Fraction
PREFIX = {
    BodyKind.GENERAL_ASSEMBLY: "assembly",
    BodyKind.COUNCIL: "council",
    BodyKind.STANDING_COUNCIL: "standing_council",
    BodyKind.SUPERVISORY_BOARD: "supervisors",
}
RARE: Mapping[BodyKind, tuple[Matter, ...]] = {
    BodyKind.GENERAL_ASSEMBLY: (Matter.PURPOSE, Matter.DISSOLUTION)
}
"""Matters of a body that only some profiles and bylaws have a rule of their own for."""
COMPETENCE: Mapping[BodyKind, tuple[Matter, ...]] = {
    BodyKind.GENERAL_ASSEMBLY: tuple(
        matter
        for matter in Matter
        if matter
        not in (
            Matter.ELECT_CHIEF_SUPERVISOR,
            Matter.ELECT_STANDING_COUNCIL,
            *RARE[BodyKind.GENERAL_ASSEMBLY],
        )
    ),
    BodyKind.COUNCIL: (
        Matter.WORK_REPORT,
        Matter.FINANCIAL_RULES,
        Matter.ELECTION_METHOD,
        Matter.SCRUTINEERS,
        Matter.ELECT_OFFICERS,
        Matter.ELECT_STANDING_COUNCIL,
        Matter.ORDINARY,
    ),
    BodyKind.STANDING_COUNCIL: (Matter.WORK_REPORT, Matter.FINANCIAL_RULES, Matter.ORDINARY),
    BodyKind.SUPERVISORY_BOARD: (
        Matter.WORK_REPORT,
        Matter.ELECTION_METHOD,
        Matter.SCRUTINEERS,
        Matter.ELECT_CHIEF_SUPERVISOR,
        Matter.ORDINARY,
    ),
}
"""Dues and bylaws are decided by the general assembly alone (民发〔2014〕166号, four)."""


def decided_by(body: BodyKind) -> tuple[Matter, ...]:
    """Every matter that the body may decide, the rare ones last."""
    return (*COMPETENCE[body], *RARE.get(body, ()))


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """`harder`: whether more or less of it asks more of the association."""

    key: str
    kind: ParameterKind
    harder: Harder
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class BylawsParameter:
    """What the text in force states; `value` as JSON, `article_ref` as printed (第二十五条).

    `provision` is the permanent identity of what states it, `quote` the words that do.
    """

    key: str
    value: Any
    article_ref: str
    quote: str = ""
    provision: UUID | None = None


def _body_specs(prefix: str, matters: tuple[Matter, ...]) -> list[ParameterSpec]:
    kind = ParameterKind
    rows: list[tuple[str, ParameterKind, Harder, str, str]] = [
        ("quorum", kind.THRESHOLD, "more", "法定人数", "quorum"),
        (
            "second_call.quorum",
            kind.THRESHOLD,
            "more",
            "再次召集时的法定人数",
            "quorum when the meeting is called a second time",
        ),
        (
            "unit",
            kind.UNIT,
            "neither",
            "计数单位（家、人或票）",
            "what is counted: firms, persons or votes",
        ),
        ("notice_days", kind.NUMBER, "more", "提前通知天数", "days of notice"),
        (
            "notice_clear_days",
            kind.FLAG,
            "more",
            "会议当日不计入通知期间",
            "the day of the meeting is not counted in the notice either",
        ),
        ("remote", kind.FLAG, "less", "可以通讯方式参加", "taking part remotely is allowed"),
        (
            "re_election.remote",
            kind.FLAG,
            "less",
            "换届时可以通讯方式参加",
            "taking part remotely is allowed at a re-election",
        ),
        (
            "re_election.quorum_in_hall",
            kind.FLAG,
            "more",
            "换届时法定人数只计现场到会",
            "the quorum of a re-election counts those in the hall alone",
        ),
        (
            "proxies_per_holder",
            kind.NUMBER,
            "neither",
            "每人最多接受委托数，零为不得委托",
            "proxies that one holder may carry, 0 for none",
        ),
        (
            "proxies_to_anyone",
            kind.FLAG,
            "neither",
            "受托人可以不是参会人员",
            "a proxy may be held by somebody who is not on the roll",
        ),
        (
            "subject_in_notice",
            kind.FLAG,
            "more",
            "未在通知中列明的事项不得决议",
            "nothing is resolved that the notice did not name",
        ),
        (
            "full_count",
            kind.FLAG,
            "more",
            "赞成、反对、弃权票数均须记录",
            "votes for, against and abstentions must all be on record",
        ),
        (
            "minutes_by_attending",
            kind.FLAG,
            "more",
            "会议纪要由全体到会成员签名",
            "every member who attended signs the minutes",
        ),
        (
            "minutes_by_supervisors",
            kind.FLAG,
            "more",
            "会议纪要由监事签名",
            "supervisors sign the minutes",
        ),
        (
            "minutes_by_tellers",
            kind.FLAG,
            "more",
            "会议纪要由监票人签名",
            "scrutineers sign the minutes",
        ),
    ]
    for matter in matters:
        rows += [
            (
                f"{matter}.quorum",
                kind.THRESHOLD,
                "more",
                "该事项的法定人数",
                "quorum for the matter",
            ),
            (f"{matter}.threshold", kind.THRESHOLD, "more", "通过比例", "threshold for the matter"),
            (f"{matter}.method", kind.METHOD, "neither", "表决方式", "method for the matter"),
            (
                f"{matter}.text_in_notice",
                kind.FLAG,
                "more",
                "通知须载明决议全文",
                "the notice must give the wording",
            ),
            (
                f"{matter}.written_consent",
                kind.FLAG,
                "less",
                "缺席者可以书面同意",
                "members who are absent may consent in writing",
            ),
        ]
    return [ParameterSpec(f"{prefix}.{key}", *rest) for key, *rest in rows]  # type: ignore[arg-type]  # the row's types are declared above


SPECS: Mapping[str, ParameterSpec] = {
    spec.key: spec
    for specs in (
        *(_body_specs(PREFIX[body], decided_by(body)) for body in COMPETENCE),
        [ParameterSpec(*row) for row in ROWS],
    )
    for spec in specs
}


def known_key(key: str) -> str:
    """The key itself; ParameterInvalid where there is no such parameter."""
    if key not in SPECS:
        raise ParameterInvalid(zh=f"没有名为“{key}”的参数。", en=f"There is no parameter “{key}”.")
    return key


def parse_value(key: str, value: Any) -> Value:
    """The typed value of a parameter; ParameterInvalid for an unknown key or a wrong shape."""
    spec = SPECS[known_key(key)]
    if value == "unlimited" and key.endswith(MAY_BE_UNLIMITED):
        return UNLIMITED
    try:
        parsed = _parse(spec, value)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, ThresholdInvalid) as error:
        raise ParameterInvalid(
            zh=f"参数“{key}”（{spec.zh}）的值不正确：{value!r}。",
            en=f"The value of “{key}” ({spec.en}) is wrong: {value!r}.",
        ) from error
    if key.endswith("quorum"):
        _check_quorum(key, parsed)
    elif isinstance(parsed, tuple | AnyOf):
        _check_threshold(key, parsed)
    return parsed


def is_at_least_as_hard(key: str, mine: Value, other: Value) -> bool:
    """Whether whoever satisfies `mine` satisfies `other` too; both values of this key."""
    if isinstance(mine, tuple | AnyOf) and isinstance(other, tuple | AnyOf):
        return ways.is_at_least_as_strict(mine, other)
    if isinstance(mine, RequiredMethod):
        return mine is RequiredMethod.SECRET or mine is other
    harder = SPECS[key].harder
    if harder == "neither" or not (isinstance(mine, Ordered) and isinstance(other, Ordered)):
        return mine == other
    return mine >= other if harder == "more" else mine <= other


def both(key: str, mine: Value, other: Value) -> Value:
    """What keeps two thresholds or two quorums of which neither includes the other."""
    assert isinstance(mine, tuple | AnyOf)  # other values always compare
    assert isinstance(other, tuple | AnyOf)
    if key.endswith("quorum") and isinstance(mine, tuple) and isinstance(other, tuple):
        return (mine[0].joined(other[0]),)
    return ways.together(mine, other)


def _parse(spec: ParameterSpec, value: Any) -> Value:
    kind = spec.kind
    if kind is ParameterKind.CHOICE:
        return _chosen(CHOICES[spec.key], value)
    if kind is ParameterKind.THRESHOLD:
        return ways.parse(value)
    if kind is ParameterKind.FRACTION:
        return Fraction(whole(value["num"]), whole(value["den"]))
    if kind is ParameterKind.METHOD:
        return RequiredMethod(value)
    if kind is ParameterKind.UNIT:
        return Unit(value)
    if kind is ParameterKind.VOTES:
        return vote_scales.parse(value)
    if kind is ParameterKind.FLAG:
        if not isinstance(value, bool):
            raise TypeError("not true or false")
        return value
    return whole(value)


def _chosen(choices: tuple[StrEnum, ...], value: Any) -> StrEnum:
    for one in choices:
        if one.value == value:
            return one
    raise ValueError("not one of the choices")


def _check_quorum(key: str, value: Value) -> None:
    if not isinstance(value, tuple) or len(value) != 1 or value[0].base is not Base.ENTITLED:
        raise ParameterInvalid(
            zh=f"“{key}”应当是以应到数为基数的一个比例。",
            en=f"“{key}” must be one share of those entitled.",
        )


def _check_threshold(key: str, value: ways.Adoption) -> None:
    if any(t.least for way in ways.ways_of(value) for t in way.thresholds):
        raise ParameterInvalid(
            zh=f"“{key}”应当是比例，固定人数只用于法定人数。",
            en=f"“{key}” must be a share; a fixed number is for a quorum only.",
        )
