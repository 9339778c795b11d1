"""The child’s photograph: kept small, and decoded by a process of its own, before it is kept and when it is shown."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage

from db.commands.changes import Changes
from db.commands.person import SetPhotograph, set_photograph
from db.errors import Refused
from db.queries.band import photograph
from db.session import Session
from desktop.infra.picture_reader import MOST_BYTES, pixels, small_png


def keep_picture(session: Session, child_id: UUID, photograph_id: UUID, path: Path) -> Changes:
    """Scale the chosen picture and keep it; Refused with a plain sentence if it cannot be read."""
    try:
        with path.open("rb") as file:
            picture = file.read(MOST_BYTES + 1)
    except OSError:
        raise Refused("This picture could not be opened. Choose another.") from None
    return set_photograph(session, SetPhotograph(photograph_id, child_id, small_png(picture)))


def take_picture_away(session: Session, child_id: UUID, photograph_id: UUID) -> Changes:
    """Show no photograph any more; the earlier ones stay on record."""
    return set_photograph(session, SetPhotograph(photograph_id, child_id, b""))


def read_portrait(session: Session, child_id: UUID) -> QImage | None:
    """The child's photograph as plain pixels, or None. Runs off the interface thread."""
    kept = photograph(session, child_id)
    if kept is None:
        return None
    width, height, rgba = pixels(kept.content)
    return QImage(rgba, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
