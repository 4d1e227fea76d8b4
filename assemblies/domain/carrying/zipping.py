"""Files in one file: the same content gives the same bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

# No clock in the file: the earliest instant that the format knows.
EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of ``files``, name by name in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
