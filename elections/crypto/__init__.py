"""Ballots, trustees and archives after the Belenios specification, in pure Python.

Nothing here imports the web application, so that an auditor can read and run this package alone:
``python -m elections.crypto.verify ARCHIVE``. The formats are in ``docs/reference/formats.md``.
"""
