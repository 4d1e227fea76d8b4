"""What is refused of electronic signatures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.errors.base import AssemblyRefused


class AuthorityMissing(AssemblyRefused):
    code = "authority_missing"
    message = _(
        "The association has no authority for signatures that is valid today. The secretariat "
        "founds one on the page of signatures; signing in ink needs none."
    )


class AuthorityKeyLost(AssemblyRefused):
    code = "authority_key_lost"
    message = _(
        "The key of the authority for signatures cannot be opened: the installation's secret has "
        "changed since. Put the former secret back, or found another authority."
    )


class NoPlaceToSign(AssemblyRefused):
    code = "no_place_to_sign"
    message = _("%(person)s has no place to sign in these minutes.")


class SignatureUnproved(AssemblyRefused):
    code = "signature_unproved"
    message = _("The password is not right. Nothing was signed.")


class CertificateUnusable(AssemblyRefused):
    code = "certificate_unusable"
    message = _("This certificate cannot sign: %(why)s")


class PaperChanged(AssemblyRefused):
    code = "paper_changed"
    message = _(
        "The file of the minutes is not the one that was made: it was changed in the store. "
        "Restore it from the backup before anybody signs."
    )


class TimeStampFailed(AssemblyRefused):
    code = "time_stamp_failed"
    message = _("The time-stamp service did not answer, and nothing was signed: %(why)s")


class FileTooLarge(AssemblyRefused):
    code = "file_too_large"
    message = _(
        "This file is larger than %(mb)s MB, as it is or unpacked. Check it with the command "
        "verify_minutes or verify_package instead."
    )


class FileUnknown(AssemblyRefused):
    code = "file_unknown"
    message = _(
        "This file is neither a PDF nor a package of a term. Choose the file of the minutes as it "
        "was handed out."
    )


class FileCheckRunning(AssemblyRefused):
    code = "file_check_running"
    message = _("A file of yours is being checked already. Wait until its checks are shown.")
