"""Signatures of the minutes, and the association's authority for them."""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assemblies.domain.days import local_day
from assemblies.domain.governing import cited
from assemblies.domain.signing import authority, sealing
from assemblies.enums import Function, MinutesState
from assemblies.forms import RevokeForm, SignForm
from assemblies.models import Minutes, SigningAuthority, SigningCertificate
from assemblies.permissions import can_operate, may_operate, may_read
from assemblies.views.answer import actor, answer, shown, stored
from bylaws.domain.in_force import rulebook_on
from members.models import Person
from members.permissions import is_auditor, is_secretariat, require
from records.fields import Translated

OWN_FILE_LIMIT = 100_000
SIGNATURE_LAW = "records.signature"


def _minutes(pk: UUID, row: UUID) -> Minutes:
    """Minutes that are to be signed; a draft has no page of signatures."""
    return get_object_or_404(
        Minutes.objects.select_related("assembly", "document", "sealed"),
        pk=row,
        assembly=pk,
        state__in=(MinutesState.FINAL, MinutesState.SIGNED),
    )


def _law() -> Translated:
    """What the profile says of electronic signatures; empty where it says nothing."""
    return cited(rulebook_on(local_day(timezone.now())).sources(SIGNATURE_LAW))


def _has_place(minutes: Minutes, person: Person) -> bool:
    return any(one.place.person == str(person.pk) for one in sealing.signing_places(minutes))


def _address(minutes: Minutes) -> str:
    return reverse("assemblies:signatures", args=[minutes.assembly_id, minutes.pk])


def _function(name: str) -> str:
    return str(Function(name).label) if name in Function else _("member who attended")


@require(may_read)
@require_safe
def signatures(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Every place to sign, who signed in it and how, and one's own places."""
    return _page(request, _minutes(pk, row), SignForm(user=actor(request)))


def _page(request: HttpRequest, minutes: Minutes, form: SignForm) -> HttpResponse:
    user = actor(request)
    places = [
        {
            "place": one.place,
            "function": _function(one.place.function),
            "signature": one.signature,
            "mine": one.place.person == str(user.person_id) and one.signature is None,
        }
        for one in sealing.signing_places(minutes)
    ]
    standing = authority.current_authority()
    context = {
        "assembly": minutes.assembly,
        "minutes": minutes,
        "places": places,
        "missing": sum(place["signature"] is None for place in places),
        "form": form,
        "authority": standing,
        "operates": can_operate(user, minutes.assembly),
        "secretariat": is_secretariat(user),
        "law": _law(),
    }
    return render(request, "assemblies/signatures.html", context)


@require(may_read)
@require_POST
def place_sign(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Sign in one's own place. The password is asked each time: no screen left open signs."""
    minutes, user = _minutes(pk, row), actor(request)
    if user.person is None or not _has_place(minutes, user.person):
        raise Http404
    form = SignForm(request.POST, request.FILES, user=user)
    if not form.is_valid():
        return _page(request, minutes, form)
    person = user.person
    file = form.cleaned_data["own"]
    own = (file.read(OWN_FILE_LIMIT), form.cleaned_data["passphrase"]) if file else None
    return answer(
        request,
        lambda: sealing.sign_minutes(
            minutes=minutes,
            person=person,
            function=request.POST.get("function", ""),
            by=user,
            at=timezone.now(),
            own=own,
        ),
        done=_("Signed. The signature is in the file."),
        to=_address(minutes),
    )


@require(may_operate)
@require_POST
def place_ink(request: HttpRequest, pk: UUID, row: UUID, person: UUID) -> HttpResponseRedirect:
    """Note that somebody signed the printed minutes."""
    minutes = _minutes(pk, row)
    signer = get_object_or_404(Person, pk=person)
    return answer(
        request,
        lambda: sealing.note_ink(
            minutes=minutes,
            person=signer,
            function=request.POST.get("function", ""),
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("Noted: signed in ink."),
        to=_address(minutes),
    )


@require(may_read)
@require_safe
def sealed_pdf(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """The file with its signatures."""
    return stored(_minutes(pk, row).sealed)


def reads_authority(user: object) -> bool:
    return is_secretariat(user) or is_auditor(user)


@require(reads_authority)
@require_safe
def authority_detail(request: HttpRequest) -> HttpResponse:
    """The authority with its fingerprint, and every certificate that it issued."""
    context = {
        "authority": authority.current_authority(),
        "earlier": SigningAuthority.objects.filter(is_current=False),
        "certificates": SigningCertificate.objects.select_related("person", "authority"),
        "form": RevokeForm(),
        "secretariat": is_secretariat(request.user),
        "law": _law(),
    }
    return render(request, "assemblies/authority_detail.html", context)


@require(is_secretariat)
@require_POST
def authority_found(request: HttpRequest) -> HttpResponseRedirect:
    """Found the authority, or another in its place."""
    return answer(
        request,
        lambda: authority.found_authority(
            by=actor(request), at=timezone.now(), anew="anew" in request.POST
        ),
        done=_("The authority is founded. Print its fingerprint and keep it with the seals."),
        to=reverse("assemblies:authority"),
    )


@require(is_secretariat)
@require_POST
def certificate_revoke(request: HttpRequest, certificate: UUID) -> HttpResponseRedirect:
    row = get_object_or_404(SigningCertificate, pk=certificate)
    form, to = RevokeForm(request.POST), reverse("assemblies:authority")
    if not form.is_valid():
        messages.error(request, _("Say why the certificate is revoked."))
        return HttpResponseRedirect(to)
    return answer(
        request,
        lambda: authority.revoke_certificate(
            certificate=row,
            reason=form.cleaned_data["reason"],
            by=actor(request),
            at=timezone.now(),
        ),
        done=_("The certificate is revoked. What it signed no longer counts as signed."),
        to=to,
    )


@require_safe
def authority_file(request: HttpRequest, authority_id: UUID, kind: str) -> HttpResponse:
    """The certificate, or the list of revoked ones: for everybody who checks a paper."""
    row = get_object_or_404(SigningAuthority, pk=authority_id)
    if kind == "pem":
        return shown(
            row.certificate.encode(), media_type="application/x-pem-file", name="authority.pem"
        )
    revoked = authority.revocation_list(row, at=timezone.now()).public_bytes(Encoding.DER)
    return shown(revoked, media_type="application/pkix-crl", name="revoked.crl")
