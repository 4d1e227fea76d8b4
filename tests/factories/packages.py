"""A term's package taken apart and put together again, as somebody who alters it would."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from assemblies.domain.carrying.package_check import MANIFEST

Files = dict[str, bytes]


def files_in(content: bytes) -> Files:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def sealed_anew(files: Files) -> Files:
    """Whoever changes a file may write the manifest to match: the chain then says so."""
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != MANIFEST
    }
    return {**files, MANIFEST: json.dumps(manifest).encode()}
