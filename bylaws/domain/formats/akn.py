"""A version of a regulation as Akoma Ntoso 3.0 (OASIS LegalDocML), and what such a file states.

Identifiers follow the Akoma Ntoso Naming Convention 1.0: eIds are ASCII and made of places, as
`chp_4__sec_1__art_25__para_1__list_1__point_3`; an article put in under another one has both
numbers (`art_5-1`). Permanent ids, which survive renumbering, stand in `GUID`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bylaws.domain.text.provisions import Place, Provision
from bylaws.enums import ProvisionKind, Scheme

KIND = ProvisionKind
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN_NAMESPACE = "urn:assembly:text:1"
"""Of the two facts that the standard has no place for: the numbering scheme and the digest."""
GUID_PREFIX = "urn:uuid:"

LANGUAGES: Mapping[str, str] = {"zh": "zho", "en": "eng", "de": "deu", "fr": "fra"}
"""ISO 639-2 codes, which identifiers want, by the first part of the tag that xml:lang wants."""


@dataclass(frozen=True, slots=True)
class AknDocument:
    """One version of one regulation.

    `country` is ISO 3166-1 in small letters; `subject` and `number` are ASCII names of the
    association and of the regulation in the identifiers; `language` is a tag such as zh-Hans.
    `begun_on` is the day of the regulation's first version; `written_on` that of the file. Days
    that are not known yet are None; `published_in` names where the text was made known.
    """

    provisions: tuple[Provision, ...]
    title: str
    association: str
    begun_on: date
    written_on: date
    country: str
    subject: str
    number: str = "bylaws"
    scheme: Scheme = Scheme.ZH
    language: str = "zh-Hans"
    label: str = ""
    authority: str = ""
    adopted_on: date | None = None
    approved_on: date | None = None
    effective_on: date | None = None
    published_on: date | None = None
    published_in: str = ""

    @property
    def work_iri(self) -> str:
        """Of the regulation, whatever its version."""
        return f"/akn/{self.country}/act/bylaws/{self.subject}/{self.begun_on}/{self.number}"

    @property
    def expression_iri(self) -> str:
        """Of this version in this language; a draft bears the day of its file."""
        return f"{self.work_iri}/{self.iso_language}@{self.version_on}"

    @property
    def version_on(self) -> date:
        return self.effective_on or self.approved_on or self.adopted_on or self.written_on

    @property
    def iso_language(self) -> str:
        return LANGUAGES.get(self.language.split("-")[0].lower(), "und")


ELEMENTS: Mapping[ProvisionKind, str] = {
    KIND.PREAMBLE: "p",
    KIND.CHAPTER: "chapter",
    KIND.SECTION: "section",
    KIND.ARTICLE: "article",
    KIND.PARAGRAPH: "paragraph",
    KIND.ITEM: "point",
    KIND.SUBITEM: "point",
}


def eid(place: Place) -> str:
    """The identifier of a place; "" for a preamble, which has none by its place."""
    parts = [
        _part("chp", place.chapter),
        _part("sec", place.section),
        _part("art", place.article) + (f"-{place.sub}" if place.sub else ""),
    ]
    if place.kind is not KIND.ARTICLE:
        parts.append(_part("para", place.paragraph))
    parts += [_part("list_1__point", place.item), _part("list_1__point", place.subitem)]
    return "__".join(filter(None, parts))


def _part(name: str, number: int) -> str:
    return f"{name}_{number}" if number else ""
