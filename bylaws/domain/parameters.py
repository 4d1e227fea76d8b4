"""Every parameter that a profile or the bylaws may state: its key, its shape, which way is harder.

Keys begin with the body (`assembly`, `council`, `standing_council`, `supervisors`). Values:

- threshold: `{"base": "present", "num": 2, "den": 3, "comparison": "ge"}`, or a list of such, which
  then hold together;
- fraction: `{"num": 1, "den": 3}`; method: "secret" or "show_of_hands_allowed"; unit: "firm" or
  "person"; flag: true or false; number: an integer, not below 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from bylaws.domain.thresholds import Threshold
from bylaws.enums import Base, BodyKind, Comparison, Matter, ParameterKind, RequiredMethod, Unit
from bylaws.errors import ParameterInvalid, ThresholdInvalid

Value = tuple[Threshold, ...] | Fraction | RequiredMethod | Unit | bool | int
Harder = Literal["more", "less", "neither"]

PREFIX = {
    BodyKind.GENERAL_ASSEMBLY: "assembly",
    BodyKind.COUNCIL: "council",
    BodyKind.STANDING_COUNCIL: "standing_council",
    BodyKind.SUPERVISORY_BOARD: "supervisors",
}
COMPETENCE: Mapping[BodyKind, tuple[Matter, ...]] = {
    BodyKind.GENERAL_ASSEMBLY: tuple(m for m in Matter if m is not Matter.ELECT_CHIEF_SUPERVISOR),
    BodyKind.COUNCIL: (
        Matter.WORK_REPORT,
        Matter.FINANCIAL_RULES,
        Matter.ELECTION_METHOD,
        Matter.SCRUTINEERS,
        Matter.ELECT_OFFICERS,
        Matter.ORDINARY,
    ),
    BodyKind.STANDING_COUNCIL: (Matter.ORDINARY,),
    BodyKind.SUPERVISORY_BOARD: (
        Matter.WORK_REPORT,
        Matter.ELECTION_METHOD,
        Matter.SCRUTINEERS,
        Matter.ELECT_CHIEF_SUPERVISOR,
        Matter.ORDINARY,
    ),
}
"""Dues and bylaws are decided by the general assembly alone (民发〔2014〕166号, four)."""


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
    """What the text in force states; `value` as JSON, `article_ref` as printed (第二十五条)."""

    key: str
    value: Any
    article_ref: str


def _body_specs(prefix: str, matters: tuple[Matter, ...]) -> list[ParameterSpec]:
    kind = ParameterKind
    rows: list[tuple[str, ParameterKind, Harder, str, str]] = [
        ("quorum", kind.THRESHOLD, "more", "法定人数", "quorum"),
        ("unit", kind.UNIT, "neither", "计数单位（家或人）", "who is counted, firms or persons"),
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
            "proxies_per_holder",
            kind.NUMBER,
            "less",
            "每人最多接受委托数，零为不得委托",
            "proxies that one holder may carry, 0 for none",
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
        ]
    return [ParameterSpec(f"{prefix}.{key}", *rest) for key, *rest in rows]  # type: ignore[arg-type]  # the row's types are declared above


def _other_specs() -> list[ParameterSpec]:
    number, fraction, flag = ParameterKind.NUMBER, ParameterKind.FRACTION, ParameterKind.FLAG
    rows: list[tuple[str, ParameterKind, Harder, str, str]] = [
        ("method.applause", flag, "less", "可以鼓掌通过", "adoption by applause is allowed"),
        ("term.max_years", number, "less", "每届最长年数", "longest term in years"),
        ("term.postponed_max_days", number, "less", "延期换届最长天数", "longest delay in days"),
        ("election.min_extra", number, "more", "差额选举最少差额", "candidates beyond the seats"),
        (
            "assembly.delegates_from",
            number,
            "more",
            "可设会员代表大会的会员数",
            "members from which delegates may be",
        ),
        (
            "council.max_share",
            fraction,
            "less",
            "理事占会员比例上限",
            "council's largest share of members",
        ),
        ("council.size", number, "neither", "理事人数", "seats of the council"),
        ("council.odd", flag, "more", "理事人数为单数", "odd number of council members"),
        ("supervisors.min", number, "more", "监事最少人数", "fewest supervisors"),
        ("supervisors.max", number, "less", "监事最多人数", "most supervisors"),
        ("supervisors.odd", flag, "more", "监事人数为单数", "odd number of supervisors"),
        ("officers.min", number, "more", "负责人最少人数", "fewest officers"),
        ("officers.max_age", number, "less", "负责人任职最高年龄", "highest age of officers"),
        ("officers.max_terms", number, "less", "负责人连任届数上限", "most consecutive terms"),
        (
            "officers.elected_by_council",
            flag,
            "neither",
            "负责人由理事会选举",
            "the council elects the officers",
        ),
        ("dues.definite", flag, "more", "会费额度明确", "definite amounts of dues"),
        ("dues.max_tiers", number, "less", "会费档次上限", "most tiers of dues"),
        (
            "dues.publication_days",
            number,
            "less",
            "会费决议公开期限",
            "days to publish the dues resolution",
        ),
        ("bylaws.submission_days", number, "less", "章程报请核准期限", "days to submit the bylaws"),
        (
            "bylaws.effective_on_approval",
            flag,
            "more",
            "章程自核准之日起生效",
            "bylaws govern from approval",
        ),
        ("filing.change_days", number, "less", "变更登记期限", "days for change registration"),
        (
            "filing.before_assembly_days",
            number,
            "more",
            "会前报备天数",
            "days of filing before the assembly",
        ),
        (
            "filing.after_assembly_days",
            number,
            "less",
            "会后备案期限",
            "days of filing after the assembly",
        ),
        (
            "membership.arrears_exit_years",
            number,
            "more",
            "欠费自动退会年数",
            "years of arrears that end membership",
        ),
        (
            "membership.arrears_suspend_vote",
            flag,
            "less",
            "欠费暂停表决权",
            "arrears suspend the vote",
        ),
    ]
    return [ParameterSpec(*row) for row in rows]


SPECS: Mapping[str, ParameterSpec] = {
    spec.key: spec
    for specs in (
        *(_body_specs(PREFIX[body], matters) for body, matters in COMPETENCE.items()),
        _other_specs(),
    )
    for spec in specs
}


def parse_value(key: str, value: Any) -> Value:
    """The typed value of a parameter; ParameterInvalid for an unknown key or a wrong shape."""
    spec = SPECS.get(key)
    if spec is None:
        raise ParameterInvalid(zh=f"没有名为“{key}”的参数。", en=f"There is no parameter “{key}”.")
    try:
        parsed = _parse(spec.kind, value)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, ThresholdInvalid) as error:
        raise ParameterInvalid(
            zh=f"参数“{key}”（{spec.zh}）的值不正确：{value!r}。",
            en=f"The value of “{key}” ({spec.en}) is wrong: {value!r}.",
        ) from error
    if key.endswith("quorum"):
        _check_quorum(key, parsed)
    return parsed


def is_at_least_as_hard(key: str, mine: Value, other: Value) -> bool:
    """Whether whoever satisfies `mine` satisfies `other` too; both values of this key."""
    if isinstance(mine, tuple) and isinstance(other, tuple):
        return all(any(m.is_at_least_as_strict_as(o) for m in mine) for o in other)
    if isinstance(mine, RequiredMethod):
        return mine is RequiredMethod.SECRET or mine is other
    harder = SPECS[key].harder
    if harder == "neither" or isinstance(mine, (tuple, Unit)) or isinstance(other, (tuple, Unit)):
        return mine == other
    if isinstance(other, RequiredMethod):
        return False
    return mine >= other if harder == "more" else mine <= other


def _parse(kind: ParameterKind, value: Any) -> Value:
    if kind is ParameterKind.THRESHOLD:
        rows = value if isinstance(value, list) else [value]
        if not rows:
            raise ValueError("no threshold")
        return tuple(_threshold(row) for row in rows)
    if kind is ParameterKind.FRACTION:
        return Fraction(_whole(value["num"]), _whole(value["den"]))
    if kind is ParameterKind.METHOD:
        return RequiredMethod(value)
    if kind is ParameterKind.UNIT:
        return Unit(value)
    if kind is ParameterKind.FLAG:
        if not isinstance(value, bool):
            raise TypeError("not true or false")
        return value
    return _whole(value)


def _threshold(row: Mapping[str, Any]) -> Threshold:
    return Threshold(
        base=Base(row["base"]),
        num=_whole(row["num"]),
        den=_whole(row["den"]),
        comparison=Comparison(row["comparison"]),
    )


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a whole number")
    return value


def _check_quorum(key: str, value: Value) -> None:
    if not isinstance(value, tuple) or len(value) != 1 or value[0].base is not Base.ENTITLED:
        raise ParameterInvalid(
            zh=f"“{key}”应当是以应到数为基数的一个比例。",
            en=f"“{key}” must be one share of those entitled.",
        )
