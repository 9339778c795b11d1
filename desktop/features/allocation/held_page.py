"""Who held a child's case when, and why it changed; for managers also who is named for the file, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from db.commands.access import EndAccess, NameAccess, end_access, name_access
from db.commands.changes import Changes
from db.errors import NotPermitted, ThroughlineError
from db.queries.allocation import Holder, Named, named_people, who_held
from db.queries.staff import Colleague, colleagues
from desktop.features.allocation.beside import Beside
from desktop.features.allocation.lines import PARTS, moment
from desktop.features.allocation.lists import List
from desktop.infra.codes import code_list, labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import Back, WhoHeld
from desktop.infra.tasks import Lane
from desktop.models.record_table import RecordColumn
from desktop.models.words import day_in_words, short_day, with_marks
from desktop.widgets.asking import Answers, Asked, Save, swap
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from desktop.widgets.flow import Flow
from desktop.widgets.form import Field, Kind
from desktop.widgets.text import button, label


def _as_read(_one: object) -> int:
    """The order of the server."""
    return 0


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


def _stood(from_at: datetime, to_at: datetime | None) -> str:
    begins = short_day(from_at.astimezone().date())
    if to_at is None:
        return f"since {begins}"
    return f"{begins} to\n{short_day(to_at.astimezone().date())}"


def _who(one: Holder) -> str:
    return f"{one.name}\n{', '.join(part for part in (one.job_title, one.team) if part)}".rstrip()


def _part(one: Holder) -> str:
    return PARTS[one.part].capitalize() + ("\nin an emergency" if one.emergency_until else "")


def _standing(one: Holder) -> bool:
    return one.to_at is None or one.to_at > datetime.now(one.to_at.tzinfo)


HOLDERS: tuple[RecordColumn[Holder], ...] = (
    RecordColumn("Who", _who, _as_read, 20, lambda one: _spoken(_who(one)), _standing),
    RecordColumn("As", _part, _as_read, 14, lambda one: _spoken(_part(one))),
    RecordColumn("When", lambda one: _stood(one.from_at, one.to_at), _as_read, 15,
                 lambda one: _spoken(_stood(one.from_at, one.to_at))),
    RecordColumn("Why it changed", lambda one: with_marks(one.ended_why), _as_read, 20,
                 lambda one: with_marks(one.ended_why) or "it has not"),
)  # fmt: skip


def _capacity(one: Named) -> str:
    said = labels("access_capacity").get(one.capacity, one.capacity)
    may = "waits for a second manager" if one.waits else "may record" if one.level == "record" else "may read"
    return f"{said}\n{may}"


NAMED: tuple[RecordColumn[Named], ...] = (
    RecordColumn("Named", lambda one: f"{one.name}\n{one.job_title}".rstrip(), _as_read, 20,
                 lambda one: _spoken(f"{one.name}\n{one.job_title}".rstrip())),
    RecordColumn("In which capacity", _capacity, _as_read, 19, lambda one: _spoken(_capacity(one))),
    RecordColumn("When", lambda one: _stood(one.from_at, one.to_at), _as_read, 15,
                 lambda one: _spoken(_stood(one.from_at, one.to_at))),
    RecordColumn("Why", lambda one: with_marks(one.reason), _as_read, 20),
)  # fmt: skip


def told(one: Holder) -> str:
    """Everything that the file keeps of one who held it."""
    return with_marks("\n".join(_told(one)))


def _told(one: Holder) -> Iterator[str]:
    yield f"{one.name}, {PARTS[one.part]}"
    yield ", ".join(part for part in (one.job_title, one.team) if part)
    yield f"From {moment(one.from_at)}" + (f" to {moment(one.to_at)}" if one.to_at else ", and still")
    if one.emergency_until:
        yield f"At once, in an emergency, by {one.proposed_by}, without a talk before"
    elif one.proposed_by:
        yield f"Proposed by {one.proposed_by}: {one.why}"
    if one.talked_on:
        yield f"\nTalk on {day_in_words(one.talked_on)}: {one.took_part}"
        by = f", by {day_in_words(one.agreed_by)}" if one.agreed_by else ""
        yield f"Agreed to do first{by}: {one.agreed_first}"
    if one.ended_why:
        yield f"\nWhy it changed: {one.ended_why}"
    if one.handover_note:
        yield f"Handed over: {one.handover_note}"


def ask_to_name(child_id: UUID, people: tuple[Colleague, ...]) -> Asked:
    """To give somebody access by name."""

    def save(answers: Answers) -> Save:
        begins = answers.exact("from")
        ends = answers.exact("until")
        wish = NameAccess(
            child_id,
            UUID(answers.text("who", "Choose the person.")),
            answers.text("capacity", "Choose in which capacity."),
            answers.text("why", "Say why."),
            answers.text("level"),
            _start_of(begins) if begins and begins > date.today() else None,
            _start_of(ends + timedelta(days=1)) if ends else None,
        )
        return partial(swap, name_access, wish)

    who = tuple((str(one.staff_id), ", ".join(p for p in (one.name, one.job_title, one.team) if p)) for one in people)
    what = tuple((code.code, code.label) for code in code_list("access_capacity") if code.code != "sealed_member")
    fields = (
        Field("who", "Who", Kind.CHOICE, choices=(("", "Choose the person"), *who)),
        Field("capacity", "In which capacity", Kind.CHOICE, choices=(("", "Choose the capacity"), *what)),
        Field("level", "May", Kind.RADIO, choices=(("read", "Read"), ("record", "Read and record"))),
        Field("from", "From", hint="today, or a later day"),
        Field("until", "Until", hint="the last day; empty until it is ended", beside=True),
        Field("why", "Why", Kind.TEXT, lines=2),
    )
    note = "In a sealed file it counts once a second manager among its members confirms it."
    return Asked("Name somebody for this file", fields, (("level", "read"), ("from", "today")), save, "Name", note)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


class HeldPage(AskingPage):
    """Who held the case, and who is named; beside the lists what the file keeps of a line, or a form."""

    def __init__(self, desk: Desk, wish: WhoHeld) -> None:
        super().__init__("Who held the case")
        self.child_id, self.name = wish.child_id, wish.name
        self._desk, self._tasks, self._session = desk, desk.tasks, desk.signed_in.session
        self._manages = desk.signed_in.me.role == "manager"
        self._lanes = {name: Lane() for name in ("held", "named", "people")}
        self._people: tuple[Colleague, ...] = ()
        self.holders = List(desk, "Who held the case", HOLDERS)
        self.named = List(desk, "Named for this file", NAMED)
        self.beside = Beside()
        self._naming = QWidget()
        self._lay_out()
        self.holders.selectionModel().currentRowChanged.connect(self._moved)
        self.named.adding.connect(self.name_somebody)
        self.named.ending.connect(self.end_access)
        self.beside.wanted.connect(self._save)
        self.beside.left.connect(self.leave_panel)
        desk.news.changed.connect(self._changed)
        desk.appearance.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        self.body.addWidget(label(with_marks(f"Who held the case of {self.name}"), "heading"))
        bar = QWidget()
        flow = Flow(bar, across=8, down=6)
        self.name_button = button("&Name somebody…", self.name_somebody, part="main", tip="Insert in the names")
        self.end_button = button("&End this access", self.end_access, tip="Delete in the names")
        for made in (self.name_button, self.end_button):
            flow.addWidget(made)
            made.setVisible(False)
        flow.addWidget(button("Back to the file", self.back, tip="Esc"))
        self.body.addWidget(bar)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        self._naming = QWidget()
        for holder, one in ((QWidget(), self.holders), (self._naming, self.named)):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(3)
            above = label(one.accessibleName(), "label")
            above.setBuddy(one)
            column.addWidget(above)
            column.addWidget(one)
            lists.addWidget(holder)
        self._naming.setVisible(False)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(lists)
        halves.addWidget(self.beside)
        halves.setSizes([660, 380])
        self.body.addWidget(halves, 1)

    def _fit(self) -> None:
        self.holders.fit()
        self.named.fit()

    @property
    def panel(self) -> AskingPanel | None:
        """The form beside the lists, if one is open."""
        return self.beside.panel

    def arrive(self) -> None:
        """Read, and stand in the list or in the form."""
        if self.panel is not None:
            self.panel.arrive()
            return
        self.read()
        self.holders.setFocus()

    def close_page(self) -> None:
        """The page goes: whatever is under way may stop."""
        for lane in self._lanes.values():
            lane.drop()

    def read(self) -> None:
        """Read who held the case, and for a manager who is named."""
        read, session = self._tasks.read, self._session
        read(partial(who_held, session, self.child_id), self._show, self.say_not_read, self._lanes["held"])
        if self._manages:
            read(partial(named_people, session, self.child_id), self._show_named, self._no_names, self._lanes["named"])
            read(partial(colleagues, session), self._know, self._no_names, self._lanes["people"])

    def _show(self, found: tuple[Holder, ...]) -> None:
        self.holders.lines.show(found)
        self.holders.setCurrentIndex(self.holders.lines.index(0, 0))
        self._moved()

    def _show_named(self, found: tuple[Named, ...]) -> None:
        self.named.lines.show(found)
        self.named.setCurrentIndex(self.named.lines.index(0, 0))
        self._naming.setVisible(True)
        self.name_button.setVisible(True)
        self.end_button.setVisible(bool(found))

    def _no_names(self, error: ThroughlineError) -> None:
        if not isinstance(error, NotPermitted):  # a manager of another team reads who held the case, and names nobody
            self.say_not_read(error)

    def _know(self, found: tuple[Colleague, ...]) -> None:
        self._people = tuple(one for one in found if one.role not in ("administrator", "auditor"))

    def _moved(self, *_: object) -> None:
        one = cast("Holder | None", self.holders.lines.record(self.holders.currentIndex().row()))
        self.beside.text.setPlainText(told(one) if one is not None else "Nobody has held the case yet.")

    def _changed(self, changes: Changes) -> None:
        if self.child_id in changes.children and self.isVisible():
            self.read()

    # Naming.

    def name_somebody(self) -> None:
        """Give somebody access, from a day to a day, with a reason."""
        if self.unsaved:
            self.ask_about_unsaved()
        elif not self.name_button.isHidden():
            self.banner.clear()
            self.beside.put(AskingPanel(ask_to_name(self.child_id, self._people), self._desk.writer))

    def end_access(self) -> None:
        """End the access of the line on which one stands; asks first."""
        one = cast("Named | None", self.named.lines.record(self.named.currentIndex().row()))
        if one is None or self.unsaved:
            return
        ending = partial(swap, end_access, EndAccess(one.access_id, self.child_id))
        ways = (("End it", partial(self._save, ending)), ("Leave it", self.banner.clear))
        self.banner.say(News.CARE, with_marks(f"{one.name} will not open this file any more."), ways, stays=True)
        self.banner.choices[0].setFocus()

    def save_form(self) -> None:
        """Save what the form asks for, unless it is on its way."""
        if self.panel is not None and self.panel.save_button.isEnabled():
            self.panel.save()

    def _save(self, save: object) -> None:
        self._tasks.write(partial(cast("Save", save), self._session), self._saved, self._not_saved)

    def _saved(self, changes: Changes) -> None:
        self._close_panel()
        self.banner.say(News.GOOD, "Done, and on record.")
        self._desk.news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        if self.panel is not None:
            self.panel.again()
        self.banner.trouble(error)

    # Acts.

    def take_away(self) -> None:
        """What the file keeps again."""
        self.beside.take_away()
        self.holders.setFocus()

    def next_part(self) -> None:
        """From list to list, and to what stands beside them."""
        focus = self.window().focusWidget()
        names = [] if self._naming.isHidden() else [self.named]
        parts: list[QWidget] = [self.holders, *names, self.beside.part]
        here = next((n for n, part in enumerate(parts) if part is focus or part.isAncestorOf(focus or self)), -1)
        part = parts[(here + 1) % len(parts)]
        if isinstance(part, AskingPanel):
            part.arrive()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def back(self) -> None:
        """Back to the file."""
        self._desk.navigator.go(Back(self.child_id))
