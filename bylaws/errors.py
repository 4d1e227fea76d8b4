"""Refusals of the rules. Each names its rule and is told in Chinese or English."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Lang = Literal["zh", "en", "de", "fr"]
"""Errors, findings and pages know Chinese and English; papers more (``bylaws.domain.abroad``)."""


class BylawsError(Exception):
    """`rule` names the broken rule; `render` tells it to the person who can mend it."""

    rule: ClassVar[str] = "bylaws"

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def render(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class ThresholdInvalid(BylawsError):
    """A share that is no share, or one that nobody could ever reach."""

    rule = "threshold"


class FigureInvalid(BylawsError):
    """A figure of a vote that is no count of anything."""

    rule = "figures"


@dataclass(frozen=True, slots=True)
class FailedEquality:
    """One equality of a count that does not hold; `code` is stable, the texts carry the numbers."""

    code: str
    zh: str
    en: str

    def render(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class CountDoesNotReconcile(BylawsError):
    """Lists every equality that fails.

    `is_void`: more ballots were returned than issued; the whole ballot is void and is repeated
    (CN-E2, after art. 44 of the Electoral Law). Otherwise the figures are to be counted again.
    """

    rule = "CN-E12"

    def __init__(self, failed: Sequence[FailedEquality], *, is_void: bool = False) -> None:
        self.failed = tuple(failed)
        self.is_void = is_void
        super().__init__(zh=self._told("zh"), en=self._told("en"))

    def _told(self, lang: Lang) -> str:
        parts = [equality.render(lang) for equality in self.failed]
        if lang == "zh":
            end = "本次投票无效，应当重新投票。" if self.is_void else "请核对后重新填报。"
            return "票数不符：" + "；".join(parts) + "。" + end
        end = (
            "This ballot is void as a whole and must be repeated."
            if self.is_void
            else "Check the count and enter it again."
        )
        return "The count does not reconcile: " + "; ".join(parts) + ". " + end


class ParameterInvalid(BylawsError):
    """A parameter of the bylaws that is unknown or has a value of the wrong shape."""

    rule = "parameter"


class ProfileInvalid(BylawsError):
    """A rule profile that cannot be read or contradicts itself."""

    rule = "profile"


class NoRuleInForce(BylawsError):
    """Neither the bylaws nor the profile answer the question on that day."""

    rule = "rulebook"


class MustBeDeclared(NoRuleInForce):
    """The law leaves the question to the bylaws, and the bylaws in force do not answer it."""

    rule = "declaration"


class MatterNotForBody(BylawsError):
    """The body has no power over the matter, so no rule can be named."""

    rule = "competence"


class TextUnreadable(BylawsError):
    """A text that does not follow the scheme of chapters, articles, paragraphs and items."""

    rule = "text"


class ApprovalUntimely(BylawsError):
    """An approval of what was not adopted, or one that would hold before it was given (CN-F2)."""

    rule = "approval"


class NoticeInvalid(BylawsError):
    """A notice period that is no period, or an instant without a time zone."""

    rule = "notice"


class ChangeUnfounded(BylawsError):
    """A change of what the base does not hold, or no longer holds as the change knew it."""

    rule = "amendment"


class WordFileRefused(BylawsError):
    """A file from a word processor that cannot be read as it is."""

    rule = "word file"


class WordFileBroken(WordFileRefused):
    """`what` is "zip" where the file is none, "document" where it holds no text, else "xml"."""

    ZH: ClassVar = {
        "zip": "这不是Word文件（.docx），或者文件已经损坏。"
        "请在Word或者WPS中打开，另存为.docx后重新上传。",
        "document": "文件里没有Word正文。"
        "请确认上传的是.docx文件，而不是表格、演示文稿或者普通压缩包。",
        "xml": "文件内容已经损坏，无法读取。请在Word或者WPS中打开并修复，另存后重新上传。",
    }
    EN: ClassVar = {
        "zip": "This is no Word file (.docx), or it is damaged. "
        "Open it in a word processor, save it as .docx and upload it again.",
        "document": "The file holds no Word text. "
        "Check that it is a .docx and no spreadsheet, presentation or plain archive.",
        "xml": "The file's content is damaged. "
        "Open and repair it in a word processor, save it and upload it again.",
    }

    def __init__(self, what: Literal["zip", "document", "xml"]) -> None:
        super().__init__(zh=self.ZH[what], en=self.EN[what])


class WordFileTooOld(WordFileRefused):
    """The format before 2007, .doc."""

    def __init__(self) -> None:
        super().__init__(
            zh="这是旧格式的Word文件（.doc）。请在Word或者WPS中打开，另存为.docx后重新上传。",
            en="This is a Word file of the old format (.doc). "
            "Open it in a word processor, save it as .docx and upload it again.",
        )


class WordFileEncrypted(WordFileRefused):
    """Protected by a password."""

    def __init__(self) -> None:
        super().__init__(
            zh="文件设有打开密码。请去掉密码后重新上传。",
            en="The file is protected by a password. Remove the password and upload it again.",
        )


class WordFileTooLarge(WordFileRefused):
    """More bytes or parts than bylaws ever have, as stored or once unpacked."""

    def __init__(self) -> None:
        super().__init__(
            zh="文件过大，或者解压后过大。请只保留章程文字，删去图片和附件后重新上传。",
            en="The file is too large, or becomes so when unpacked. "
            "Keep the text alone, without pictures and attachments, and upload it again.",
        )


class WordFileHostile(WordFileRefused):
    """XML with a document type or entities, which no word processor writes."""

    def __init__(self) -> None:
        super().__init__(
            zh="文件含有Word不会写入的外部引用（XML实体），已拒绝读取。请另存为新的.docx后重新上传。",
            en="The file holds XML entities, which no word processor writes, and was refused. "
            "Save it anew as .docx and upload it again.",
        )


@dataclass(frozen=True, slots=True)
class TrackedBy:
    """How many tracked changes one person made on one day; both as the file has them, `on` is a
    date such as 2026-11-23, and either is empty where the file does not say."""

    author: str
    on: str
    count: int


class TrackedChangesFound(WordFileRefused):
    """The file holds tracked changes, and whether they count is for a person to say."""

    rule = "tracked changes"

    def __init__(self, by: Sequence[TrackedBy]) -> None:
        self.by = tuple(by)
        self.count = sum(each.count for each in by)
        zh = "、".join(f"{e.author or '未署名'}（{e.on or '日期不详'}，{e.count}处）" for e in by)
        en = ", ".join(f"{e.author or 'unnamed'} ({e.on or 'undated'}: {e.count})" for e in by)
        super().__init__(
            zh=f"文件中有{self.count}处尚未处理的修订：{zh}。请选择接受全部修订或者拒绝全部修订。",
            en=f"The file holds {self.count} tracked changes: {en}. "
            "Choose whether to accept or to reject all of them.",
        )


class PaperUnwritable(BylawsError):
    """A text with a character that a Word file cannot hold."""

    rule = "paper"

    def __init__(self, text: str) -> None:
        super().__init__(
            zh=f"文字中有Word文件不能保存的控制字符，请删除后重试：{text[:20]!r}",
            en=f"The text has a control character that a Word file cannot hold: {text[:20]!r}",
        )


class FileTooLarge(BylawsError):
    """A file beyond the size of any text of an association."""

    rule = "text"


class EncodingUnknown(BylawsError):
    """Bytes that are no text, or text in an encoding that cannot be told for sure."""

    rule = "text"


class TextFileInvalid(BylawsError):
    """A file of a text (Akoma Ntoso, JSON) that is malformed, unsafe or contradicts itself."""

    rule = "text"


class AmendmentFixed(BylawsError):
    """An amendment that was submitted, decided or withdrawn, and is not edited any more."""

    rule = "amendment"


class NothingChanged(BylawsError):
    """A change that would leave the text as it is."""

    rule = "amendment"


class EditedMeanwhile(BylawsError):
    """Someone else saved the same provision since it was read.

    `theirs` is its text now, `mine` the one that was not saved: the page shows both.
    """

    rule = "amendment"

    def __init__(self, *, theirs: str, mine: str) -> None:
        self.theirs = theirs
        self.mine = mine
        super().__init__(
            zh="您打开之后，他人已修改并保存了同一内容。您的文字没有丢失，请对照后再保存。",
            en="Someone else changed and saved this since you opened it. "
            "Your text is not lost: compare the two and save again.",
        )


class AdoptionRefused(BylawsError):
    """An adoption that would write a text nobody voted on, or one that refers to nothing."""

    rule = "adoption"


class RebaseCollides(BylawsError):
    """An amendment whose base moved on in the very provisions that it changes.

    `collisions` names each with the base's old text, its new text and what the amendment wants;
    somebody has to say what shall stand.
    """

    rule = "amendment"

    def __init__(self, collisions: Sequence["Collision"]) -> None:
        self.collisions = tuple(collisions)
        named = [collision.number for collision in collisions]
        super().__init__(
            zh=f"以下条款在新版本中也已改动，须由人决定如何修改：{'、'.join(named)}。",
            en="These provisions were changed in the new version as well; someone has to decide: "
            + ", ".join(named)
            + ".",
        )


@dataclass(frozen=True, slots=True)
class Collision:
    """One provision of a rebase that cannot be settled by rule; `id` of the change's row."""

    id: str
    number: str
    old: str
    new: str
    wanted: str


class CommentsClosed(BylawsError):
    """A comment on an amendment that is not, or no longer, open to comments."""

    rule = "consultation"


class HistoryUntimely(BylawsError):
    """Days of a text decided in the past that contradict each other, or lie ahead."""

    rule = "history"


class RegulationInvalid(BylawsError):
    """Settings of a text that the rules cannot work with."""

    rule = "regulation"


class PaperUnknown(BylawsError):
    """A paper that is not made of such a text: a comparison of a first version, a certified copy of
    a draft, a format that nothing is written in."""

    rule = "paper"


class ConsentRefused(BylawsError):
    """A written consent of the registration authority that cannot be put on record as it is."""

    rule = "registrar_consent"
