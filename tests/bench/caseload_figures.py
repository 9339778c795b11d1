"""How soon a team's caseload of two hundred children is on the screen after the click, on the sample authority.

The floor of the same run is the plain facts of these children as raw SQL, behind the wall: nothing that stands out, no
day by which the law wants something, no rule about who may see what, nothing painted.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from db.queries.caseload import caseload
from db.queries.files import my_children
from db.server.embedded import DATABASE, open_record
from db.server.launcher import EmbeddedServer
from db.session import ServerAddress, Session
from desktop.app.program import Program, Start
from desktop.infra.connection import Place, dsn_of
from desktop.infra.settings import Settings
from tests.bench.measure import Figure, against, by_turns, middle

CHILDREN = 200
_PATIENCE = 60.0
_ONE_TEAM = """
    with manager as (select team_id from core.staff where login = %(login)s),
         wanted as (select f.child_id from core.file f where f.state = 'open' and not f.sealed
                     order by f.team_id = (select team_id from manager) desc, f.reference limit %(children)s)
    update core.file f set team_id = case when w.child_id is not null then (select team_id from manager)
                                          else (select t.team_id from core.team t
                                                 where t.team_id <> (select team_id from manager) limit 1) end
      from core.file x left join wanted w on w.child_id = x.child_id where x.child_id = f.child_id
"""
_PLAIN = """
    with held as (select f.child_id from core.file f join core.staff m on m.team_id = f.team_id and m.login = %(login)s
                   where f.state = 'open' and not f.sealed)
    select f.child_id, f.reference, n.given, n.family, p.born_earliest, w.name, s.day, a.day, o.day, c.fresh, d.day
      from held join core.file f using (child_id) join core.person p on p.person_id = f.child_id
      join core.person_name n on n.person_id = f.child_id and n.kind = 'legal' and n.to_on is null
      left join core.allocation h on h.child_id = f.child_id and h.part = 'allocated_worker' and h.to_at is null
      left join core.staff w on w.staff_id = h.staff_id
      left join lateral (select x.occurred_earliest as day from core.chronology x where x.child_id = f.child_id
                            and x.seen order by x.order_key desc limit 1) s on true
      left join lateral (select x.occurred_earliest as day from core.chronology x where x.child_id = f.child_id
                            and x.seen and x.seen_alone order by x.order_key desc limit 1) a on true
      left join lateral (select x.occurred_earliest as day from core.chronology x where x.child_id = f.child_id
                            and x.words <> '' order by x.order_key desc limit 1) o on true
      left join lateral (select count(*) as fresh from core.chronology x where x.child_id = f.child_id
                            and x.recorded_at > now() - interval '30 days') c on true
      left join lateral (select min(x.planned_on) as day from core.period x where x.child_id = f.child_id
                            and x.planned_on >= current_date) d on true
     order by n.given
"""


def figures() -> list[Figure]:
    """Fills the sample, gives one manager a team of so many children, and opens the page again and again."""
    application = QApplication.instance() or QApplication(["throughline"])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "home") as running:
        record = open_record(running.home, sample=True)
        manager = next(person for person in record.people if person.role == "manager")
        with psycopg.connect(running.dsn(DATABASE), autocommit=True) as connection:
            connection.execute(_ONE_TEAM, {"login": manager.login, "children": CHILDREN})
            connection.execute("analyze")
        settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        program = Program(application, Start(Place(dsn_of(record.address))), settings)
        try:
            with psycopg.connect(running.dsn(DATABASE), autocommit=True) as owner:
                found = [_painted(program, owner, manager.login, manager.password)]
            return [*found, _asked(record.address, manager.login, manager.password)]
        finally:
            program.close()
            record.close()


def _painted(program: Program, owner: psycopg.Connection, login: str, password: str, times: int = 15) -> Figure:
    opened = program.open_window()
    opened.window.resize(1280, 800)
    program.boot()
    _until(lambda: program.ready)
    opened.sign_in.form.put("login", login)
    opened.sign_in.form.put("password", password)
    opened.sign_in.sign_in()
    _until(lambda: opened.workspace is not None)
    assert opened.workspace is not None
    mine = opened.workspace.caseload
    _until(lambda: mine.table.lines.rowCount() >= CHILDREN)
    shown: list[bool] = []
    mine.shown.connect(lambda: shown.append(True))

    def click() -> None:
        shown.clear()
        mine.arrive()
        _until(lambda: bool(shown))
        mine.table.viewport().repaint()

    plain = partial(owner.execute, _PLAIN, {"login": login})
    clicked, raw = by_turns(click, lambda: plain().fetchall(), times=times)
    name = f"click to painted caseload of a team of {CHILDREN} children / its plain facts as raw SQL"
    return against(name, "ms", middle(clicked), middle(raw), "≤ 200 ms")


def _asked(address: ServerAddress, login: str, password: str) -> Figure:
    session = Session.connect(address, login, password)
    try:
        assert len(caseload(session)) >= CHILDREN
        with_signals, without = by_turns(lambda: caseload(session), lambda: my_children(session), times=15)
    finally:
        session.close()
    name = f"caseload of {CHILDREN} children with what stands out / without"
    return against(name, "ms", middle(with_signals), middle(without), "≤ 2")


def _until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.0005)
