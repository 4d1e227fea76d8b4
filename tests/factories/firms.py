"""What hangs on a firm: contacts, papers, tags, and entries taken as one."""

from __future__ import annotations

from datetime import UTC, datetime

from members.domain.firms.contacts import ContactFacts, add_contact
from members.domain.firms.firm_papers import keep_paper
from members.domain.firms.merging import merge_firms
from members.domain.firms.tagging import tag_firms
from members.enums import ContactPurpose, FirmDocumentKind
from members.models import Contact, Firm, FirmDocument, Merge, Tag

PDF = b"%PDF-1.7 a paper"
MERGED_AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)


def make_contact(
    firm: Firm,
    *,
    purpose: str = ContactPurpose.DUES,
    name: str = "丙会计",
    email: str = "books@firm.example",
) -> Contact:
    facts = ContactFacts(purpose=purpose, name=name, email=email)
    return add_contact(firm=firm, facts=facts, by=None, at=MERGED_AT)


def make_paper(
    firm: Firm, *, kind: FirmDocumentKind = FirmDocumentKind.LICENCE, content: bytes = PDF
) -> FirmDocument:
    return keep_paper(
        firm=firm,
        kind=kind,
        title="营业执照",
        content=content,
        name="licence.pdf",
        by=None,
        at=MERGED_AT,
    )


def make_tag(*firms: Firm, name: str = "新能源") -> Tag:
    return tag_firms(firms=firms, name=name, by=None, at=MERGED_AT)


def make_merge(kept: Firm, dropped: Firm, *, at: datetime = MERGED_AT) -> Merge:
    return merge_firms(kept=kept, dropped=dropped, reason="同一营业执照", by=None, at=at)
