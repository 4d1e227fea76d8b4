"""The letters that come with the program: a start, to be rewritten by whoever sends them."""

from __future__ import annotations

from dataclasses import dataclass

from members.enums import LetterPurpose
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class StandardLetter:
    """``title`` is the secretariat's own name for it, so it has both languages in one."""

    title: str
    purpose: LetterPurpose
    subject: Translated
    body: Translated


STANDARD_LETTERS = (
    StandardLetter(
        title="通知 Announcement",
        purpose=LetterPurpose.GENERAL,
        subject=Translated(zh="{association}通知", en="An announcement of {association}"),
        body=Translated(
            zh="{salutation}\n\n现将有关事项通知如下：\n\n（在此填写内容。）\n\n{association}\n{day}",
            en=(
                "{salutation}\n\nWe would like to tell you the following:\n\n(Write it here.)\n\n"
                "{association}\n{day}"
            ),
        ),
    ),
    StandardLetter(
        title="核对会员资料 Is our record of you right?",
        purpose=LetterPurpose.GENERAL,
        subject=Translated(zh="请核对会员资料", en="Please check what we have on record of you"),
        body=Translated(
            zh=(
                "{salutation}\n\n贵单位在本会登记的资料如下，请核对：\n\n"
                "单位名称：{firm}\n会员编号：{number}\n会员类别：{class}\n会员代表：{representative}\n"
                "入会日期：{joined_on}\n\n"
                "如有变动，请书面告知秘书处。无需更正的，不必回复。\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nThis is what we have on record of your firm:\n\n"
                "Name: {firm}\nMember number: {number}\nClass: {class}\n"
                "Voting representative: {representative}\nMember since: {joined_on}\n\n"
                "Please tell the secretariat in writing what has changed. If all of it is right, "
                "you need not answer.\n\n{association}\n{day}"
            ),
        ),
    ),
    StandardLetter(
        title="缴纳会费提醒 Reminder of dues",
        purpose=LetterPurpose.REMINDER,
        subject=Translated(zh="会费缴纳提醒（{number}）", en="Reminder of dues ({number})"),
        body=Translated(
            zh=(
                "{salutation}\n\n贵单位（会员编号{number}）应于{due_on}前缴纳会费{amount}，截至{day}"
                "尚欠{arrears}。请转账缴纳，并在附言中注明：{reference}。\n\n"
                "如已缴纳，请忽略本函。\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nDues of {amount} were due from your firm (member number {number}) "
                "on {due_on}. On {day}, {arrears} is still owed. Please transfer it and give this "
                "reference: {reference}.\n\nIf you have paid meanwhile, thank you, and please "
                "disregard this letter.\n\n{association}\n{day}"
            ),
        ),
    ),
    StandardLetter(
        title="入会通知 Welcome",
        purpose=LetterPurpose.ADMISSION,
        subject=Translated(zh="入会通知", en="Your firm is a member"),
        body=Translated(
            zh=(
                "{salutation}\n\n根据{decision}，贵单位自{joined_on}起成为{association}{class}，"
                "会员编号为{number}。随函附上会员证书。\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nBy {decision}, your firm is a member of {association} from "
                "{joined_on}, in the class {class}, under the number {number}. The certificate of "
                "membership is enclosed.\n\n{association}\n{day}"
            ),
        ),
    ),
    StandardLetter(
        title="会员资格变动 Change of standing",
        purpose=LetterPurpose.STANDING,
        subject=Translated(zh="关于贵单位会员资格的通知", en="On the membership of your firm"),
        body=Translated(
            zh=(
                "{salutation}\n\n自{from_on}起，贵单位（会员编号{number}）的会员资格状态为：{standing}。"
                "\n\n事由：{ground}\n依据：{rule}\n决定：{decision}\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nFrom {from_on}, the standing of your firm (member number "
                "{number}) is: {standing}.\n\nGround: {ground}\nRule: {rule}\nDecision: {decision}"
                "\n\n{association}\n{day}"
            ),
        ),
    ),
    StandardLetter(
        title="任职终止 End of a seat",
        purpose=LetterPurpose.SEAT,
        subject=Translated(zh="关于{body}任职终止的通知", en="End of a seat in the {body}"),
        body=Translated(
            zh=(
                "{salutation}\n\n{person}在{body}担任的{office}自{until_on}起终止。\n\n"
                "事由：{ground}\n\n{association}\n{day}"
            ),
            en=(
                "{salutation}\n\nThe office of {person} as {office} in the {body} ended on "
                "{until_on}.\n\nGround: {ground}\n\n{association}\n{day}"
            ),
        ),
    ),
)
