"""The figures of one vote, as they were counted."""

from dataclasses import dataclass, fields

from bylaws.enums import Base
from bylaws.errors import FigureInvalid

NAME_ZH = {
    "entitled": "应到数",
    "entitled_for_quorum": "计算法定人数的应到数",
    "present": "到会数",
    "in_person": "现场到会数",
    "for_quorum": "计入法定人数的到会数",
    "issued": "发出选票数",
    "returned": "收回选票数",
    "valid": "有效票数",
    "invalid": "无效票数",
    "for_": "赞成票数",
    "against": "反对票数",
    "abstain": "弃权票数",
}
NAME_EN = {
    "entitled": "entitled",
    "entitled_for_quorum": "entitled for the quorum",
    "present": "present",
    "in_person": "present in the hall",
    "for_quorum": "present for the quorum",
    "issued": "ballots issued",
    "returned": "ballots returned",
    "valid": "valid ballots",
    "invalid": "invalid ballots",
    "for_": "votes for",
    "against": "votes against",
    "abstain": "abstentions",
}
PARTS = {
    Base.ENTITLED: ("entitled",),
    Base.PRESENT: ("present",),
    Base.ISSUED: ("issued",),
    Base.RETURNED: ("returned",),
    Base.VALID: ("valid",),
    Base.CAST: ("for_", "against"),
    Base.CAST_WITH_ILLEGAL: ("for_", "against", "invalid"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """None means not recorded, which is not zero. Raises FigureInvalid below zero.

    `present` counts everyone who may vote in this ballot, whichever way they attend; `in_person`
    those in the hall, where that is another number. `for_quorum`: what was stated to count towards
    the quorum, where somebody present has no vote in this ballot; `entitled_for_quorum` of how
    many, where members are counted there and votes here.
    """

    entitled: int | None = None
    entitled_for_quorum: int | None = None
    present: int | None = None
    in_person: int | None = None
    for_quorum: int | None = None
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    for_: int | None = None
    against: int | None = None
    abstain: int | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and value < 0:
                raise FigureInvalid(
                    zh=f"{NAME_ZH[field.name]}不能是负数（{value}）。",
                    en=f"{NAME_EN[field.name].capitalize()} cannot be negative ({value}).",
                )

    def of(self, base: Base) -> int | None:
        """The number that `base` stands for; None when a part of it is not recorded."""
        total = 0
        for name in PARTS[base]:
            value: int | None = getattr(self, name)
            if value is None:
                return None
            total += value
        return total

    def missing(self, base: Base) -> tuple[str, ...]:
        """The names of the parts of `base` that are not recorded."""
        return tuple(name for name in PARTS[base] if getattr(self, name) is None)
