"""What a careful reader would mark in a text before it is voted on.

Nothing here forbids anything: each finding names its place and says why somebody should look.
Numbers that are missing or doubled cannot be found in a text that was read, since they follow from
the place; the reader of dirty texts tells of them (`bylaws.domain.formats.plain`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bylaws.domain.text import bindings
from bylaws.domain.text.bindings import Found
from bylaws.domain.text.provisions import Provision, citations
from bylaws.domain.text.terms import TERMS, Term
from bylaws.enums import ProvisionKind, Scheme, Severity
from bylaws.errors import Lang

LISTED = frozenset({ProvisionKind.ITEM, ProvisionKind.SUBITEM})
MOST_PLACES = 5
"""Places that one finding names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Lint:
    """`index` and `id` of the provision, `place` as it is cited; `code` is stable.

    BLOCK: the text would name what is not there; WARN: probably a slip; INFO: a matter of style.
    """

    code: str
    severity: Severity
    index: int
    id: UUID | None
    place: str
    zh: str
    en: str

    def render(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


def lint(
    provisions: Sequence[Provision],
    scheme: Scheme = Scheme.ZH,
    own_names: Sequence[str] = (),
) -> tuple[Lint, ...]:
    """Every finding, in the order of the text; one for each term that is used in two forms."""
    reader = _Reader(provisions, scheme, own_names)
    found = [*reader.references(), *reader.empty(), *reader.lists(), *reader.terms()]
    return tuple(sorted(found, key=lambda finding: finding.index))


class _Reader:
    def __init__(
        self, provisions: Sequence[Provision], scheme: Scheme, own_names: Sequence[str]
    ) -> None:
        self.provisions, self.scheme, self.own_names = provisions, scheme, own_names
        self.cited = citations(provisions, scheme)

    def references(self) -> Iterator[Lint]:
        """Those that name nothing, a repealed provision, or leave open of what they speak."""
        found = bindings.find(self.provisions, self.scheme, self.own_names)
        repealed = self._naming_repealed() if any(p.is_repealed for p in self.provisions) else {}
        for one in found:
            words = self._written(one)
            key = one.index, one.token.start
            if key in repealed:
                yield self._told(
                    "repealed",
                    Severity.BLOCK,
                    one.index,
                    zh=f"“{words}”已删除，仍被引用。",
                    en=f"“{words}” was repealed and is still referred to.",
                )
            elif one.is_dangling:
                yield self._told(
                    "dangling",
                    Severity.BLOCK,
                    one.index,
                    zh=f"“{words}”不存在。",
                    en=f"There is no “{words}”.",
                )
            elif one.lacks_context:
                yield self._told(
                    "lacks_context",
                    Severity.WARN,
                    one.index,
                    zh=f"“{words}”没有说明是哪一条的。",
                    en=f"“{words}” does not say of which article.",
                )

    def _naming_repealed(self) -> dict[tuple[int, int], int]:
        """Of each token that would name a provision, were that not repealed: which."""
        standing = [replace(p, is_repealed=False) for p in self.provisions]
        return {
            (one.index, one.token.start): one.target
            for one in bindings.find(standing, self.scheme, self.own_names)
            if one.target is not None and self.provisions[one.target].is_repealed
        }

    def _written(self, one: Found) -> str:
        return self.provisions[one.index].text[one.token.start : one.token.end]

    def empty(self) -> Iterator[Lint]:
        for index, provision in enumerate(self.provisions):
            if not provision.text.strip() and not provision.is_repealed:
                zh, en = "没有内容。", "Nothing stands here."
                yield self._told("empty", Severity.BLOCK, index, zh=zh, en=en)

    def lists(self) -> Iterator[Lint]:
        """The last item of a list that does not close its sentence (Chinese texts)."""
        if self.scheme is not Scheme.ZH:
            return
        for index, provision in enumerate(self.provisions):
            following = self.provisions[index + 1 : index + 2]
            closes = provision.kind in LISTED and not (following and following[0].kind in LISTED)
            if closes and provision.text and not provision.text.endswith(("。", "！", "？")):
                yield self._told(
                    "open_list",
                    Severity.INFO,
                    index,
                    zh=f"列举的最后一项以“{provision.text[-1]}”结尾，应为句号。",
                    en=f"The last item of the list ends with “{provision.text[-1]}” and not with "
                    "a full stop.",
                )

    def terms(self) -> Iterator[Lint]:
        """Terms of which both forms occur; told where the rarer one stands."""
        if self.scheme is not Scheme.ZH:
            return
        whole = "\n".join(provision.text for provision in self.provisions)
        for term in TERMS:
            if not all(Term.compiled(form).search(whole) for form in (term.one, term.other)):
                continue
            one, other = self._holding(term.one), self._holding(term.other)
            if one and other:
                yield self._mixed(term, one, other)

    def _holding(self, form: str) -> list[tuple[int, str]]:
        """The provisions in which a form occurs, with the words as written."""
        pattern = Term.compiled(form)
        matched = ((i, pattern.search(p.text)) for i, p in enumerate(self.provisions))
        return [(index, match[0]) for index, match in matched if match]

    def _mixed(
        self, term: Term, one: Sequence[tuple[int, str]], other: Sequence[tuple[int, str]]
    ) -> Lint:
        rarer, usual = (one, other) if len(one) < len(other) else (other, one)
        places = list(dict.fromkeys(self.cited[index] for index, _words in rarer))
        named = [place for place in places if place][:MOST_PLACES]
        more = len(places) - len(named)
        rest_zh = f"等{len(places)}处" if more else ""
        rest_en = f" and {more} more" if more else ""
        return self._told(
            "two_forms",
            Severity.INFO,
            rarer[0][0],
            zh=f"“{rarer[0][1]}”（{'、'.join(named)}{rest_zh}）与“{usual[0][1]}”并用：{term.zh}",
            en=f"“{rarer[0][1]}” ({', '.join(named)}{rest_en}) is used beside “{usual[0][1]}”: "
            f"{term.en}",
        )

    def _told(self, code: str, severity: Severity, index: int, *, zh: str, en: str) -> Lint:
        place = self.cited[index]
        return Lint(code, severity, index, self.provisions[index].id, place, zh, en)
