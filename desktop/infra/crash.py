"""What happens when Throughline itself is wrong: a reference for the person, a log without anybody's words.

A traceback's locals and an exception's message can hold case text, so that the log keeps only the kind of error and
the places in our code.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QStandardPaths, QtMsgType, Signal, qInstallMessageHandler

SENTENCE = "Something in Throughline itself went wrong. What you typed is kept; please tell your support the reference."

_log = logging.getLogger("throughline")
_LARGEST_LOG = 500_000


def record(error: BaseException) -> str:
    """Log where an unexpected error happened, without its message; returns the reference."""
    reference = os.urandom(3).hex()
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    _log.error("reference %s: %s at %s", reference, type(error).__qualname__, places or "no place")
    return reference


class CrashNews(QObject):
    """Tells the windows, in the interface thread, that something went wrong; carries the reference."""

    happened = Signal(str)


news = CrashNews()


def watch(log_folder: Path | None = None) -> None:
    """Take over unexpected errors of all threads, and Qt's own messages."""
    _log.setLevel(logging.INFO)
    _log.propagate = False
    handler = _log_file(
        log_folder or Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
    )
    _log.addHandler(handler)
    sys.excepthook = _unexpected
    threading.excepthook = lambda told: _unexpected(told.exc_type, told.exc_value, told.exc_traceback)
    qInstallMessageHandler(_qt_message)


def _log_file(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        log = folder / "throughline.log"
        if log.exists() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        handler: logging.Handler = logging.FileHandler(log, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return handler


def _unexpected(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, /) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    if error is not None:
        news.happened.emit(record(error.with_traceback(trace)))


_LEVELS: dict[QtMsgType, Callable[[str], None]] = {
    QtMsgType.QtCriticalMsg: _log.error,
    QtMsgType.QtFatalMsg: _log.critical,
    QtMsgType.QtWarningMsg: _log.warning,
}


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's warnings name objects and files, and may repeat a text that a widget was given: only their start is kept."""
    say = _LEVELS.get(kind)
    if say is not None:
        say(f"Qt: {(context.category or '')} {message.split(':', 1)[0][:80]}")
