"""A page under the booth's content security policy, in which tests call the browser's modules."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STATIC = Path(__file__).resolve().parents[3] / "static"
PAGE = Path(__file__).with_name("page.html")
# Neither inline script nor eval nor WebAssembly.
POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'"

# A refused call comes back with its code: an error thrown into Python would lose it.
CALL = """
async ([module, name, args]) => {
  const from = await import(`/elections/crypto/${module}.js`);
  const toBytes = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const given = args.map((arg) => (arg?.bytes === undefined ? arg : toBytes(arg.bytes)));
  try {
    return { result: await from[name](...given) };
  } catch (error) {
    return { refused: error.code ?? String(error) };
  }
}
"""


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.read_bytes())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def serving_static() -> Iterator[str]:
    """The address of a server that has the static files and one empty page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def static_site() -> Iterator[str]:
    with serving_static() as address:
        yield address


@pytest.fixture(scope="module")
def booth(browser: Browser, static_site: str) -> Iterator[Page]:
    """A page of that site, one for all tests of a module: each would load the same modules and
    compute the same tables. Fails at the end when the page broke its policy."""
    complaints: list[str] = []
    context = browser.new_context()
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda message: complaints.append(message.text))
    page = context.new_page()
    page.goto(static_site)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def attempt(booth: Page) -> Callable[..., dict[str, Any]]:
    """Calls ``attempt(module, function, *args)`` and gives ``{"result": …}`` or
    ``{"refused": code}``; bytes arrive as a Uint8Array."""

    def run(module: str, name: str, *args: Any) -> dict[str, Any]:
        given = [
            {"bytes": arg.decode("latin-1")} if isinstance(arg, bytes) else arg for arg in args
        ]
        outcome: dict[str, Any] = booth.evaluate(CALL, [module, name, given])
        return outcome

    return run


@pytest.fixture
def call(attempt: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """As ``attempt``, for a call that must succeed."""

    def run(module: str, name: str, *args: Any) -> Any:
        outcome = attempt(module, name, *args)
        assert list(outcome) == ["result"], outcome
        return outcome["result"]

    return run
