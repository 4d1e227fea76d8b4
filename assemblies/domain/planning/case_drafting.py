"""What is voted on of a case, in words: who is admitted, suspended or expelled, and why.

Written in both languages when the case is put on the agenda, since the agenda of a notice never
changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from bylaws.domain.numerals import to_chinese
from members.enums import ApplicationKind, ProceedingEvent, ProceedingKind
from members.models import Application, Proceeding
from records.fields import Translated


def admission_title(applications: Sequence[Application]) -> Translated:
    """One is named; of several the number is said, and the text names them."""
    first, number = applications[0], len(applications)
    again = all(row.kind == ApplicationKind.READMISSION for row in applications)
    zh, en = ("重新入会", "Readmission") if again else ("入会", "Admission")
    if number == 1:
        return Translated(zh=f"审议{first.name.zh}的{zh}申请", en=f"{en} of {first.name.en}")
    return Translated(zh=f"审议{number}家单位的{zh}申请", en=f"{en} of {number} firms")


def admission_text(applications: Sequence[Application]) -> Translated:
    """Each with its code, the class applied for and the number of its application."""
    zh, en = [], []
    for number, row in enumerate(applications, start=1):
        again = row.kind == ApplicationKind.READMISSION
        zh.append(
            f"（{to_chinese(number)}）{row.name.zh}（{row.registration_code}），"
            f"{row.member_class.name.zh}，{row.number}{'，重新入会' if again else ''}"
        )
        en.append(
            f"({number}) {row.name.en} ({row.registration_code}), {row.member_class.name.en}, "
            f"{row.number}{', readmission' if again else ''}"
        )
    return Translated(
        zh="会议决定：同意下列单位入会。\n" + "；\n".join(zh) + "。",
        en="The meeting resolves: these firms are admitted.\n" + ";\n".join(en) + ".",
    )


TITLES = {
    ProceedingKind.EXPULSION: ("关于对{name}予以除名的议案", "Expulsion of {name}"),
    ProceedingKind.SUSPENSION: ("关于暂停{name}会员资格的议案", "Suspension of {name}"),
    ProceedingKind.LAPSE: (
        "关于确认{name}丧失会员资格的议案",
        "Loss of the membership of {name}",
    ),
}
MEASURES = {
    ProceedingKind.EXPULSION: (
        "对{name}（会员号：{number}）予以除名",
        "{name} ({number}) is expelled",
    ),
    ProceedingKind.SUSPENSION: (
        "暂停{name}（会员号：{number}）的会员资格",
        "the membership of {name} ({number}) is suspended",
    ),
    ProceedingKind.LAPSE: (
        "确认{name}（会员号：{number}）丧失会员资格",
        "{name} ({number}) has lost its membership",
    ),
}
HEARD = {
    ProceedingEvent.HEARD: ("已听取其陈述和申辩。", "It was heard."),
    ProceedingEvent.HEARING_DECLINED: (
        "已给予陈述和申辩的机会，逾期未陈述、申辩。",
        "It was offered to be heard and did not answer in time.",
    ),
}


def case_title(proceeding: Proceeding) -> Translated:
    zh, en = TITLES[ProceedingKind(proceeding.kind)]
    name = proceeding.membership.firm.name
    return Translated(zh=zh.format(name=name.zh), en=en.format(name=name.en))


def case_text(proceeding: Proceeding) -> Translated:
    """The measure, its ground and rule, and that the firm could answer."""
    membership = proceeding.membership
    name, number = membership.firm.name, membership.number
    zh, en = MEASURES[ProceedingKind(proceeding.kind)]
    heard = [step.event for step in proceeding.steps.all() if step.event in HEARD]
    told = HEARD[ProceedingEvent(heard[-1])] if heard else ("", "")
    ground, rule = proceeding.ground, proceeding.citation
    return Translated(
        zh=f"会议决定：{zh.format(name=name.zh, number=number)}。\n"
        f"事由：{ground.zh}\n依据：{rule.zh}\n{told[0]}".rstrip(),
        en=f"The meeting resolves: {en.format(name=name.en, number=number)}.\n"
        f"Ground: {ground.en}\nRule: {rule.en}\n{told[1]}".rstrip(),
    )
