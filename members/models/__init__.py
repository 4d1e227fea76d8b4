"""Who belongs, who represents, who logs in."""

from members.models.accounts import RoleGrant, User, UserManager
from members.models.bodies import Body, Delegation, Mandate, Succession, Term
from members.models.cases import (
    Application,
    ApplicationDocument,
    ApplicationStep,
    Proceeding,
    ProceedingStep,
)
from members.models.firms import ChangeRequest, Contact, Firm, FirmDocument, Merge, Tag
from members.models.imports import ColumnMapping, ImportBatch
from members.models.mailings import Letter, LetterTemplate, Mailing
from members.models.memberships import (
    Certificate,
    ClassPeriod,
    MemberClass,
    Membership,
    Representative,
    Standing,
)
from members.models.people import Erasure, Person

__all__ = [
    "Application",
    "ApplicationDocument",
    "ApplicationStep",
    "Body",
    "Certificate",
    "ChangeRequest",
    "ClassPeriod",
    "ColumnMapping",
    "Contact",
    "Delegation",
    "Erasure",
    "Firm",
    "FirmDocument",
    "ImportBatch",
    "Letter",
    "LetterTemplate",
    "Mailing",
    "Mandate",
    "MemberClass",
    "Membership",
    "Merge",
    "Person",
    "Proceeding",
    "ProceedingStep",
    "Representative",
    "RoleGrant",
    "Standing",
    "Succession",
    "Tag",
    "Term",
    "User",
    "UserManager",
]
