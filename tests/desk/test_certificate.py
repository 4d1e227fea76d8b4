import datetime
import ipaddress
import ssl
import stat

import pytest
from cryptography import x509

from desk.management import certificate

NOW = datetime.datetime(2026, 12, 20, 9, 0, tzinfo=datetime.UTC)


NAMES = ["hall.local", "localhost"]
ADDRESSES = ["127.0.0.1", "192.0.2.7", "::1"]


def make(folder, *, addresses=ADDRESSES, at=NOW) -> certificate.Certificate:
    return certificate.own_certificate(folder, names=NAMES, addresses=addresses, at=at)


def read(made: certificate.Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.certificate.read_bytes())


def test_own_certificate_names_this_machine_and_keeps_its_key(tmp_path):
    made = make(tmp_path / "tls")
    names = read(made).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == NAMES
    assert names.get_values_for_type(x509.IPAddress) == list(map(ipaddress.ip_address, ADDRESSES))
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    # Certificate and key belong together, as the web server will find them.
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.certificate, made.key)


def test_own_certificate_is_kept_until_a_month_before_its_end(tmp_path):
    first = make(tmp_path)
    assert make(tmp_path, at=NOW + datetime.timedelta(days=365)) == first
    renewed = make(tmp_path, at=NOW + datetime.timedelta(days=367))
    assert renewed.fingerprint != first.fingerprint


def test_own_certificate_is_made_anew_for_a_new_address(tmp_path):
    first = make(tmp_path)
    assert make(tmp_path, addresses=ADDRESSES[:2]) == first
    assert make(tmp_path, addresses=[*ADDRESSES, "192.0.2.77"]).fingerprint != first.fingerprint


def test_given_certificate_is_shown_by_its_fingerprint(tmp_path):
    made = make(tmp_path)
    assert certificate.given_certificate(made.certificate, made.key) == made
    with pytest.raises(ValueError, match="PEM"):
        certificate.given_certificate(made.key, made.key)


def test_local_addresses_hold_the_loopback():
    assert {"127.0.0.1", "::1"} <= set(certificate.local_addresses())
    assert "localhost" in certificate.local_names()
