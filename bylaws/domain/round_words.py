"""Rounds of an election and what was decided on seats left open, in the words of the record."""

from collections.abc import Sequence

from bylaws.domain import abroad
from bylaws.enums import SeatWay
from bylaws.errors import Lang

WAYS_ZH = {
    SeatWay.RUN_OFF: "就票数相等者再次投票",
    SeatWay.ANOTHER_BALLOT: "另行选举",
    SeatWay.LOWER_BAR: "另行选举，降低当选票数",
    SeatWay.LONGEST_MEMBERSHIP: "按入会先后",
    SeatWay.OLDEST: "按年龄长幼",
    SeatWay.LOT: "抽签",
}
WAYS_EN = {
    SeatWay.RUN_OFF: "run-off among the tied",
    SeatWay.ANOTHER_BALLOT: "another ballot",
    SeatWay.LOWER_BAR: "another ballot with the lower bar",
    SeatWay.LONGEST_MEMBERSHIP: "by longest membership",
    SeatWay.OLDEST: "by age",
    SeatWay.LOT: "by lot",
}


def round_title(number: int, way: SeatWay | None, lang: Lang) -> str:
    """第2轮（另行选举）; "round 2 (another ballot)"."""
    if lang in abroad.ABROAD:
        return abroad.round_title(number, way, lang)
    if lang == "zh":
        return f"第{number}轮（{WAYS_ZH[way]}）" if way else f"第{number}轮"
    return f"round {number} ({WAYS_EN[way]})" if way else f"round {number}"


def settled_words(way: SeatWay, *, seats: int, names: Sequence[str], lang: Lang) -> str:
    """抽签当选：李四; "elected by lot: Li Si"; "vacant by decision 1". Names in `lang`."""
    if lang in abroad.ABROAD:
        return abroad.settled_words(way, seats=seats, names=names, lang=lang)
    if way is SeatWay.VACANT:
        return f"议定空缺{seats}名" if lang == "zh" else f"left vacant by decision {seats}"
    if lang == "zh":
        return f"{WAYS_ZH[way]}当选：{'、'.join(names)}"
    return f"elected {WAYS_EN[way]}: {', '.join(names)}"
