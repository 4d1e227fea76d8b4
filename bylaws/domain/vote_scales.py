"""How many votes each member has, where a text gives some more votes than others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bylaws.domain import abroad
from bylaws.domain.ways import whole
from bylaws.enums import ScaleBy
from bylaws.errors import Lang

MOST = 10_000
"""No rule: far beyond what a text gives, and what a sum of votes is still decrypted with."""

WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "class": "票数依会员类别：{rows}，其余1票",
        "dues": "票数依每期会费：{rows}，其余1票",
        "step": "{least}起",
    },
    "en": {
        "class": "Votes by member class: {rows}, others 1",
        "dues": "Votes by the dues of a period: {rows}, others 1",
        "step": "from {least}",
    },
}


@dataclass(frozen=True, slots=True)
class VoteScale:
    """Votes by member class (``by_class``: key and votes, most votes first) or by the dues of a
    period (``steps``: the amount from which they are owed, rising, and the votes). Whoever is in no
    class and on no step has one vote; zero votes is none."""

    by: ScaleBy
    by_class: tuple[tuple[str, int], ...] = ()
    steps: tuple[tuple[Decimal, int], ...] = ()

    def of_class(self, key: str | None) -> int:
        """The votes of a member of the class ``key``."""
        return dict(self.by_class).get(key or "", 1)

    def of_dues(self, amount: Decimal) -> int:
        """The votes of a member who owes ``amount`` for a period."""
        reached = [votes for least, votes in self.steps if amount >= least]
        return reached[-1] if reached else 1


def sentence(scale: VoteScale, names: Mapping[str, str], lang: Lang) -> str:
    """What the votes go by, in one sentence without its end; ``names`` of the classes by key."""
    told = WORDS.get(lang) or abroad.words(lang)["scale"]
    rows = [(names.get(key, key), votes) for key, votes in scale.by_class]
    rows += [(told["step"].format(least=f"{least:,}"), votes) for least, votes in scale.steps]
    if lang == "zh":
        listed = "、".join(f"{name}{votes}票" for name, votes in rows)
    else:
        listed = ", ".join(f"{name} {votes}" for name, votes in rows)
    return str(told[scale.by].format(rows=listed))


def parse(value: Any) -> VoteScale:
    """The scale of ``{"by": "class", "votes": {"council_unit": 3}}`` or ``{"by": "dues", "steps":
    [["5000", 2], ["20000", 5]]}``. Raises KeyError, TypeError, ValueError for another shape."""
    by = ScaleBy(value["by"])
    if by is ScaleBy.CLASS:
        rows = tuple((_key(key), _votes(votes)) for key, votes in dict(value["votes"]).items())
        _require(isinstance(value["votes"], Mapping) and bool(rows))
        # A database need not keep the order in which an object was written.
        return VoteScale(by, by_class=tuple(sorted(rows, key=lambda row: (-row[1], row[0]))))
    steps = tuple((_amount(least), _votes(votes)) for least, votes in value["steps"])
    amounts = [least for least, _votes_ in steps]
    _require(bool(steps) and amounts == sorted(set(amounts)))
    return VoteScale(by, steps=steps)


def written(scale: VoteScale) -> str:
    """The scale line by line, as it is typed: ``council_unit = 3`` or ``5000 = 2``."""
    rows: Mapping[Any, int] = dict(scale.by_class or scale.steps)
    return "\n".join(f"{one} = {votes}" for one, votes in rows.items())


def read(by: str, lines: str) -> dict[str, Any]:
    """What was typed, as the parameters keep it. Raises ValueError for a line that is none, and
    what :func:`parse` raises."""
    rows = [line.replace("＝", "=").partition("=") for line in lines.splitlines() if line.strip()]
    pairs = [(left.strip(), int(right)) for left, _sign, right in rows]
    _require(len(dict(pairs)) == len(pairs))
    if by == ScaleBy.CLASS:
        value: dict[str, Any] = {"by": by, "votes": dict(pairs)}
    else:
        typed = [(left.replace(",", ""), votes) for left, votes in pairs]
        value = {"by": by, "steps": sorted(map(list, typed), key=lambda row: _amount(row[0]))}
    parse(value)
    return value


def _key(key: Any) -> str:
    if not isinstance(key, str) or not key.strip():
        raise TypeError("not the key of a class")
    return key


def _amount(told: Any) -> Decimal:
    if not isinstance(told, str | int) or isinstance(told, bool):
        raise TypeError("not an amount")
    try:
        amount = Decimal(told)
    except InvalidOperation:
        raise ValueError("not an amount") from None
    _require(amount.is_finite() and amount >= 0)
    return amount


def _votes(told: Any) -> int:
    votes = whole(told)
    _require(votes <= MOST)
    return votes


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not a scale of votes")
