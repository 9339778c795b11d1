"""The inside of a process that reads a stranger's paper: it may compute for a while, and nothing else.

A paper can be made to break its reader, so the reader is a process of its own that has little memory, little time, no
network and no way to write, and that knows no password. What it says comes out of one pipe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MOST_CHARACTERS = 2_000_000
"""Of one paper's text; the rest is not searched."""
SECONDS = 30
MEMORY = 1024 * 1024 * 1024
IS_A_PICTURE = "\v"
"""With this begins a page of which a picture takes much, and that has few letters besides."""
TOO_LONG = f"Only its first {MOST_CHARACTERS:,} characters are searched."
_FORBIDDEN = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.remove"),
    *("os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.kill"),
    *("shutil.", "tempfile.", "ctypes.dlopen", "pty.", "ftplib.", "smtplib.", "urllib.", "webbrowser."),
)
"""What nothing may do any more once the paper is being read, by the beginnings of Python's audit events."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a paper: its words, and in plain words why there are none, or not all."""

    text: str
    note: str = ""


def answer(read: Callable[[bytes], Reading]) -> None:
    """Reads the paper from standard input and writes note and text to standard output; import everything before."""
    confine()
    reading = read(sys.stdin.buffer.read())
    note = reading.note or (TOO_LONG if len(reading.text) > MOST_CHARACTERS else "")
    text = reading.text[:MOST_CHARACTERS].replace("\0", " ")
    out = sys.stdout.buffer
    out.write(" ".join(note.split()).encode() + b"\n")
    out.write(text.encode("utf-8", "ignore"))
    out.flush()


def confine() -> None:
    """From here on this process has little memory and time, starts nothing, sends nothing and writes nothing."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not on Windows, where the time limit alone holds)

        for limit, most in (
            (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 64),
        ):  # fmt: skip
            resource.setrlimit(limit, (most, most))
    own = tuple({str(Path(each).resolve()) for each in (sys.prefix, sys.base_prefix, __file__ + "/../../..")})

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN) or (event == "open" and not _reads_own_code(arguments, own)):
            raise PermissionError("a reader of papers may not do that")

    sys.addaudithook(refuse)


def _reads_own_code(arguments: tuple[object, ...], own: tuple[str, ...]) -> bool:
    """Whether this opens a part of the program itself for reading, as a late import does."""
    path, _mode, flags = arguments
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    return isinstance(path, str) and not writes and os.path.realpath(path).startswith(own)
