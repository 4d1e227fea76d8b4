"""How an application goes from state to state: one way for all acts, each leaving a step."""

from __future__ import annotations

from datetime import datetime

from members.enums import (
    APPLICATION_TRANSITIONS,
    ApplicationAct,
    ApplicationEvent,
    ApplicationState,
)
from members.errors import ApplicationActRefused
from members.models import Application, ApplicationStep, User
from records.domain import log
from records.models import Document

STREAM = "register"


def lock(application: Application) -> Application:
    """The row as it stands now; whoever acts on it next waits for this transaction."""
    return Application.objects.select_for_update().get(pk=application.pk)


def is_possible(application: Application, act: ApplicationAct) -> bool:
    return ApplicationState(application.state) in APPLICATION_TRANSITIONS[act]


def check(application: Application, act: ApplicationAct) -> None:
    """Raises ApplicationActRefused where the state does not allow the act."""
    if not is_possible(application, act):
        state = ApplicationState(application.state)
        raise ApplicationActRefused(number=application.number, state=state.label)


def go(
    application: Application,
    act: ApplicationAct,
    event: ApplicationEvent,
    *,
    note: str = "",
    document: Document | None = None,
    by: User | None,
    at: datetime,
) -> ApplicationStep:
    """Move a locked application on, and put down what happened.

    The log names rows only: what notes say of people stays where it can be found and corrected.
    """
    check(application, act)
    application.state = APPLICATION_TRANSITIONS[act][ApplicationState(application.state)]
    application.save()
    step = ApplicationStep.objects.create(
        application=application,
        event=event,
        at=at,
        by=by,
        note=note,
        decision=application.decision,
        document=document,
    )
    payload = {
        "application": application.pk,
        "number": application.number,
        "state": application.state,
        "step": step.pk,
        "document": document.digest if document else "",
        "decision": application.decision_id,
    }
    log.record(stream=STREAM, event=f"application_{event}", payload=payload, by=by, at=at)
    return step
