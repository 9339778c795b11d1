"""Staff and teams: who works here and as what, with everything that was changed about them; never a child's record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from db.commands.changes import Changes
from db.errors import Conflict, ThroughlineError
from db.queries.staff import StaffLine, Team, list_staff, list_teams
from db.queries.staffing import Change, Member, staff_member, team_changes
from desktop.features.staff import asking
from desktop.features.staff.board import Board
from desktop.features.staff.lines import told, told_team
from desktop.features.staff.roles import explained
from desktop.infra.desk import Desk
from desktop.models.words import with_marks
from desktop.widgets.asking import Asked
from desktop.widgets.asking_page import AskingPage
from desktop.widgets.asking_panel import AskingPanel
from desktop.widgets.banner import News
from desktop.widgets.flow import in_lines
from desktop.widgets.split import side_by_side
from desktop.widgets.text import button, label
from desktop.widgets.text_or_form import TextOrForm

_DONE = "Done. It takes effect at once, and stays in the history with your name."


class StaffPage(AskingPage):
    """Staff above, teams below, and beside them what is kept of the one, or a form."""

    after_save = _DONE

    def __init__(self, desk: Desk) -> None:
        super().__init__("Staff and teams", desk)
        self.one: Member | None = None
        self._of_team = False
        self._password = self._whose = ""
        self._joined = ""
        """The login of who was added just now, until the list holds them."""
        self.board = Board(desk)
        self.beside: TextOrForm = TextOrForm("What is kept")
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._listen()
        self.board.fit()
        self._offer()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Staff and teams", "heading", wrap=False))
        for key, words, act, part, tip in (
            ("add", "&New person…", self.add, "main", "Insert in the list of staff"),
            ("change", "&Change…", self.change, "", "Enter in the list of staff"),
            ("suspend", "&Suspend…", self.suspend, "", "Delete in the list of staff"),
            ("reinstate", "&Reinstate…", self.reinstate, "", ""),
            ("leave", "&Leaves…", self.leave, "", ""),
            ("password", "New &password…", self.new_password, "", ""),
            ("add_team", "New &team…", self.add_team, "", "Insert in the list of teams"),
            ("rename", "Rena&me team…", self.rename_team, "", "Enter in the list of teams"),
            ("close", "Clos&e team…", self.close_team, "", "Delete in the list of teams"),
        ):
            self.buttons[key] = button(words, act, part=part, tip=tip)
        self.body.addWidget(in_lines(*self.buttons.values()))
        self.body.addWidget(side_by_side(self.board, self.beside, sizes=(600, 440)), 1)

    def _listen(self) -> None:
        people, teams = self.board.people, self.board.teams
        people.opened.connect(self._change_here)
        people.adding.connect(self.add)
        people.ending.connect(self.suspend)
        teams.opened.connect(self._rename_here)
        teams.adding.connect(self.add_team)
        teams.ending.connect(self.close_team)
        people.selectionModel().currentRowChanged.connect(self._person_moved)
        teams.selectionModel().currentRowChanged.connect(self._team_moved)
        people.came.connect(self._person_moved)
        self.board.emptied.connect(self._person_moved)
        teams.came.connect(self._team_moved)
        self.board.search.returnPressed.connect(people.setFocus)
        self._desk.news.changed.connect(self._changed)
        self._desk.appearance.changed.connect(self.board.fit)

    @property
    @override
    def front(self) -> QWidget:
        return self.board.teams if self._of_team else self.board.people

    @property
    @override
    def parts(self) -> Sequence[QWidget]:
        return [self.board.search, self.board.people, self.board.teams, self.beside.part]

    @property
    @override
    def lands_once(self) -> bool:
        return False

    # Reading.

    def read(self) -> None:
        """Read the staff and the teams."""
        read, session = self._tasks.read, self._session
        read(partial(list_staff, session), self._show_people, self.say_not_read, self.lanes["staff"])
        read(
            partial(list_teams, session),
            self._show_teams,
            partial(self.say_not_read, part="teams"),
            self.lanes["teams"],
        )

    def _show_people(self, found: tuple[StaffLine, ...]) -> None:
        self.banner.was_read()
        self.board.show_people(found)
        if any(one.login == self._joined for one in found):
            self.board.search.clear()
            self.board.stand_on(self._joined)
            self._joined = ""
        self._look_up()

    def _show_teams(self, found: tuple[Team, ...]) -> None:
        self.banner.was_read("teams")
        self.board.show_teams(found)
        self._offer()

    def _person_moved(self, *_: object) -> None:
        self._of_team = False
        self._look_up()

    def _team_moved(self, *_: object) -> None:
        if self.board.teams.hasFocus():
            self._of_team = True
            self._look_up()

    def _look_up(self) -> None:
        """Ask for what is kept of the one on whom one stands."""
        line, team, session = self.board.person, self.board.team, self._session
        not_read = partial(self.say_not_read, part="one")
        if self._of_team and team is not None:
            done = partial(self._show_team, team)
            self._tasks.read(partial(team_changes, session, team.team_id), done, not_read, self.lanes["one"])
        elif line is not None:
            self._tasks.read(partial(staff_member, session, line.login), self._show_one, not_read, self.lanes["one"])
        else:
            self.lanes["one"].drop()
            self.one = None
            self.beside.text.setPlainText("Nobody is found.")
            self._offer()

    def _show_one(self, found: Member) -> None:
        self.banner.was_read("one")
        self.one = found
        self.beside.text.setPlainText(told(found))
        self._offer()

    def _show_team(self, team: Team, found: tuple[Change, ...]) -> None:
        self.banner.was_read("one")
        self.beside.text.setPlainText(told_team(team, found))
        self._offer()

    def _offer(self) -> None:
        """Leave the buttons of what may be done with the person and the team on which one stands."""
        one, team, me = self.one, self.board.team, self._desk.signed_in.me
        other = one is not None and one.login != me.login
        active = one is not None and one.state == "active"
        there = {
            "add": True,
            "change": other and one is not None and one.state != "left",
            "suspend": other and active,
            "reinstate": other and not active,
            "leave": other and one is not None and one.state != "left",
            "password": other and active,
            "add_team": True,
            "rename": team is not None,
            "close": team is not None,
        }
        for key, made in self.buttons.items():
            made.setEnabled(there[key])
        self.buttons["close"].setText("Clos&e team…" if team is None or team.active else "R&eopen team…")

    def _changed(self, changes: Changes) -> None:
        if "staff" in changes.what and self.isVisible():
            self.read()

    # What is done.

    def add(self) -> None:
        """Somebody joins."""
        password = asking.first_password()
        self._ask(asking.ask_to_add(self._teams, password), password)

    def change(self) -> None:
        """Role, team, job title, name, own address."""
        self._ask_about(lambda one: asking.ask_to_change(one, self._teams), "change")

    def suspend(self) -> None:
        """Access ends at once."""
        self._ask_about(asking.ask_to_suspend, "suspend")

    def reinstate(self) -> None:
        """Whoever was suspended works again."""
        self._ask_about(asking.ask_to_reinstate, "reinstate")

    def leave(self) -> None:
        """Somebody leaves."""
        self._ask_about(asking.ask_to_leave, "leave")

    def add_team(self) -> None:
        """A new team."""
        self._ask(asking.ask_to_add_team())

    def rename_team(self) -> None:
        """Another name for the team on which one stands."""
        if self.board.team is not None:
            self._ask(asking.ask_to_rename(self.board.team))

    def close_team(self) -> None:
        """The team ends, or is there again."""
        if self.board.team is not None:
            self._ask(asking.ask_to_close(self.board.team))

    def new_password(self) -> None:
        """A password for somebody who lost theirs."""
        password = asking.first_password()
        self._ask_about(lambda one: asking.ask_for_password(one, password), "password", password)

    @property
    def _teams(self) -> tuple[Team, ...]:
        return tuple(self.board.teams.lines.records)

    def _change_here(self, _at: QModelIndex) -> None:
        self.change()

    def _rename_here(self, _at: QModelIndex) -> None:
        self.rename_team()

    # Forms and saving.

    def _ask_about(self, asked: Callable[[Member], Asked], key: str, password: str = "") -> None:
        """A form about the person on whom one stands, once they are read."""
        line = self.board.person
        if self.one is not None and line is not None and line.login == self.one.login and self.buttons[key].isEnabled():
            self._ask(asked(self.one), password, self.one.name)
        elif line is not None and line.login == self._desk.signed_in.me.login:
            self.banner.say(News.NOTE, "Another administrator changes what stands about you.")

    def _ask(self, asked: Asked, password: str = "", whose: str = "") -> None:
        """Open a form; a `password` that it gives is told once, as of `whose` or of the name that is typed."""
        if not self.unsaved:
            self._password, self._whose = password, whose
        self.ask(asked)

    @override
    def put(self, panel: AskingPanel) -> None:
        if "role" in panel.form.fields:
            panel.form.changed.connect(partial(self._follow, panel))
            for key in ("role", "own_house"):
                self._follow(panel, key)
        super().put(panel)

    def _follow(self, panel: AskingPanel, key: str) -> None:
        """Say what the role that is chosen does, sees and never sees, and why the own address is asked for."""
        if key == "role":
            role = panel.form.text("role")
            panel.form.note("role", explained(role) if role else "")
        if key == "own_house":
            panel.form.note(key, asking.WHY_ADDRESS)

    @override
    def save(self, save: object) -> None:
        if self._password and self.panel is not None:
            self.after_save = _told_once(self._whose or self.panel.form.text("name"), self._password)
        else:
            self.after_save = _DONE
        super().save(save)

    @override
    def saved(self, changes: Changes) -> None:
        """As on other pages, on who joined; a password that is told once stays until it is put away."""
        if self.panel is not None and "login" in self.panel.form.fields:
            self._joined, self._of_team = self.panel.form.text("login").strip(), False
        super().saved(changes)
        if self._password:
            self.banner.say(News.GOOD, self.after_save, (("I have it", self.banner.clear),), stays=True)
            self._password = ""

    @override
    def refused(self, error: ThroughlineError) -> None:
        if isinstance(error, Conflict):
            words = "Something changed about this person meanwhile. Go back, read it, and decide again."
            self.banner.say(News.CARE, words)
            self._look_up()
        else:
            super().refused(error)


def _told_once(whose: str, password: str) -> str:
    """How a password is told."""
    first = f"Done. The password of {with_marks(whose)} is {password} and is shown only now."
    return f"{first} It has to be changed at the first sign-in."
