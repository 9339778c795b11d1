"""What administrators change of lists, limits, rules and templates: kept with who, when and why; the second is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from alembic import command

from db.commands.codes import SetCode, set_code, set_document_limit, set_idle_minutes
from db.commands.court_documents import PutPageLimit, PutTemplate, put_page_limit, put_template
from db.commands.lists import OrderCodes, order_codes
from db.commands.looks import SetLookThreshold, set_look_threshold
from db.commands.signals import (
    SetBankHoliday,
    SetStatutoryStep,
    SetThreshold,
    set_bank_holiday,
    set_statutory_step,
    set_threshold,
)
from db.errors import Conflict, NotPermitted, Refused
from db.queries.codes import all_codes
from db.queries.document_templates import own_templates, templates_here
from db.queries.lists import ListChange, code_lines, list_changes, page_limit_lines, template_text
from db.server.deploy import alembic_config
from db.server.launcher import RunningServer
from db.session import Session
from tests.db.test_migrations import owner
from tests.record import Record, cloned

ADMINISTRATOR, WORKER = "tl_administrator", "tl_practitioner_a"
OFFICES = own_templates()["plan"].toml.replace('title = "Plan"', 'title = "Letter of concern"', 1)
LISTS = "20261123_lists"
Change = Callable[[Session, str, int | None], object]


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; each test changes lines of its own."""
    return shared_record


@pytest.fixture(scope="module")
def desk(record: Record) -> Session:
    """The administrator's session."""
    return record.session(ADMINISTRATOR)


def changes(desk: Session, name: str, line: str) -> list[ListChange]:
    """What was changed of a line, newest first."""
    return [one for one in list_changes(desk, name) if one.line == line]


def _code(session: Session, why: str, seen: int | None) -> object:
    return set_code(session, SetCode("placement", "kin", "With family", 20, why=why, seen=seen))


def _threshold(session: Session, why: str, seen: int | None) -> object:
    return set_threshold(session, SetThreshold("not_seen_alone", 0, 6, why, seen))


def _look(session: Session, why: str, seen: int | None) -> object:
    return set_look_threshold(session, SetLookThreshold("own_address", 1, 12, why, seen))


def _step(session: Session, why: str, seen: int | None) -> object:
    return set_statutory_step(session, SetStatutoryStep("review", 2, 12, "weeks", "Our own rule", why, seen))


def _holiday(session: Session, why: str, seen: int | None) -> object:
    return set_bank_holiday(session, SetBankHoliday(date(2030, 7, 1), "A royal wedding", why, seen))


def _limit(session: Session, why: str, seen: int | None) -> object:
    return set_document_limit(session, 40, why, seen)


def _idle(session: Session, why: str, seen: int | None) -> object:
    return set_idle_minutes(session, 7, why, seen)


def _pages(session: Session, why: str, seen: int | None) -> object:
    put_page_limit(session, PutPageLimit("section_7", date(2026, 3, 2), 30, "A direction", why, seen))
    return None


def _template(session: Session, why: str, seen: int | None) -> object:
    return put_template(session, PutTemplate("letter_of_concern", OFFICES, why=why, seen=seen))


