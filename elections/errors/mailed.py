"""Why the server does not make and mail the voting codes."""

from django.utils.translation import gettext_lazy as _

from elections.errors.base import ElectionRefused


class CodesNotMailed(ElectionRefused):
    code = "codes_not_mailed"
    message = _("The voters of this day are not known by codes that the server mails.")


class MailWouldBeKept(ElectionRefused):
    code = "mail_would_be_kept"
    message = _(
        "No mail server is set, so that mail is kept in the outbox, where codes must not lie. Set "
        "EMAIL_URL, or let the credential authority make the codes."
    )


class MailServerAway(ElectionRefused):
    code = "mail_server_away"
    message = _("The mail server cannot be reached, and no code was made: %(reason)s")


class VotersWithoutAddress(ElectionRefused):
    code = "voters_without_address"
    message = _("No e-mail address is on record for: %(names)s. Enter it, then try again.")


class NothingToMail(ElectionRefused):
    code = "nothing_to_mail"
    message = _(
        "Codes are made once the boxes and their rolls are there, and before the first one opens."
    )
