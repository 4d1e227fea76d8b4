"""The levels of reminding that come with the program: a start, to be rewritten by who sends them.

Once added they are rows like any other; nothing reads the days from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from records.fields import Translated


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """What a level says; without a ``body`` there is none. ``source`` is where it is written."""

    title: Translated
    days_after: int
    subject: Translated
    body: Translated
    by_phone: bool = False
    source: Translated = field(default_factory=Translated)


STANDARD_LEVELS = (
    LevelTerms(
        title=Translated(zh="友情提醒", en="Friendly reminder"),
        days_after=14,
        subject=Translated(zh="会费缴纳提醒（{number}）", en="Reminder of dues ({number})"),
        body=Translated(
            zh=(
                "{salutation}\n\n贵单位（会员编号{number}）应于{due_on}前缴纳的会费尚未到账，共计"
                "{amount}：\n\n{claims}\n\n请汇至以下账户，并在附言中注明{reference}：\n\n{bank}\n\n"
                "如已缴纳，请忽略本函，谢谢。\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nThe dues of your firm (member number {number}) that were payable "
                "by {due_on} have not arrived yet. Together they are {amount}:\n\n{claims}\n\n"
                "Please transfer them to this account and give the reference {reference}:\n\n"
                "{bank}\n\nIf you have paid meanwhile, thank you, and please disregard this "
                "letter.\n\n{association}\n{day}"
            ),
        ),
    ),
    LevelTerms(
        title=Translated(zh="第二次催缴", en="Second reminder"),
        days_after=45,
        subject=Translated(
            zh="第二次催缴会费（{number}）", en="Second reminder of dues ({number})"
        ),
        body=Translated(
            zh=(
                "{salutation}\n\n我们曾提醒贵单位（会员编号{number}）缴纳会费，截至{day}仍欠{amount}，"
                "最早一笔应于{since}前缴纳：\n\n{claims}\n\n请尽快汇至以下账户，并在附言中注明"
                "{reference}：\n\n{bank}\n\n如一次缴清有困难，请与秘书处联系，商定分期缴纳。\n\n"
                "{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nWe have reminded your firm (member number {number}) of its dues. "
                "On {day}, {amount} was still unpaid, the oldest part of it since {since}:\n\n"
                "{claims}\n\nPlease transfer it soon to this account and give the reference "
                "{reference}:\n\n{bank}\n\nIf it is hard to pay all at once, please speak to the "
                "secretariat about instalments.\n\n{association}\n{day}"
            ),
        ),
        by_phone=True,
    ),
    LevelTerms(
        title=Translated(zh="最后催缴", en="Last reminder"),
        days_after=90,
        subject=Translated(
            zh="最后一次催缴会费（{number}）", en="Last reminder of dues ({number})"
        ),
        body=Translated(
            zh=(
                "{salutation}\n\n经两次催缴，贵单位（会员编号{number}）仍欠会费{amount}，最早一笔应于"
                "{since}前缴纳：\n\n{claims}\n\n这是最后一次催缴。请立即汇至以下账户，并在附言中注明"
                "{reference}：\n\n{bank}{consequence}\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nAfter two reminders your firm (member number {number}) still owes "
                "dues of {amount}, the oldest part of them since {since}:\n\n{claims}\n\nThis is "
                "the last reminder. Please transfer the amount at once to this account and give "
                "the reference {reference}:\n\n{bank}{consequence}\n\n{association}\n{day}"
            ),
        ),
        by_phone=True,
    ),
)
