"""A mail server on this machine that speaks just enough SMTP (RFC 5321) to take or refuse mail."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class MailServer:
    """``refuses``: the reply to RCPT by address; ``gives_up_after``: hangs up behind so many."""

    port: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    gives_up_after: int | None = None
    connections: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)


class _Session(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        state: MailServer = self.server.state
        state.connections += 1
        recipient = ""
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "RCPT":
                recipient = line[line.index("<") + 1 : line.index(">")]
                self._say(state.refuses.get(recipient, "250 ok"))
            elif verb == "DATA":
                if state.gives_up_after is not None and len(state.taken) >= state.gives_up_after:
                    return
                self._say("354 go on")
                state.taken.append((recipient, self._data()))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(settings: Any, **wishes: Any) -> Iterator[MailServer]:
    """The project sends through this server while it runs."""
    state = MailServer(**wishes)
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.state = state  # type: ignore[attr-defined] -- read by the session
        state.port = server.server_address[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", state.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()
