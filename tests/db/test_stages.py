"""Lists by stage and what is missing, as people ask for them: whose, of which days, sealed files, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.commands.person import CorrectPerson, correct_person
from db.commands.stages import note_stages, open_stages
from db.domain.entry import ChildPart
from db.domain.partial_date import PartialDate
from db.errors import NotPermitted, Refused
from db.queries.missing import fact_shares, missing_facts
from db.queries.stages import StageLine, stage_lists
from db.session import Session
from tests.record import Record

WORKER, MANAGER, ADMINISTRATOR = "tl_practitioner_a", "tl_manager_a", "tl_administrator"
TODAY = date.today()
AGO = TODAY - timedelta(days=90)


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """One record; the children below are made once for all of these tests."""
    return shared_record


@dataclass(frozen=True, slots=True)
class Children:
    """Amira is on a protection plan after an assessment, Bo was looked after, Cleo's plan stands in a sealed file."""

    amira: UUID
    bo: UUID
    cleo: UUID


@pytest.fixture(scope="module")
def children(record: Record) -> Children:
    """Three children of team North, held by the worker."""
    found = Children(*(record.new_child(given, "Kaya") for given in ("Amira", "Bo", "Cleo")))
    for child in (found.amira, found.bo, found.cleo):
        record.allocate(child, WORKER)
        session = record.opened(WORKER, child)
        _period(session, child, "plan", "cp", AGO, category="NEG")
        session.close()
    session = record.opened(WORKER, found.amira)
    _period(session, found.amira, "involvement", "assessment", AGO - timedelta(days=40), AGO)
    _period(session, found.amira, "plan", "cp", AGO - timedelta(days=900), AGO - timedelta(days=700), category="EMO")
    _planned(session, found.amira, "rcpc", TODAY - timedelta(days=10))
    seen = (ChildPart(found.amira, seen=True, seen_alone=True),)
    record.write_entry(
        session, found.amira, "Seen", on=PartialDate.on(TODAY - timedelta(days=1)).in_words(), children=seen
    )
    bo = record.opened(WORKER, found.bo)
    _period(bo, found.bo, "legal_status", "s20", TODAY - timedelta(days=300), TODAY - timedelta(days=200))
    _period(bo, found.bo, "placement", "foster", TODAY - timedelta(days=300), TODAY - timedelta(days=200))
    with record.superuser() as connection:
        connection.execute("update core.file set sealed = true where child_id = %s", [found.cleo])
    return found


def _period(  # noqa: PLR0917
    session: Session, child: UUID, kind: str, code: str, begins: date, ends: date | None = None, category: str = ""
) -> None:
    fact = PeriodFact(
        kind, code, category, "", PartialDate.on(begins), PartialDate.on(ends) if ends else None, "over" if ends else ""
    )
    record_period(session, RecordPeriod(uuid4(), child, fact, "told at the meeting"))


def _planned(session: Session, child: UUID, code: str, day: date) -> None:
    record_period(session, RecordPeriod(uuid4(), child, PeriodFact("planned", code, planned_on=day), "diary"))


def _listed(record: Record, login: str, first: date, last: date) -> tuple[tuple[StageLine, ...], int]:
    session = record.session(login)
    found = stage_lists(session, open_stages(session, first, last, "screen"))
    return found.lines, found.left_out


def test_a_day_lists_who_was_at_a_stage_then(record: Record, children: Children) -> None:
    lines, _ = _listed(record, MANAGER, TODAY, TODAY)
    plans = {line.name: line for line in lines if line.stage == "child_protection"}
    assert set(plans) == {"Amira Kaya", "Bo Kaya"}
    amira = plans["Amira Kaya"]
    assert (amira.from_on, amira.to_on, amira.what, amira.times) == (AGO, None, "Neglect", 1)
    assert (amira.other_on, amira.alone_on) == (TODAY - timedelta(days=10), TODAY - timedelta(days=1))
    assert (amira.worker, amira.team, amira.sealed) == ("Tl Practitioner A", "North", False)
    assert not [line for line in lines if line.stage in ("assessment", "looked_after")]


def test_a_span_lists_what_ended_within_it_too(record: Record, children: Children) -> None:
    lines, _ = _listed(record, WORKER, TODAY - timedelta(days=250), TODAY)
    found = {(line.stage, line.child_id): line for line in lines}
    assert found["assessment", children.amira].to_on == AGO
    looked_after = found["looked_after", children.bo]
    assert (looked_after.what, looked_after.more) == ("Accommodated, section 20", "With foster carers")
    assert looked_after.times == 1
    assert ("child_protection", children.amira) in found


