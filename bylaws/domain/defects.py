"""What may be wrong with the form or the record of a vote, told as a finding."""

from bylaws.domain.figures import NAME_EN, NAME_ZH
from bylaws.domain.rules import Finding, Rule
from bylaws.enums import MethodUsed, Severity

USED_ZH = {
    MethodUsed.SECRET: "无记名投票",
    MethodUsed.SHOW_OF_HANDS: "举手表决",
    MethodUsed.RECORDED: "记名投票",
    MethodUsed.APPLAUSE: "鼓掌通过",
}
USED_EN = {
    MethodUsed.SECRET: "by secret ballot",
    MethodUsed.SHOW_OF_HANDS: "by show of hands",
    MethodUsed.RECORDED: "by recorded vote",
    MethodUsed.APPLAUSE: "by applause",
}


def missing(name: str) -> Finding:
    return Finding(
        code=f"missing_{name.strip('_')}",
        zh=f"未记录{NAME_ZH[name]}",
        en=f"{NAME_EN[name]} not recorded",
        severity=Severity.BLOCK,
    )


NO_VOTE_FOR = Finding(
    code="no_vote_for",
    zh="没有一票赞成",
    en="no vote was cast for it",
    severity=Severity.BLOCK,
)


def applause(rule: Rule) -> Finding:
    return Finding(
        code="applause",
        zh="鼓掌通过不是表决",
        en="applause is no vote",
        severity=Severity.BLOCK,
        citations=rule.citations["applause"],
    )


def not_secret(rule: Rule, used: MethodUsed) -> Finding:
    return Finding(
        code="not_secret",
        zh=f"应当采取无记名投票，实际采取{USED_ZH[used]}",
        en=f"a secret ballot is required, the vote was {USED_EN[used]}",
        severity=Severity.BLOCK,
        citations=rule.citations["method"],
    )


def remote(rule: Rule) -> Finding:
    return Finding(
        code="remote_not_allowed",
        zh="应当现场表决，有人以通讯方式参加",
        en="the vote must be held in the hall, some took part remotely",
        severity=Severity.BLOCK,
        citations=rule.citations["remote"],
    )


CONSENTS_NOT_COUNTED = Finding(
    code="consents_not_counted",
    zh="缺席者的书面同意不计入该事项的票数",
    en="written consents of members who are absent do not count in this matter",
    severity=Severity.WARN,
)


def not_in_notice(rule: Rule) -> Finding:
    return Finding(
        code="not_in_notice",
        zh="通知没有列明该事项，不得决议",
        en="the notice did not name the subject, so nothing can be resolved on it",
        severity=Severity.BLOCK,
        citations=rule.citations["subject_in_notice"],
    )


def text_not_in_notice(rule: Rule) -> Finding:
    return Finding(
        code="text_not_in_notice",
        zh="通知没有载明决议全文",
        en="the notice did not give the wording of the resolution",
        severity=Severity.BLOCK,
        citations=rule.citations["text_in_notice"],
    )


def without_previous_notice(rule: Rule) -> Finding:
    """The votes would do in a way that is open only after previous notice."""
    return Finding(
        code="no_previous_notice",
        zh="未事先通知该事项，这一票数不足以通过",
        en="there was no previous notice of the subject, so these votes do not suffice",
        severity=Severity.BLOCK,
        citations=rule.citations["thresholds"],
    )
