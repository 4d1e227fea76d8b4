"""Electronic signatures and what verifies them."""

from django.urls import path, re_path

from assemblies.views import file_check, signing

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

urlpatterns = [
    path("check-a-file/", file_check.file_check, name="file_check"),
    path("signatures/", signing.authority_detail, name="authority"),
    path("signatures/found/", signing.authority_found, name="authority_found"),
    path(
        "signatures/certificates/<uuid:certificate>/revoke/",
        signing.certificate_revoke,
        name="certificate_revoke",
    ),
    re_path(
        rf"^signatures/(?P<authority_id>{UUID})\.(?P<kind>pem|crl)$",
        signing.authority_file,
        name="authority_file",
    ),
    path("<uuid:pk>/minutes/<uuid:row>/signatures/", signing.signatures, name="signatures"),
    path("<uuid:pk>/minutes/<uuid:row>/signatures/sign/", signing.place_sign, name="place_sign"),
    path(
        "<uuid:pk>/minutes/<uuid:row>/signatures/<uuid:person>/ink/",
        signing.place_ink,
        name="place_ink",
    ),
    path("<uuid:pk>/minutes/<uuid:row>/signed.pdf", signing.sealed_pdf, name="sealed_pdf"),
]