def test_what_began_and_ended_on_the_first_of_the_days_is_listed(record: Record) -> None:
    child, day = record.new_child("Dara", "Kaya"), TODAY - timedelta(days=30)
    record.allocate(child, "tl_practitioner_b")
    session = record.opened("tl_practitioner_b", child)
    for code in ("assessment", "contact"):
        _period(session, child, "involvement", code, day, day)
    _period(session, child, "involvement", "s47", day - timedelta(days=9), day)
    for first, last in ((day, day), (day, TODAY)):
        found = {line.stage for line in _listed(record, "tl_practitioner_b", first, last)[0] if line.child_id == child}
        assert found == {"assessment", "contact"}


def test_of_sealed_files_a_manager_is_told_one_number_whatever_the_days(record: Record, children: Children) -> None:
    for first, last in ((TODAY, TODAY), (AGO, TODAY), (date(1995, 1, 1), date(1995, 1, 2))):
        lines, left_out = _listed(record, MANAGER, first, last)
        assert left_out == 1
        assert children.cleo not in {line.child_id for line in lines}
    assert _listed(record, WORKER, AGO, TODAY)[1] == 0


def test_a_sealed_file_is_listed_to_its_member_and_never_taken_away(record: Record, children: Children) -> None:
    with record.superuser() as connection:
        connection.execute(
            "insert into core.named_access (child_id, staff_id, capacity, level, reason, needs_second, given_by,"
            " second_by) values (%s, %s, 'sealed_member', 'read', 'chairs', true, %s, %s)",
            [children.cleo, record.staff["tl_practitioner_b"], record.staff[MANAGER], record.staff["tl_manager_a2"]],
        )
    lines, left_out = _listed(record, "tl_practitioner_b", TODAY, TODAY)
    assert [(line.child_id, line.sealed) for line in lines] == [(children.cleo, True)]
    assert left_out == 0
    session = record.session("tl_practitioner_b")
    taken = stage_lists(session, open_stages(session, TODAY, TODAY, "excel"))
    assert (taken.lines, taken.left_out) == ((), 1)


def test_a_sealed_file_that_is_closed_is_counted_where_it_may_not_leave(record: Record) -> None:
    child = record.new_child("Edda", "Kaya", team="South")
    record.seal("tl_manager_b", child, why="adopted")
    with record.superuser() as connection:
        connection.execute(
            "update core.file set state = 'closed', closed_on = current_date, closure_reason = 'adopted'"
            " where child_id = %s", [child],
        )  # fmt: skip
    session = record.session("tl_manager_b")
    taken = stage_lists(session, open_stages(session, AGO, TODAY, "pdf"))
    assert (taken.lines, taken.left_out) == ((), 1)


def test_looking_and_taking_away_stand_on_record(record: Record, children: Children) -> None:
    session = record.session(MANAGER)
    ticket = open_stages(session, AGO, TODAY, "excel")
    with pytest.raises(Refused, match="hash"):
        note_stages(session, ticket, 5, "none")
    note_stages(session, ticket, 5, "a" * 64)
    with record.superuser() as connection:
        found = connection.execute(
            "select action, login, detail from audit.event where object_id = %s order by event_id", [ticket]
        ).fetchall()
    assert [(action, actor) for action, actor, _ in found] == [("open_stages", MANAGER), ("export_stages", MANAGER)]
    assert found[0][2] == {"from": AGO.isoformat(), "to": TODAY.isoformat(), "form": "excel"}
    assert (found[1][2]["lines"], found[1][2]["sha256"]) == (5, "a" * 64)


@pytest.mark.parametrize("days", [(TODAY, AGO), (date(1900, 1, 1), TODAY), (TODAY, TODAY + timedelta(days=800))])
def test_days_that_make_no_sense_are_refused_in_words(record: Record, days: tuple[date, date]) -> None:
    with pytest.raises(Refused, match="first and a last day"):
        open_stages(record.session(MANAGER), *days, "screen")


def test_an_administrator_lists_nothing(record: Record) -> None:
    session = record.session(ADMINISTRATOR)
    for ask in (missing_facts, lambda one: fact_shares(one, 3), lambda one: open_stages(one, TODAY, TODAY, "screen")):
        with pytest.raises(NotPermitted):
            ask(session)


def test_a_gap_goes_when_it_is_entered_and_the_share_of_before_stays(record: Record, children: Children) -> None:
    session = record.opened(WORKER, children.amira)
    assert "ethnicity" in {gap.fact for gap in missing_facts(session) if gap.child_id == children.amira}
    declined = CorrectPerson(
        uuid4(), children.amira, children.amira, "ethnicity", "Declined to say", "asked the mother", None, None
    )
    correct_person(session, declined)
    assert "ethnicity" not in {gap.fact for gap in missing_facts(session) if gap.child_id == children.amira}
    shares = [share for share in fact_shares(session, 1) if share.fact == "ethnicity"]
    assert shares[-1].day == TODAY
    assert (shares[-1].recorded, shares[-1].percent) == (1, round(100 / shares[-1].children))
