"""One command that serves the association: web server, worker and scheduler together."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation.reloader import translation_file_changed

from bylaws.models import Association
from desk.management import certificate
from desk.management.certificate import Certificate
from desk.management.supervisor import Child, DiedYoung, Supervisor

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EVERY_ADDRESS = {"0.0.0.0", "::"}
# What holds sources that are not ours, so that only our own translations are compiled.
FOREIGN_FOLDERS = [".*", "var", "node_modules"]

PLAIN_WARNING = """
TLS is off. Whoever is on this network can read and change what passes, and above all could hand
voters another booth that gives their codes and votes away. No secret ballot should be held so.
"""
OWN_CERTIFICATE = """
The certificate is this machine's own, so browsers warn once. Compare before accepting it:
SHA-256 {fingerprint}
"""


class Command(BaseCommand):
    help = (
        "Brings the database up to date, then runs web server, worker and scheduler until Ctrl-C."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 serves the whole network")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--tls",
            choices=["auto", "on", "off"],
            default="auto",
            help="auto: on unless only this machine is served",
        )
        parser.add_argument("--cert", type=Path, help="certificate chain (PEM) instead of our own")
        parser.add_argument("--key", type=Path, help="its private key (PEM)")

    def handle(self, *, host: str, port: int, **options: Any) -> None:
        self._refuse_taken_port(host, port)
        tls = self._tls(host, options["tls"], options["cert"], options["key"])
        self._prepare()
        environment = self._environment(host, tls)
        children = [
            Child("web server", self._web_server(host, port, tls), environment),
            Child("worker", [*_behind(), *self._celery("worker")], environment),
            Child("scheduler", self._celery("beat"), environment),
        ]
        try:
            with Supervisor(children) as supervisor:
                supervisor.run(
                    is_up=lambda: _answers(host, port),
                    when_up=lambda: self._announce(host, port, tls),
                )
                self.stdout.write("\nStopping ...")
        except DiedYoung as error:
            raise CommandError(str(error)) from error
        self.stdout.write("All stopped.")

    def _refuse_taken_port(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError) as error:
                if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                    raise CommandError(
                        f"Port {port} is taken: another program, or another run of this one, "
                        f"listens there. Choose another: make run PORT={port + 1}"
                    ) from error
                raise CommandError(f"Cannot listen on {host}, port {port}: {error}") from error

    def _tls(
        self, host: str, wanted: str, given: Path | None, key: Path | None
    ) -> Certificate | None:
        if (given is None) != (key is None):
            raise CommandError("A certificate and its key belong together: give CERT= and KEY=.")
        if given and key:
            if wanted == "off":
                raise CommandError("TLS=off and CERT= contradict each other.")
            try:
                return certificate.given_certificate(given, key)
            except (OSError, ValueError) as error:
                raise CommandError(f"The certificate cannot be used: {error}") from error
        if wanted == "off" or (wanted == "auto" and host in LOOPBACK):
            return None
        return certificate.own_certificate(
            settings.VAR_DIR / "tls",
            names=certificate.local_names(),
            addresses=certificate.local_addresses(),
            at=timezone.now(),
        )

    def _prepare(self) -> None:
        os.chdir(settings.BASE_DIR)
        compile_catalogues()
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        # Not among the checks of every start: these ask the database itself.
        self.check(tags=[Tags.database], databases=["default"])
        call_command("collectstatic", interactive=False, verbosity=0)
        if settings.EXAMPLE_ON_FIRST_RUN and not Association.objects.exists():
            self.stdout.write("Loading the example association ...")
            call_command("load_example")

    def _environment(self, host: str, tls: Certificate | None) -> dict[str, str]:
        """What the children are told; a host name not listed is refused by Django."""
        hosts = list(settings.ALLOWED_HOSTS)
        if host in EVERY_ADDRESS:
            hosts += certificate.local_names() + certificate.local_addresses()
        elif host not in LOOPBACK:
            hosts.append(host)
        return {
            **os.environ,
            "ALLOWED_HOSTS": ",".join(dict.fromkeys(map(_as_host, hosts))),
            "SERVED_OVER_TLS": "on" if tls else "off",
            "PYTHONUNBUFFERED": "1",
        }

    def _web_server(self, host: str, port: int, tls: Certificate | None) -> list[str]:
        module, _, name = settings.WSGI_APPLICATION.rpartition(".")
        command = [sys.executable, "-m", "gunicorn", f"{module}:{name}"]
        command += ["--bind", f"{_as_host(host)}:{port}"]
        command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8"]
        command += ["--log-level", "warning", "--no-control-socket", "--graceful-timeout", "5"]
        if tls:
            command += ["--certfile", str(tls.certificate), "--keyfile", str(tls.key)]
        return command

    def _celery(self, role: str) -> list[str]:
        command = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet", role]
        if role == "worker":
            command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
            # Threads: one process to start and to stop instead of three, on a machine of any size.
            command += ["--pool", "threads", "--concurrency", "2"]
        return [*command, "--loglevel", "warning"]

    def _announce(self, host: str, port: int, tls: Certificate | None) -> None:
        scheme = "https" if tls else "http"
        shown = [host]
        if host in EVERY_ADDRESS:
            shown = [a for a in certificate.local_addresses() if a not in LOOPBACK] or ["127.0.0.1"]
        self.stdout.write("")
        for address in shown:
            self.stdout.write(f"  {scheme}://{_as_host(address)}:{port}/")
        if tls and tls.certificate.is_relative_to(settings.VAR_DIR):
            self.stdout.write(OWN_CERTIFICATE.format(fingerprint=tls.fingerprint))
        if not tls and host not in LOOPBACK:
            self.stdout.write(self.style.WARNING(PLAIN_WARNING))
        accounts = settings.VAR_DIR / "example" / "accounts.txt"
        if accounts.exists():
            self.stdout.write("\n" + accounts.read_text())
        self.stdout.write("\nCtrl-C stops everything.")
        self.stdout.flush()


def _behind() -> list[str]:
    """Whoever waits for an answer goes before what is done apart from requests."""
    return ["nice", "-n", "10"] if shutil.which("nice") else []


def compile_catalogues() -> None:
    """Compile the translations under the working folder, and let this process read them: what it
    keeps as data in all languages would otherwise be kept in English in a first run."""
    call_command("compilemessages", ignore_patterns=FOREIGN_FOLDERS, verbosity=0)
    translation_file_changed(None, Path("django.mo"))


def _as_host(name: str) -> str:
    """As a browser writes it in the Host header (RFC 3986, section 3.2.2)."""
    return f"[{name}]" if ":" in name and not name.startswith("[") else name


def _answers(host: str, port: int) -> bool:
    """Whether the web server takes connections."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        socket.create_connection((target, port), timeout=1).close()
    except OSError:
        return False
    return True