@pytest.mark.parametrize(
    ("name", "line", "change", "values"),
    [
        ("placement", "kin", _code, ("With family or friends", "With family")),
        ("signal_threshold", "not_seen_alone", _threshold, (4, 6)),
        ("look_threshold", "own_address", _look, (8, 12)),
        ("statutory_step", "review 2", _step, ("months", "weeks")),
        ("bank_holiday", "2030-07-01", _holiday, (None, "A royal wedding")),
        ("setting", "document_limit_mb", _limit, (20, 40)),
        ("setting", "idle_minutes", _idle, (10, 7)),
        ("page_limit", "section_7 2026-03-02", _pages, (None, 30)),
        ("document_template", "letter_of_concern", _template, (None, 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_is_kept_with_what_stood_and_why_and_lands_once(
    desk: Session, name: str, line: str, change: Change, values: tuple[object, object]
) -> None:
    before, after = values
    change(desk, "Agreed on 2 March", 0)
    change(desk, "Agreed on 2 March", 0)  # the answer was lost, and it was sent again
    (one,) = changes(desk, name, line)
    assert (one.version, one.why, one.changed_by) == (1, "Agreed on 2 March", "Tl Administrator")
    assert one.before is None if before is None else before in (one.before or {}).values()
    assert after in one.after.values()


def test_who_comes_second_is_told_and_changes_nothing(record: Record, desk: Session) -> None:
    other = record.session(ADMINISTRATOR)
    wish = SetThreshold("missed", 3, 0, "first", 0)
    set_threshold(desk, wish)
    with pytest.raises(Conflict, match="Somebody else changed this line just now"):
        set_threshold(other, replace(wish, times=5, why="second"))
    assert [one.after["times"] for one in changes(desk, "signal_threshold", "missed")] == [3]
    set_threshold(other, replace(wish, times=5, why="second", seen=1))
    assert [(one.before or {}).get("times") for one in changes(desk, "signal_threshold", "missed")] == [3, 2]
    set_threshold(other, replace(wish, times=5, why="nothing to change", seen=2))
    assert len(changes(desk, "signal_threshold", "missed")) == 2
    other.close()


def test_of_two_at_the_same_moment_one_is_told(record: Record, desk: Session) -> None:
    other = record.session(ADMINISTRATOR)
    day, waits = date(2031, 6, 2), "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
    with record.psql(ADMINISTRATOR, autocommit=False) as first, ThreadPoolExecutor() as pool:
        first.execute("select api.set_bank_holiday('2031-06-02', 'One', 'first', 0)")
        second = pool.submit(set_bank_holiday, other, SetBankHoliday(day, "Other", "second", 0))
        with record.superuser() as connection:
            while connection.execute(waits).fetchone() == (0,) and not second.done():
                pass
        first.commit()
        with pytest.raises(Conflict):
            second.result()
    assert [one.after["name"] for one in changes(desk, "bank_holiday", "2031-06-02")] == ["One"]
    other.close()


def test_the_history_can_be_read_by_administrators_alone_and_altered_by_nobody(record: Record, desk: Session) -> None:
    set_idle_minutes(desk, 9, "a change")
    with record.superuser() as connection:
        for statement in ("update core.list_change set why = ''", "delete from core.list_change"):
            with pytest.raises(psycopg.Error, match="nothing is changed or deleted"):
                connection.execute(statement.encode())
    worker = record.session(WORKER)
    for refused in (
        lambda: list_changes(worker, "setting"),
        lambda: code_lines(worker, "placement"),
        lambda: page_limit_lines(worker),
        lambda: template_text(worker, "plan", 1),
    ):
        with pytest.raises(NotPermitted):
            refused()
    worker.close()


def test_a_reason_is_one_line_of_moderate_length(desk: Session) -> None:
    for bad in ("x" * 501, "two\nlines"):
        with pytest.raises(Refused, match="Say why in one line"):
            set_document_limit(desk, 50, bad)


def test_a_list_is_put_in_order_and_what_was_ended_stays_in_it(desk: Session) -> None:
    set_code(desk, SetCode("warning", "dog", "Dangerous dog", 30, to_on=date(2020, 1, 1)))
    before = [code.code for code in code_lines(desk, "warning")]
    assert "dog" in before
    wanted = (before[2], *before[:2], *before[3:])
    order_codes(desk, OrderCodes("warning", wanted, "most often used first", 0))
    assert tuple(code.code for code in code_lines(desk, "warning")) == wanted
    offered = [one.code for one in all_codes(desk) if one.list == "warning" and one.offered]
    assert offered == [code for code in wanted if code != "dog"]
    for bad, seen in ((wanted[1:], 1), ((*wanted, "cat"), 1), ((*wanted[1:], wanted[1]), 1), (tuple(before), 0)):
        with pytest.raises(Conflict):
            order_codes(desk, OrderCodes("warning", bad, "", seen))
    with pytest.raises(Refused, match="no such list"):
        order_codes(desk, OrderCodes("nothing", ("a",)))
    assert len(changes(desk, "warning", "")) == 1


def test_a_template_that_is_ended_is_offered_no_more_and_opens_what_stands_on_it(desk: Session) -> None:
    put_template(desk, PutTemplate("strategy_discussion", "", ended=True, why="we use the police's form"))
    put_template(desk, PutTemplate("our_form", OFFICES))
    put_template(desk, PutTemplate("our_form", OFFICES, ended=True))
    put_template(desk, PutTemplate("their_form", OFFICES))
    put_template(desk, PutTemplate("their_form", ""))  # as it was ended before
    put_template(desk, PutTemplate("spoilt_form", OFFICES))
    put_template(desk, PutTemplate("spoilt_form", "["))
    here = templates_here(desk)
    assert not {"strategy_discussion", "our_form", "their_form"} & set(here.by_kind)
    for kind in ("our_form", "their_form", "spoilt_form"):
        template = here.template(kind)
        assert template is not None and template.title == "Letter of concern", kind
    assert here.template("strategy_discussion") == own_templates()["strategy_discussion"].template
    assert [trouble.kind for trouble in here.troubles] == ["spoilt_form"]
    assert template_text(desk, "our_form", 1) == OFFICES
    put_template(desk, PutTemplate("strategy_discussion", ""))
    assert "strategy_discussion" in templates_here(desk).by_kind


def test_what_was_changed_before_there_was_a_history_is_carried_into_it(server: RunningServer, template: str) -> None:
    assert template
    kept = "select list, line, version, before, after, changed_by from core.list_change order by 1, 2, 3"
    with cloned(server) as record:
        session = record.session(ADMINISTRATOR)
        for change in (_code, _threshold, _holiday, _idle):
            change(session, "", None)
        set_bank_holiday(session, SetBankHoliday(date(2030, 7, 1), ""))
        session.close()
        with record.superuser() as connection:
            connection.execute("drop schema api, wall, logins cascade")
            before = connection.execute(kept).fetchall()
        with owner(record) as connection:
            config = alembic_config(connection)
            command.downgrade(config, f"{LISTS}-1")
            command.upgrade(config, LISTS)
        with record.superuser() as connection:
            assert connection.execute(kept).fetchall() == before
            assert len(before) == 5
