"""Notice, agenda, attendance, quorum, motions, resolutions, minutes."""

from assemblies.models.agenda import (
    AgendaItem,
    HandsCount,
    Motion,
    Recusal,
    RollCallVote,
    Statement,
)
from assemblies.models.convening import (
    Delivery,
    MeetingPaper,
    Notice,
    NoticeAttachment,
    Proxy,
    RollObjection,
)
from assemblies.models.filing import (
    FilingPaper,
    Handover,
    HandoverItem,
    HandoverPaper,
    RetentionPeriod,
    TermPackage,
)
from assemblies.models.meetings import Adjournment, Appointment, Assembly, Clearance, PlanStep
from assemblies.models.minutes import (
    Excerpt,
    FreeText,
    Minutes,
    ReadingRemark,
    Signature,
    SigningAuthority,
    SigningCertificate,
)
from assemblies.models.nominations import (
    CandidateNotice,
    Nomination,
    NominationApproval,
    NominationCall,
    NominationObjection,
    NominationSupport,
)
from assemblies.models.presence import Attendance, Excuse, QuorumCheck
from assemblies.models.resolutions import Goal, ProgressNote, Publication, Resolution
from assemblies.models.rounds import SeatDecision

__all__ = [
    "Adjournment",
    "AgendaItem",
    "Appointment",
    "Assembly",
    "Attendance",
    "CandidateNotice",
    "Clearance",
    "Delivery",
    "Excerpt",
    "Excuse",
    "FilingPaper",
    "FreeText",
    "Goal",
    "Handover",
    "HandoverItem",
    "HandoverPaper",
    "HandsCount",
    "MeetingPaper",
    "Minutes",
    "Motion",
    "Nomination",
    "NominationApproval",
    "NominationCall",
    "NominationObjection",
    "NominationSupport",
    "Notice",
    "NoticeAttachment",
    "PlanStep",
    "ProgressNote",
    "Proxy",
    "Publication",
    "QuorumCheck",
    "ReadingRemark",
    "Recusal",
    "Resolution",
    "RetentionPeriod",
    "RollCallVote",
    "RollObjection",
    "SeatDecision",
    "Signature",
    "SigningAuthority",
    "SigningCertificate",
    "Statement",
    "TermPackage",
]
