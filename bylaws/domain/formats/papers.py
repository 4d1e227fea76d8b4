"""What a paper is made of, and the words that it says in either language.

Papers are documents of the association: their words are chosen by the paper's language and not by
that of whoever downloads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bylaws.domain.text.provisions import Provision
from bylaws.enums import Scheme
from bylaws.errors import Lang

FURNITURE = frozenset(
    {"PaperTitle", "PaperAssociation", "PaperNote", "PaperHead", "PaperCertified", "PaperFact"}
)
"""The styles of what a paper adds to the text, such as its title: whoever reads the text back
leaves it out. Styles outlive a file's way through another word processor; content controls do not.
"""


@dataclass(frozen=True, slots=True)
class TextPaper:
    """`label` names the version: 2019年版; `written_on` dates the file, so that the same input
    gives the same bytes."""

    title: str
    association: str
    label: str
    provisions: tuple[Provision, ...]
    written_on: date
    scheme: Scheme = Scheme.ZH
    lang: Lang = "zh"


@dataclass(frozen=True, slots=True)
class Dated:
    """`reference` says by whom and under which number, as the paper is to print it."""

    on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CertifiedPaper:
    """`digest` is that of the text, `chain` that of the log's entry for it; None of the dates is
    shown as not done yet."""

    text: TextPaper
    digest: str
    chain: str
    adopted: Dated | None = None
    approved: Dated | None = None
    effective: Dated | None = None


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """Numbers and texts as ArticleChange has them: empty where a version lacks the article."""

    old_number: str
    new_number: str
    old_text: str
    new_text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonPaper:
    title: str
    association: str
    old_label: str
    new_label: str
    rows: tuple[ComparisonRow, ...]
    written_on: date
    lang: Lang = "zh"


@dataclass(frozen=True, slots=True)
class RedlinePaper:
    """`text` is the new version. `conforming` as in `redline`. `tracks_numbers`: where False, new
    numbers stand plain, and rejecting everything gives the old text under the new numbers."""

    text: TextPaper
    old: tuple[Provision, ...]
    author: str
    at: datetime
    conforming: tuple[tuple[int, int, int], ...] = ()
    tracks_numbers: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


WORDS: Mapping[str, Said] = {
    "adopted": Said("表决通过", "Adopted"),
    "approved": Said("核准", "Approved"),
    "effective": Said("生效", "Effective"),
    "version": Said("版本", "Version"),
    "not_yet": Said("尚未", "not yet"),
    "digest": Said("文本摘要（SHA-256）", "Digest of the text (SHA-256)"),
    "chain": Said("存证链", "Chain of records"),
    "certificate": Said("核对证明", "Certificate"),
    "certified": Said(
        "经核对，本件与存档的章程文本一致。",
        "This copy has been compared with the text on record and agrees with it.",
    ),
    "representative": Said("法定代表人（签名）", "Legal representative (signature)"),
    "seal": Said("（印章）", "(seal)"),
    "day": Said("　　　年　　月　　日", "Date:"),
    "old": Said("原条文", "Text in force"),
    "new": Said("修订后条文", "Amended text"),
    "reason": Said("修订理由", "Reason"),
    "comparison": Said("修订对照表", "Comparison of changes"),
    "added": Said("（新增）", "(new)"),
    "repealed": Said("（删除）", "(repealed)"),
    "marks": Said(
        "删去的文字以删除线标明，增加的文字以下划线标明。",
        "Words taken out are struck through, words put in are underlined.",
    ),
    "redline": Said("修订稿", "Tracked changes"),
    "resolving": Said(
        "接受全部修订即为修订后的文本，拒绝全部修订即为原文本。"
        "仅因条号变动而作的修订，修订者注明“相应调整”；移动位置的条文注明“移位”。",
        "Accepting all changes gives the new text, rejecting all gives the old one. Changes that "
        "only follow from new numbers bear “conforming” beside their author, moved ones “moved”.",
    ),
    "conforming": Said("相应调整", "conforming"),
    "moved": Said("移位", "moved"),
}


def say(word: str, lang: Lang) -> str:
    """One of WORDS."""
    return WORDS[word].in_(lang)


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(on: date, lang: Lang) -> str:
    """2019年6月28日, 28 June 2019."""
    if lang == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def dated(fact: Dated | None, lang: Lang) -> str:
    """The day with its reference, or that there is none yet."""
    if fact is None:
        return say("not_yet", lang)
    parted = "　" if lang == "zh" else ", "
    return parted.join(filter(None, (day(fact.on, lang), fact.reference)))


def labelled(word: str, told: str, lang: Lang) -> str:
    """核准：2019年8月1日, Approved: 1 August 2019."""
    return say(word, lang) + ("：" if lang == "zh" else ": ") + told
