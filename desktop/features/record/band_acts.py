"""What can be done from the band: following a value, changing a fact, printing the child on one page.

The page only hands over; so the band's doings stand in one place and the page stays short.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from db.errors import ThroughlineError
from db.queries.band import Band as BandFacts
from db.queries.band import Fact, band
from desktop.features.record.band import Band
from desktop.features.record.changing import FACTS, PERSON, SUPPORT_FACTS
from desktop.features.record.fact_panel import FactPanel
from desktop.features.record.portrait import read_portrait
from desktop.features.record.printing import print_band
from desktop.features.record.reading import ReadingPane
from desktop.features.record.room import Room
from desktop.infra.desk import Desk
from desktop.infra.navigation import PeopleOfChild, ProceedingsOfChild, WhoHeld
from desktop.infra.tasks import Lane
from desktop.models.band_words import BandLine
from desktop.widgets.banner import Banner, News

_OF_ENTRIES = ("last_seen", "last_seen_alone", "words", "changed")
_OF_PEOPLE = ("warnings", "gp", "health_visitor", "professional")
_COURT = ("hearing", "proceedings")
_NAMED = ("name", "relationship", "allocation", "named_access")
"""What facts rest on whose words begin with a name."""
_PEOPLE = ("relationship", "confidential", "residence", "warning")


class BandActs(QObject):
    """Reads the band of one file and does what is asked of it."""

    entry_wanted = Signal(object)
    """The order key of the entry that a value leads to."""
    shown = Signal(object)
    """The band that was read and is shown."""
    trouble = Signal(ThroughlineError)

    def __init__(
        self, desk: Desk, child_id: UUID, view: Band, *, room: Room, reading: ReadingPane, banner: Banner
    ) -> None:
        super().__init__(view)
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._child_id, self._view, self._room, self._banner = child_id, view, room, banner
        self._reading = reading
        self._basis = ""
        self.found: BandFacts | None = None
        self._wanted = ""
        """The fact that somebody came to change before the band was here."""
        self._lane, self._portrait_lane = Lane(), Lane()
        self._portrait_id: UUID | None = None
        view.followed.connect(self.follow)
        reading.shown.connect(self._entry_shown)

    # Reading.

    def read(self, basis: str) -> None:
        """Read the band anew."""
        self._basis = basis
        self._tasks.read(partial(band, self._session, self._child_id), self._show, self.trouble.emit, self._lane)

    def _show(self, found: BandFacts) -> None:
        self.found = found
        self._desk.writer.know(_names(found))
        self._view.show_child(found, self._basis)
        picture = found.one("photograph")
        wanted = picture.source_id if picture is not None else None
        if wanted != self._portrait_id:
            self._portrait_id = wanted
            if wanted is None:
                self._view.show_portrait(None)
            else:
                work = partial(read_portrait, self._session, self._child_id)
                self._tasks.read(work, self._show_portrait, self._no_portrait, self._portrait_lane)
        self.shown.emit(found)
        if self._wanted:
            fact, self._wanted = self._wanted, ""
            self.change(fact)

    def _show_portrait(self, image: QImage | None) -> None:
        self._view.show_portrait(image)

    def _no_portrait(self, _error: ThroughlineError) -> None:
        """A photograph that cannot be shown is no trouble worth a banner: the name stands beside it."""
        self._portrait_id = None

    # Following and changing.

    def follow(self, line: object) -> None:
        """Go to the entry behind a value, or show what was recorded of it; of people and places, the people; of the
        court, the proceedings; of the worker, who held the case."""
        if not isinstance(line, BandLine):
            return
        facts = line.facts
        entries = [fact for fact in facts if fact.order_key is not None]
        if entries and (line.key in _OF_ENTRIES or len(facts) == 1):
            self._go(entries[0])
        elif facts and all(fact.source in _PEOPLE for fact in facts) and line.key != "lives_with":
            self._desk.navigator.go(PeopleOfChild(self._child_id, self._name))
        elif facts and facts[0].source in _COURT:
            self._desk.navigator.go(ProceedingsOfChild(self._child_id, self._name))
        elif facts and facts[0].source == "allocation":
            self._desk.navigator.go(WhoHeld(self._child_id, self._name))
        elif line.key == "unrecorded":
            self.change()
        elif line.key in (*_OF_ENTRIES, *_OF_PEOPLE):
            self._banner.say(News.NOTE, f"{line.label}: {line.words or 'nobody recorded this yet'}.")
        else:
            self._panel().show_line(line)

    def to_last_alone(self) -> None:
        """Go to the visit at which the child was last seen alone, or say that there is none."""
        for view in self._view.facts.values():
            if view.line is not None and view.line.key == "last_seen_alone":
                self.follow(view.line)

    def _go(self, fact: Fact) -> None:
        if fact.order_key is not None:
            self.entry_wanted.emit(fact.order_key)

    def change(self, fact: str = "") -> None:
        """Open the form that adds, corrects or ends a fact: this one, as soon as the band is here."""
        if self.found is None:
            self._wanted = fact
            return
        if not self.found.head.may_record:
            self._banner.say(News.CARE, "You may read this file but not record in it.")
        elif fact and fact not in self._facts:
            words = "is for a social worker to record. You may record dates that are planned, and schools."
            self._banner.say(News.CARE, f"{FACTS[fact]} {words}")
        elif isinstance(self._room.panel, FactPanel):
            self._room.panel.unfold(fact)
        elif self._room.panel is not None and self._room.panel.unsaved:
            self._room.panel.ask_about_unsaved()
        else:
            self._panel().unfold(fact)

    def enter(self, fact: str, *, corrects: bool = False) -> None:
        """Open the form at one fact that is missing."""
        self.change(fact)
        if isinstance(self._room.panel, FactPanel) and fact in self._facts:
            self._room.panel.begin(fact, corrects=corrects)

    @property
    def _facts(self) -> Mapping[str, str]:
        """The facts of this child that one may record."""
        if self.found is None or not self.found.head.may_record:
            return {}
        return SUPPORT_FACTS if self._desk.signed_in.me.role == "support" else FACTS

    def _panel(self) -> FactPanel:
        found = self.found
        panel = FactPanel(self._desk, self._child_id, self._facts)
        bases = {key: fact.source_id for key in PERSON if found is not None and (fact := found.one(key)) is not None}
        panel.know(dict(bases))
        self._offer_entry(panel)
        panel.finished.connect(self._finished)
        panel.entry_wanted.connect(self.entry_wanted)
        if self._room.panel is not None and self._room.panel.unsaved:
            self._room.panel.ask_about_unsaved()
        else:
            self._room.put_beside(panel)
        return panel

    def _offer_entry(self, panel: FactPanel) -> None:
        entry = self._reading.entry
        panel.offer_entry(entry.entry_id if entry else None, entry.content.headline if entry else "")

    def _entry_shown(self) -> None:
        if isinstance(self._room.panel, FactPanel):
            self._offer_entry(self._room.panel)

    def _finished(self) -> None:
        if isinstance(self._room.panel, FactPanel):
            self._room.take_away()

    @property
    def _name(self) -> str:
        return self.found.head.name if self.found is not None else ""

    # Printing.

    def print(self) -> None:
        """Ask where, and save the child on one page."""
        if self.found is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = str(Path(folder) / "child-on-one-page.pdf")
        path, _kind = QFileDialog.getSaveFileName(self._view, "Save the child on one page", suggested, "PDF (*.pdf)")
        if path:
            self.print_to(Path(path if path.lower().endswith(".pdf") else path + ".pdf"))

    def print_to(self, path: Path) -> None:
        """Make the page and save it; that it left the record is itself put on record, first."""
        work = partial(print_band, self._session, self._child_id, path)
        self._tasks.write(work, self._printed, self._not_printed)

    def _printed(self, path: Path) -> None:
        self._banner.say(News.GOOD, f"Saved as {path}.")

    def _not_printed(self, error: ThroughlineError) -> None:
        self._banner.trouble(error, (("Save elsewhere…", self.print),))


def _names(found: BandFacts) -> Iterator[str]:
    """The names that the band holds: of the child, of family and professionals, and of who recorded."""
    yield found.head.name
    for fact in found.facts:
        yield fact.recorded_by
        if fact.source in _NAMED:
            yield fact.words.partition(" (")[0].partition(",")[0]
