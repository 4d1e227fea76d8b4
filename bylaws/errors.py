"""Refusals of the rules. Each names its rule and is told in Chinese or English."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

Lang = Literal["zh", "en"]


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
