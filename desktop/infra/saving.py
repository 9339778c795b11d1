"""Writes the finished document: whole or not at all, and readable by its owner alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from db.errors import Refused


def write_whole(path: Path, content: bytes) -> None:
    """Put the bytes at the path at once, replacing what was there; Refused with a plain sentence if it cannot be."""
    draft = ""
    try:
        number, draft = tempfile.mkstemp(dir=path.parent, prefix=".throughline-", suffix=".part")
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError as trouble:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise Refused(_why(trouble)) from None


def _why(trouble: OSError) -> str:
    if isinstance(trouble, PermissionError):
        return "The document could not be saved there: you may not write in that folder. Choose another."
    if isinstance(trouble, FileNotFoundError | NotADirectoryError):
        return "The document could not be saved: that folder is not there. Choose another."
    if isinstance(trouble, IsADirectoryError):
        return "The document could not be saved: that is a folder. Add a name for the file."
    if trouble.errno in (28, 122):
        return "The document could not be saved: the disk is full. Choose another place."
    return "The document could not be saved there. Choose another place."
