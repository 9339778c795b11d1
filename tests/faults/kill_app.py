"""Kills the program with -9 while somebody types, again and again, and looks what of the words is still there.

`python -m tests.faults.kill_app --kills 200` is the long run, with `--window` of the whole window; the ordinary tests
run a few kills.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from db.domain.draft import Draft
from db.local.drafts import DraftStore
from db.local.vault import Vault, new_key
from desktop.infra.draft_key import draft_folder, open_drafts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.record import Record

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = "tl_practitioner_a"
KEY_MS = 100
LOSS_SECONDS = 1.0
"""So much of the typing may be lost."""
WORDS = " ".join(f"word{number}" for number in range(2_000))
"""What is typed: no two places in it are alike."""
_FIELD = "detail"


@dataclass
class Tally:
    """What the run saw. `lost`, `torn` and `mixed` must be 0; `longest_loss` is in seconds."""

    kills: int = 0
    keys: int = 0
    kept: int = 0
    lost: int = 0
    torn: int = 0
    mixed: int = 0
    longest_loss: float = 0.0
    due: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.keys} keys typed, {self.kept} of them kept; the longest loss was the last "
            f"{self.longest_loss:.2f} s; {self.lost} drafts lost more than {LOSS_SECONDS:.0f} s, {self.torn} torn, "
            f"{self.mixed} held other words than were typed"
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """What is started and killed: `told` goes to the program, `look` opens the drafts that it left."""

    told: dict[str, Any]
    look: Callable[[], DraftStore]


def desk_in(folder: Path) -> Iterator[Setting]:
    """A field and the desk of drafts, without a server; in one folder, so that each start finds the drafts before."""
    key = new_key()
    while True:
        yield Setting({"folder": str(folder), "key": key.hex()}, lambda: DraftStore(folder, Vault(key)))


def window_in(folder: Path, record: Record) -> Iterator[Setting]:
    """The real window, signed in, with the form for a new entry; each time in a folder of its own."""
    child = record.new_child()
    record.allocate(child, WORKER)
    server = {"host": record.server.host, "port": record.server.port, "database": record.database}
    for number in itertools.count():
        above = folder / str(number)
        above.mkdir()
        named = draft_folder(record.address.in_words, WORKER).name
        look = partial(open_drafts, above / "drafts" / named, record.address.in_words, WORKER, record.password)
        yield Setting({"folder": str(above), "server": server, "child": str(child)}, look)


def kill_while_typing(
    settings: Iterable[Setting], kills: int, *, key_ms: int = KEY_MS, between: tuple[float, float]
) -> Tally:
    """Starts the program, types, kills it at some moment after the first key, and looks; again and again."""
    tally, known = Tally(), set[UUID]()
    surroundings = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    for setting in itertools.islice(settings, kills):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.faults.kill_app", "--type"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings,
        ) as program:  # fmt: skip
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(json.dumps(setting.told | {"key_ms": key_ms}).encode())
            program.stdin.close()
            first = program.stdout.readline()
            assert first, "the program ended before it was typed into"
            time.sleep(random.uniform(*between))  # noqa: S311 (no secret)
            killed_at = time.monotonic()
            program.kill()
            stamps = [float(stamp) for stamp in (first + program.stdout.read()).split(b"\n")[:-1]]
        _look(tally, setting.look(), known, stamps, killed_at)
    return tally


def _look(tally: Tally, store: DraftStore, known: set[UUID], stamps: list[float], killed_at: float) -> None:
    fresh = [draft for draft in store.all() if draft.draft_id not in known]
    known.update(draft.draft_id for draft in fresh)
    kept = "".join(draft.values[_FIELD] for draft in fresh)
    due = sum(1 for stamp in stamps if stamp <= killed_at - LOSS_SECONDS)
    tally.kills += 1
    tally.keys += len(stamps)
    tally.kept += len(kept)
    tally.due.append(due)
    tally.lost += len(kept) < due
    tally.torn = max(tally.torn, store.unreadable)
    tally.mixed += not WORDS.startswith(kept)
    if len(kept) < len(stamps):
        tally.longest_loss = max(tally.longest_loss, killed_at - stamps[len(kept)])


def type_until_killed() -> int:
    """The program that is killed. Each key's moment is written to standard output before it is pressed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    told = json.loads(sys.stdin.read())
    application = QApplication([])
    pressed, field = itertools.count(), _entry_form(told) if "server" in told else _bare_field(told)

    def press() -> None:
        sys.stdout.write(f"{time.monotonic()}\n")
        sys.stdout.flush()
        QTest.keyClicks(field, WORDS[next(pressed)])

    clock = QTimer()
    clock.timeout.connect(press)
    clock.start(told["key_ms"])
    QTimer.singleShot(60_000, application.quit)  # should nobody be there to kill it
    return application.exec()


def _bare_field(told: Mapping[str, Any]) -> QWidget:
    from PySide6.QtWidgets import QPlainTextEdit

    from desktop.infra.draft_desk import DraftDesk
    from desktop.infra.tasks import Tasks

    field, begun = QPlainTextEdit(), Draft(None)
    desk = DraftDesk(Tasks(), DraftStore(Path(told["folder"]), Vault(bytes.fromhex(told["key"]))), parent=field)

    def keep() -> None:
        now = datetime.now().astimezone()
        desk.keep(replace(begun, values={_FIELD: field.toPlainText()}, typed_at=now))

    field.textChanged.connect(keep)
    field.show()
    return field


def _entry_form(told: Mapping[str, Any]) -> QWidget:
    from db.server.launcher import RunningServer
    from tests.desktop.window import Hand
    from tests.faults.own_home import Patience
    from tests.record import Record

    server, folder = told["server"], Path(told["folder"])
    running = RunningServer(server["host"], server["port"], "", "", folder, folder)
    hand = Hand(cast("QtBot", Patience()), Record(running, server["database"]), folder)
    hand.sign_in(WORKER)
    child = UUID(told["child"])
    hand.open_file_without_entries(child)
    form = hand.panel(child).form
    form.go_to(_FIELD)
    form.setProperty("hand", hand)
    return form.widgets[_FIELD]


def main(arguments: Sequence[str] | None = None) -> int:
    """The long run; status 1 if more than a second of typing was lost, or a draft was torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--window", action="store_true", help="kill the whole window, on a server of its own")
    parser.add_argument("--type", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.type:
        return type_until_killed()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.window:
            from tests.faults.own_home import own_record

            with own_record(Path(folder) / "home") as record:
                tally = kill_while_typing(window_in(Path(folder), record), chosen.kills, between=(0.5, 4.0))
        else:
            tally = kill_while_typing(desk_in(Path(folder)), chosen.kills, between=(0.5, 4.0))
    print(tally)
    return 0 if (tally.lost, tally.torn, tally.mixed) == (0, 0, 0) else 1


if __name__ == "__main__":
    sys.exit(main())
