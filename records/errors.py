"""What can be wrong with a record."""

import logging

from django.db import IntegrityError, InternalError, OperationalError
from django.utils.translation import gettext_lazy as _

# A full disk, a database that is read-only or away, or two writers in each other's way. What the
# act wrote until then is undone, and the same act may be done when the cause is gone.
STORE_REFUSED = (OperationalError, InternalError, IntegrityError)
logger = logging.getLogger(__name__)


def log_not_stored(act: str, error: Exception) -> None:
    """Say in the server's own log why ``act`` was not kept."""
    # The first line says why; those after it may quote the row, which may be a ballot.
    reason = str(error).partition("\n")[0]
    logger.error("The database refused a write in %s: %s", act, reason)


class RecordsError(Exception):
    """Base of the errors of this app."""


class ActRefused(Exception):
    """A business act that the rules or the state of things forbid.

    ``message`` is a full sentence for the person who asked, saying what to do; ``code`` is stable.
    Each app derives its own errors from this class, so that a view can show any of them alike.
    """

    code = "refused"
    message = _("This cannot be done now.")

    def __init__(self, message: object = None, **context: object) -> None:
        self.context = context
        text = message or self.message
        self.text = (str(text) % context) if context else str(text)
        super().__init__(self.text)

    def __str__(self) -> str:
        return self.text


class ChainBroken(RecordsError):
    """A link of the log does not follow from the one before it."""

    def __init__(self, stream: str, position: int) -> None:
        self.stream, self.position = stream, position
        super().__init__(f"log {stream!r} is broken at entry {position}")


class DocumentMissing(RecordsError):
    """The bytes of a stored document are gone or altered."""


class FontsMissing(ActRefused):
    code = "fonts_missing"
    message = _(
        "The server lacks the fonts of the papers (%(faces)s). Whoever runs it installs them: "
        "apt-get install %(package)s"
    )


class PaperIncomplete(RecordsError):
    """A template of a paper names a file that is not there."""


class PressEnded(RecordsError):
    """The process that sets papers was ended from outside, and so was the one after it."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"the process that sets the pages was ended twice (status {status}; -9: for want of "
            "memory, most often). Papers made so far are kept, the others are tried again."
        )
