"""Unpack a belenios-tool 3.x with its libraries into a folder, without installing anything.

    python tests/tools/fetch_belenios_tool.py FOLDER [SUITE …]

Uses the package mirror that this machine already uses, and leaves the machine's own package state
alone. The tool links newer libraries than an older system has, so it is run with its own loader.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SUITES = ("trixie", "sid")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
WRAPPER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/{loader}" --library-path "$here/{libraries}" "$here/root/usr/bin/belenios-tool" "$@"
"""


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0]).resolve()
    missing = [name for name in ("apt-get", "dpkg-deb") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"{', '.join(missing)} is not on this machine: no Debian packages here.\n")
        return 1
    for suite in arguments[1:] or SUITES:
        for mirror in mirrors():
            if fetch(folder, mirror, suite):
                return 0
    sys.stderr.write("No mirror of this machine has a belenios-tool 3.x.\n")
    return 1


def mirrors() -> list[str]:
    """The addresses of the package mirrors that apt is configured with."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [mirror for mirror in dict.fromkeys(listed) if "security" not in mirror]


def fetch(folder: Path, mirror: str, suite: str) -> bool:
    """Whether the tool of this suite is now in the folder and runs."""
    with tempfile.TemporaryDirectory() as scratch:
        packages = download(Path(scratch), mirror, suite)
        if packages is None:
            return False
        root = folder / "root"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        for package in packages:
            if package.name.startswith(("belenios-tool_", "lib", "zlib1g_")):
                subprocess.run(["dpkg-deb", "-x", package, root], check=True)
    return wrap(folder)


def download(scratch: Path, mirror: str, suite: str) -> list[Path] | None:
    """The tool's package and those it depends on; None when the suite has none."""
    for name in ("lists/partial", "cache/archives/partial", "etc"):
        (scratch / name).mkdir(parents=True)
    (scratch / "status").touch()
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    sources = scratch / "etc" / "sources.list"
    sources.write_text(f"deb {signed}{mirror} {suite} main\n")
    options = {
        "Dir::State": scratch,
        "Dir::State::Lists": scratch / "lists",
        "Dir::State::status": scratch / "status",
        "Dir::Cache": scratch / "cache",
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "-",
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
        "Debug::NoLocking": "1",
    }
    apt = ["apt-get", "-qq"]
    for name, value in options.items():
        apt += ["-o", f"{name}={value}"]
    fetching = ["install", "--download-only", "-y", "--no-install-recommends", "belenios-tool"]
    for command in (["update"], fetching):
        if subprocess.run([*apt, *command], stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    return sorted((scratch / "cache" / "archives").glob("*.deb"))


def wrap(folder: Path) -> bool:
    """Writes the command that starts the tool; whether it is a version 3."""
    loader = next((folder / "root").rglob("ld-linux*.so*"), None)
    library = next((folder / "root").rglob("libc.so.6"), None)
    if loader is None or library is None:
        return False
    tool = folder / "belenios-tool"
    tool.write_text(
        WRAPPER.format(
            loader=loader.relative_to(folder), libraries=library.parent.relative_to(folder)
        )
    )
    tool.chmod(0o755)
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=False)
    if version.stdout.startswith("3."):
        return True
    tool.unlink()
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
