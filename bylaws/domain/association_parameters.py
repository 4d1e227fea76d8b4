"""What a text may state of the association as such, apart from the meetings of a body: key, kind,
which way is harder, and its meaning in Chinese and English."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from bylaws.enums import Counting, ParameterKind, SeatWay

Harder = Literal["more", "less", "neither"]
number, fraction, flag = ParameterKind.NUMBER, ParameterKind.FRACTION, ParameterKind.FLAG
threshold, choice = ParameterKind.THRESHOLD, ParameterKind.CHOICE

TIE_WAYS = (
    SeatWay.RUN_OFF,
    SeatWay.ANOTHER_BALLOT,
    SeatWay.LONGEST_MEMBERSHIP,
    SeatWay.OLDEST,
    SeatWay.LOT,
)
SHORTFALL_WAYS = (SeatWay.ANOTHER_BALLOT, SeatWay.LOWER_BAR, SeatWay.VACANT)

CHOICES: Mapping[str, tuple[StrEnum, ...]] = {
    "election.counting": tuple(Counting),
    "election.tie_rule": TIE_WAYS,
    "election.shortfall": SHORTFALL_WAYS,
}
"""What a parameter of the kind "choice" may be."""

ROWS: list[tuple[str, ParameterKind, Harder, str, str]] = [
    ("method.applause", flag, "less", "可以鼓掌通过", "adoption by applause is allowed"),
    ("term.max_years", number, "less", "每届最长年数", "longest term in years"),
    ("term.postponed_max_days", number, "less", "延期换届最长天数", "longest delay in days"),
    ("election.min_extra", number, "more", "差额选举最少差额", "candidates beyond the seats"),
    ("election.counting", choice, "neither", "计票办法", "what decides who is elected"),
    (
        "election.tie_rule",
        choice,
        "neither",
        "末位票数相等时",
        "on a tie for the last seat",
    ),
    (
        "election.run_off_threshold",
        flag,
        "more",
        "再次投票仍须达到当选票数",
        "a run-off needs the threshold again",
    ),
    (
        "election.shortfall",
        choice,
        "neither",
        "当选人数少于应选名额时",
        "where fewer are elected than there are seats",
    ),
    (
        "election.lower_bar",
        threshold,
        "more",
        "降低后的当选票数",
        "the lower share that suffices in another ballot",
    ),
    (
        "election.another_ballot_extra",
        number,
        "neither",
        "另行选举时候选人多于名额的人数",
        "candidates beyond the seats in another ballot",
    ),
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
    (
        "council.meetings_per_year",
        number,
        "more",
        "理事会每年最少会议次数",
        "fewest council meetings a year",
    ),
    (
        "standing_council.max_share",
        fraction,
        "less",
        "常务理事占理事比例上限",
        "standing council's largest share of the council",
    ),
    (
        "standing_council.odd",
        flag,
        "more",
        "常务理事人数为单数",
        "odd number of standing council members",
    ),
    (
        "standing_council.officers_sit",
        flag,
        "neither",
        "会长、副会长为常务理事会成员",
        "president and vice-presidents sit in the standing council",
    ),
    (
        "standing_council.decides_members",
        flag,
        "neither",
        "理事会闭会期间由常务理事会决定会员的吸收和除名",
        "between council meetings the standing council decides on members",
    ),
    (
        "standing_council.meetings_per_year",
        number,
        "more",
        "常务理事会每年最少会议次数",
        "fewest standing council meetings a year",
    ),
    (
        "supervisors.meetings_per_year",
        number,
        "more",
        "监事会每年最少会议次数",
        "fewest meetings of the supervisory board a year",
    ),
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
        "filing.clearance",
        flag,
        "more",
        "负责人候选人须经审核同意后方可选举",
        "candidates for office are cleared before they are voted on",
    ),
    (
        "roll.objection_days",
        number,
        "more",
        "参会资格名册公示天数",
        "days for objections to the roll",
    ),
    (
        "handover.days",
        number,
        "less",
        "换届交接期限",
        "days for the handover to the officers of the next term",
    ),
    (
        "resolutions.publication_days",
        number,
        "less",
        "决议向会员公布期限",
        "days to make resolutions known to the members",
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
    (
        "membership.exit_notice_max_years",
        number,
        "less",
        "退会预告最长年数",
        "longest notice of withdrawal in years",
    ),
    (
        "admission.notice_days",
        number,
        "more",
        "入会申请公示天数",
        "days of public notice of an application",
    ),
    (
        "membership.decided_by_council",
        flag,
        "neither",
        "会员的吸收和除名由理事会决定",
        "the council decides who is admitted and who is expelled",
    ),
    (
        "membership.seats_end_with_membership",
        flag,
        "neither",
        "会籍终止后其代表的职务自行终止",
        "seats end with the membership for which they are held",
    ),
    (
        "proceeding.hearing_days",
        number,
        "more",
        "处分前申辩期限的天数",
        "days to answer a charge",
    ),
    (
        "mandate.passes_to_successor",
        flag,
        "neither",
        "会员单位更换代表后理事由继任代表担任",
        "a council seat passes to the firm's next representative",
    ),
    ("members.min", number, "more", "会员最少人数", "fewest members"),
    (
        "assembly.convocation_share",
        fraction,
        "less",
        "可以要求召开大会的会员比例",
        "share of members who may demand an assembly",
    ),
]
