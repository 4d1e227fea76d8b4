"""Where a Chinese text most likely states a rule, in the phrases of the model bylaws.

Proposals only: a person looks at the words and marks them. What is not phrased like this is marked
by hand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bylaws.domain.text.provisions import Provision
from bylaws.domain.text.statements import DAYS_OF_YEAR, YEARS, read_count, read_share
from bylaws.enums import Base, ProvisionKind

SHARE = r"(?P<quote>(?:[一二三四五六七八九十]+分之[一二三四五六七八九十]+|\d/\d)(?:以上)?|过半数)"
COUNT = (
    r"(?P<quote>(?:\d+|[一二两三四五六七八九十]+)(?:周岁|个月|日|天|年|届|名|份|个|次)(?:以上)?)"
)
MEMBERS = "会员(?:代表)?"


@dataclass(frozen=True, slots=True)
class Cue:
    """`pattern` finds the words (group `quote`) in a provision whose article begins as `within`
    says; `value` of a flag or method, else the number in the words, of `base`."""

    key: str
    pattern: str
    base: Base | None = None
    value: Any = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A mark to be confirmed: `value` as the parameters keep it."""

    key: str
    value: Any
    provision: UUID | None
    quote: str


PRESENT, ENTITLED = Base.PRESENT, Base.ENTITLED
POWERS = f"{MEMBERS}大会须有"
CUES = (
    Cue("assembly.quorum", f"{MEMBERS}大会须有{SHARE}的?{MEMBERS}出席", ENTITLED),
    Cue("assembly.bylaws.threshold", f"修改章程.*?到会{MEMBERS}{SHARE}", PRESENT, within=POWERS),
    Cue("assembly.elect_council.threshold", f"当选理事.*?到会{MEMBERS}的?{SHARE}", PRESENT),
    Cue("assembly.dues_standard.threshold", f"会费标准.*?到会{MEMBERS}{SHARE}", PRESENT),
    Cue("assembly.dues_standard.method", "会费标准.*?(?P<quote>无记名投票)", value="secret"),
    Cue("assembly.ordinary.threshold", f"其他决议.*?到会{MEMBERS}{SHARE}", PRESENT),
    Cue("assembly.notice_days", f"召开{MEMBERS}大会.*?提前{COUNT}"),
    Cue("assembly.proxies_per_holder", f"每名{MEMBERS}最多接受{COUNT}委托"),
    Cue("term.max_years", f"{MEMBERS}大会每届{COUNT}"),
    Cue("term.postponed_max_days", f"延期换届最长不超过{COUNT}"),
    Cue("council.max_share", f"理事人数不超过{MEMBERS}(?:总数)?的{SHARE}"),
    Cue("council.quorum", f"(?<!常务)理事会会议须有{SHARE}理事出席", ENTITLED),
    Cue("council.ordinary.threshold", f"(?<!常务)理事会会议.*?到会理事{SHARE}", PRESENT),
    Cue("council.elect_officers.method", "选举负责人.*?(?P<quote>无记名投票)", value="secret"),
    Cue(
        "council.elect_standing_council.method",
        "选举[^。]*常务理事.*?(?P<quote>无记名投票)",
        value="secret",
    ),
    Cue("council.meetings_per_year", f"^理事会每年至少召开{COUNT}"),
    Cue("council.remote", "^理事会每年.*?(?P<quote>可以采用通讯形式)", value=True),
    Cue("standing_council.quorum", f"常务理事会会议须有{SHARE}常务理事出席", ENTITLED),
    Cue("standing_council.ordinary.threshold", f"到会常务理事{SHARE}", PRESENT),
    Cue("standing_council.max_share", f"常务理事.*?人数不超过理事人数的{SHARE}"),
    Cue("supervisors.quorum", f"监事会会议须有{SHARE}监事出席", ENTITLED),
    Cue("supervisors.ordinary.threshold", f"监事会会议.*?到会监事{SHARE}", PRESENT),
    Cue("supervisors.min", f"监事会由{COUNT}监事组成"),
    Cue("officers.max_age", f"年龄不超过{COUNT}", within="本会负责人应当具备"),
    Cue("officers.max_terms", f"负责人任期.*?连任不超过{COUNT}"),
    Cue("membership.arrears_exit_years", f"^{COUNT}不按规定交纳会费"),
    Cue("dues.definite", "(?P<quote>会费标准的额度明确)", value=True),
    Cue("bylaws.submission_days", f"修改的章程.*?通过(?:之日起|后){COUNT}内"),
    Cue("bylaws.effective_on_approval", "修改的章程.*?(?P<quote>自核准之日起生效)", value=True),
)


def propose(provisions: Sequence[Provision]) -> tuple[Proposed, ...]:
    """At most one mark a key, in the order of the text."""
    found: dict[str, Proposed] = {}
    head = ""
    for provision in provisions:
        if provision.kind is ProvisionKind.ARTICLE:
            head = provision.text
        for proposed in _in(provision, head):
            found.setdefault(proposed.key, proposed)
    return tuple(found.values())


def _in(provision: Provision, head: str) -> Iterator[Proposed]:
    for cue in CUES:
        if cue.within and not re.match(cue.within, head):
            continue
        match = re.search(cue.pattern, provision.text)
        if match is None:
            continue
        value = cue.value if cue.value is not None else _value(cue, match["quote"])
        if value is not None:
            yield Proposed(cue.key, value, provision.id, match["quote"])


def _value(cue: Cue, quote: str) -> Any:
    share = read_share(quote)
    if share is not None and share.share is not None:
        num, den = share.share.numerator, share.share.denominator
        if cue.base is None:
            return {"num": num, "den": den}
        comparison = str(share.comparison)
        return {"base": str(cue.base), "num": num, "den": den, "comparison": comparison}
    stated = read_count(quote)
    if stated is None or stated.count is None:
        return None
    if cue.key.endswith("_days") and stated.unit in YEARS:
        return stated.count * DAYS_OF_YEAR[0]
    return stated.count
