"""The rulebook of a day: the association's profile, and over it the bylaws in force that day."""

from __future__ import annotations

from datetime import date

from bylaws.choices import RegulationKind
from bylaws.domain import stored
from bylaws.domain.effective import version_on
from bylaws.domain.parameters import BylawsParameter
from bylaws.domain.profiles import load_profile
from bylaws.domain.rulebook import RegistrarConsent as Consent
from bylaws.domain.rulebook import Rulebook
from bylaws.domain.text.provisions import citations
from bylaws.enums import Scheme
from bylaws.models import Association, RegistrarConsent, Regulation, Version


def bylaws_of_association() -> Regulation | None:
    """The one regulation that is the bylaws."""
    return Regulation.objects.filter(kind=RegulationKind.BYLAWS).first()


def parameters_of(version: Version) -> list[BylawsParameter]:
    """The rules that a version's text states, each with its place as it is numbered there."""
    kept = stored.provisions_of(version)
    cited = citations(kept, Scheme(version.numbering))
    where = {row.id: reference for row, reference in zip(kept, cited, strict=True)}
    return [
        BylawsParameter(
            key=row.key,
            value=row.value,
            article_ref=where.get(row.provision, ""),
            quote=row.quote,
            provision=row.provision,
        )
        for row in version.parameters.all()
    ]


def rulebook_on(day: date) -> Rulebook:
    """What governs on ``day``. A text that was adopted and is not yet approved does not (CN-F2)."""
    association = Association.objects.get()
    bylaws = bylaws_of_association()
    version = version_on(regulation=bylaws, day=day) if bylaws else None
    return Rulebook(
        load_profile(association.profile),
        parameters_of(version) if version else (),
        bylaws_label_zh=f"《章程》（{version.label.zh}）" if version else "《章程》",
        bylaws_label_en=f"Bylaws ({version.label.en})" if version else "Bylaws",
        on=day,
        consents=[
            Consent(subject=row.subject, reference=row.reference, given_on=row.given_on)
            for row in RegistrarConsent.objects.all()
        ],
    )
