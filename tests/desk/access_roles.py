"""Who asks, and what each is answered."""

from __future__ import annotations

ROLES = (
    "anonymous",
    "secretariat",
    "auditor",
    "chair",
    "authority",
    "trustee",
    "counter",
    "representative",
    "excluded",
    "stranger",
)
LOGIN = "log-in"
JSON = "application/json"
Answers = tuple[int | str, ...]


def only(*roles: str, answer: int = 200) -> Answers:
    """Those roles get the answer; the others do not learn that there is anything."""
    return tuple(
        answer if role in roles else LOGIN if role == "anonymous" else 404 for role in ROLES
    )


VOTERS = ("chair", "authority", "trustee", "counter", "representative")
PUBLIC = (200,) * len(ROLES)
LOGGED_IN = only(*ROLES[1:])
REGISTER = only("secretariat", "auditor")
OFFICE = only("secretariat")
OWN = only("representative")
MEETING = only("secretariat", "auditor", *VOTERS, "excluded")
# The authority of the example is a supervisor.
ROLL = only("secretariat", "auditor", "chair", "authority")
RUN = ("secretariat", "chair")
COUNT = only("secretariat", "auditor", "counter")
