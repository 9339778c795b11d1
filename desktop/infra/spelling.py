"""The dictionary, in a process of its own: it reads words of strangers' texts, and it would hold up the window.

The dictionary is a library in C++ that neither lets other threads work while it looks a word up nor was written with
hostile words in mind. So a small process keeps it and answers lines of JSON; it writes no file, and ends with the
window, however that ends.
"""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from db.errors import Refused
from resources import resource

_STARTS = 3
"""How often the process is started before the check is given up for the day."""
_NO = "The spelling check is not at work: its dictionary could not be read. Everything else is."
_ENOUGH = 6
"""Suggestions for a word."""


class Speller:
    """Asks the process; one question at a time, from any worker thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def wrong(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that no dictionary holds; Refused if there is none."""
        return frozenset(self._ask("wrong", *words))

    def suggest(self, word: str) -> tuple[str, ...]:
        """What somebody may have meant, the likeliest first; Refused if there is no dictionary."""
        return tuple(self._ask("suggest", word))

    def close(self) -> None:
        """Let the process go, also in the middle of a question."""
        self._starts = _STARTS
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._drop()

    def _ask(self, *question: str) -> list[str]:
        with self._lock:
            while True:
                process = self._running()
                try:
                    return _exchanged(process, question)
                except (OSError, ValueError):
                    self._drop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._drop()
        if self._starts >= _STARTS:
            raise Refused(_NO)
        self._starts += 1
        command = [sys.executable, "-P", "-m", "desktop.infra.spelling"]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)
        except OSError:
            raise Refused(_NO) from None
        return self._process

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close(stream)


class _Stream(Protocol):
    def close(self) -> None: ...


def _close(stream: _Stream) -> None:
    """A stream to a process that is gone may hold words that nobody will read."""
    try:
        stream.close()
    except OSError:
        return


def _exchanged(process: subprocess.Popen[bytes], question: tuple[str, ...]) -> list[str]:
    """One question, one answer; ValueError if the process ended over it."""
    if process.stdin is None or process.stdout is None:
        raise ValueError
    process.stdin.write(json.dumps(question).encode() + b"\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    return [str(word) for word in answer]


speller = Speller()
"""The one of this program, started when it is first asked."""
atexit.register(speller.close)


# What the process itself does.


class _Hunspell(Protocol):
    def spell(self, word: str) -> bool: ...
    def suggest(self, word: str) -> tuple[str, ...]: ...
    def add(self, word: str) -> object: ...


_OXFORD = re.compile(r"(?P<stem>.*[a-z]i)z(?P<end>e|es|ed|er|ers|ing|ation|ations|ational|able)")
_ALWAYS_S = re.compile(
    "(?:adver|chas|exper)ti|(?:ad|de|impro|re|super|tele)vi|(?:circum|ex|exer|in)ci|(?:com|sur|re|ap)pri|ari|brui|"
    "(?:com)?promi|(?:de|pre|sur)mi|despi|disgui|(?:en|disen)?franchi|merchandi|(?:appr|pr|r)ai|crui|(?:n|p)oi|ri|wi"
)
"""Beginnings of words that no British writer spells with z."""


def _holds(dictionary: _Hunspell, word: str) -> bool:
    """Whether the word is right: as it stands, as a possessive, with -ize for -ise, or without its accents."""
    plain = word.replace("’", "'")
    stem = re.sub(r"'s?$", "", plain)
    forms = {plain, stem, "".join(c for c in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(c))}
    oxford = _OXFORD.fullmatch(stem.lower())
    if oxford is not None and not _ALWAYS_S.fullmatch(oxford["stem"]):
        forms.add(f"{oxford['stem']}s{oxford['end']}")
    return any(dictionary.spell(form) for form in forms)


def _dictionary() -> _Hunspell:
    from hunspell import Hunspell  # noqa: PLC0415 (in the process only)

    folder = resource("dictionaries")
    made: _Hunspell = Hunspell("en_GB", hunspell_data_dir=str(folder), system_encoding="UTF-8")
    for word in (folder / "work.txt").read_text(encoding="utf-8").split():
        made.add(word)
    return made


def _serve() -> None:
    _confine()
    dictionary = _dictionary()
    for line in sys.stdin.buffer:
        what, *words = json.loads(line)
        said = [_encodable(word) for word in words]
        if what == "wrong":
            answer = [word for word, plain in zip(words, said, strict=True) if not _holds(dictionary, plain)]
        else:
            answer = [word for plain in said for word in dictionary.suggest(plain)[:_ENOUGH]]
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _encodable(word: str) -> str:
    return word.encode("utf-8", "replace").decode("utf-8")


def _confine() -> None:
    """From here on this process writes no file and leaves no picture of its memory."""
    if sys.platform != "win32":
        import resource as limits  # noqa: PLC0415 (not on Windows)

        limits.setrlimit(limits.RLIMIT_FSIZE, (0, 0))
        limits.setrlimit(limits.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve()
