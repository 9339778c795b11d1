"""How full everybody is: weights that the team sets, hours noted beside, what a worker would hold, and who sees it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from db.commands.absence import EndAbsence, SetAbsence, end_absence, set_absence
from db.commands.allocation import ProposeAllocation, ProposedChild, propose_allocation
from db.commands.workload import EndTimeNote, NoteTime, SetTeamWeight, end_time_note, note_time, set_team_weight
from db.errors import NotPermitted, Refused
from db.queries.allocation import workers_to_propose
from db.queries.workload import EVERYBODY, Counted, Workload, team_weights, team_workload, would_hold
from tests.db.seats import Seats, until_waiting
from tests.record import Record
from tests.security.stage import seal

WORKER, COLLEAGUE, ADVISER = "tl_practitioner_a", "tl_practitioner_b", "tl_court_adviser"
MANAGER, SECOND, ELSEWHERE = "tl_manager_a", "tl_manager_a2", "tl_manager_b"
TODAY = date.today()


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    return Seats(shared_record)


def load(seats: Seats, login: str, by: str = MANAGER) -> Workload:
    """What this person holds, as somebody reads it."""
    (found,) = [one for one in team_workload(seats(by)) if one.staff_id == seats.record.staff[login]]
    return found


def court(seats: Seats, login: str = WORKER, days: int = 30, **more: object) -> NoteTime:
    wish = {"what": "court", "hours": Decimal(3), "from_on": TODAY, "until_on": TODAY + timedelta(days=days)} | more
    return NoteTime(uuid4(), seats.record.staff[login], **wish)  # type: ignore[arg-type]


def weight(seats: Seats, measure: str, by: str = MANAGER) -> list[tuple[int, Decimal, str, str]]:
    """What a measure is and was, the newest first."""
    found = [one for one in team_weights(seats(by)) if one.measure == measure]
    return [(one.version, one.weight, one.changed_by, one.why) for one in found]


def test_two_managers_at_once_do_not_turn_what_is_usual_upside_down(seats: Seats) -> None:
    usual = {measure: weight(seats, measure)[0][1] for measure in ("usual_from", "usual_to")}
    low, high = usual["usual_from"] + 1, usual["usual_to"] - 1
    with seats.record.psql(MANAGER) as first, ThreadPoolExecutor(1) as other:
        first.execute("begin")
        first.execute("select api.set_team_weight('usual_from', %s, 'more at once')", [high])
        second = other.submit(set_team_weight, seats(SECOND), SetTeamWeight("usual_to", low, "fewer at once"))
        until_waiting(seats.record, second)
        first.execute("commit")
        with pytest.raises(Refused, match="begins below where it ends"):
            second.result()
    set_team_weight(seats(MANAGER), SetTeamWeight("usual_from", usual["usual_from"], "as it was"))


def test_a_team_weighs_its_work_as_it_agrees_and_keeps_what_stood(seats: Seats) -> None:
    seats.child("Ava", WORKER)
    before = load(seats, WORKER)
    assert (before.children, before.weight) == (1, Decimal(1))
    assert (before.usual_from, before.usual_to) == (Decimal(15), Decimal(22))
    set_team_weight(seats(MANAGER), SetTeamWeight("other_work", Decimal("1.5"), "Assessments take two visits."))
    set_team_weight(seats(SECOND), SetTeamWeight("other_work", Decimal("2.5"), "Three visits now."))
    set_team_weight(seats(SECOND), SetTeamWeight("other_work", Decimal("2.5"), "said twice"))
    assert load(seats, WORKER).weight == Decimal("2.5")
    assert load(seats, WORKER).counted == (Counted("other_work", 1, Decimal("2.5")),)
    assert weight(seats, "other_work") == [
        (2, Decimal("2.5"), "Tl Manager A2", "Three visits now."),
        (1, Decimal("1.5"), "Tl Manager A", "Assessments take two visits."),
        (0, Decimal(1), "", ""),
    ]
    assert weight(seats, "other_work", ELSEWHERE) == [(0, Decimal(1), "", "")], "another team has its own"
    assert weight(seats, "other_work", WORKER) == weight(seats, "other_work"), "whose work is weighed knows how"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (SetTeamWeight("other_work", Decimal(100), "why"), "from 0 to 99"),
        (SetTeamWeight("other_work", Decimal("1.25"), "why"), "one place after the point"),
        (SetTeamWeight("other_work", Decimal(-1), "why"), "from 0 to 99"),
        (SetTeamWeight("cover", Decimal(1), " "), "why"),
        (SetTeamWeight("charm", Decimal(1), "why"), "no such kind of work"),
        (SetTeamWeight("usual_from", Decimal(40), "why"), "begins below where it ends"),
    ],
)
def test_an_odd_weight_is_refused_in_words(seats: Seats, wish: SetTeamWeight, words: str) -> None:
    with pytest.raises(Refused, match=words):
        set_team_weight(seats(MANAGER), wish)


def test_hours_are_noted_beside_until_a_day_and_never_reckoned_with(seats: Seats) -> None:
    before = load(seats, WORKER)
    wish = court(seats)
    note_time(seats(WORKER), wish)
    note_time(seats(WORKER), wish)
    after = load(seats, WORKER)
    assert [(note.what, note.hours, note.until_on, note.by) for note in after.notes] == [
        ("court", Decimal(3), wish.until_on, "Tl Practitioner A")
    ]
    assert (after.weight, after.children) == (before.weight, before.children)
    note_time(seats(MANAGER), court(seats, what="travel to Leeds", days=10))
    assert [note.what for note in load(seats, WORKER, WORKER).notes] == ["court", "travel to Leeds"]
    end_time_note(seats(MANAGER), EndTimeNote(wish.note_id))
    end_time_note(seats(MANAGER), EndTimeNote(wish.note_id))
    assert [note.what for note in load(seats, WORKER).notes] == ["travel to Leeds"]
    for odd in (
        court(seats, hours=Decimal(61)), court(seats, what=" "), court(seats, days=-1), court(seats, days=400),
        court(seats, hours=Decimal(0)),
    ):  # fmt: skip
        with pytest.raises(Refused):
            note_time(seats(WORKER), odd)
    for by, login in ((WORKER, COLLEAGUE), (ELSEWHERE, WORKER)):
        with pytest.raises(NotPermitted):
            note_time(seats(by), court(seats, login))


def test_absence_is_told_with_its_days(seats: Seats) -> None:
    back = TODAY + timedelta(days=9)
    absence = SetAbsence(uuid4(), seats.record.staff[ADVISER], TODAY, back)
    set_absence(seats(MANAGER), absence)
    found = load(seats, ADVISER)
    assert (found.away, found.away_from, found.away_until) == (True, TODAY, back)
    end_absence(seats(MANAGER), EndAbsence(absence.absence_id))
    assert not load(seats, ADVISER).away


@pytest.mark.parametrize("known", [True, False])
def test_of_absences_that_run_on_the_end_of_the_last_is_told(seats: Seats, known: bool) -> None:
    staff, begins = seats.record.staff[ADVISER], (0, 41, 60)
    ends = (40, 49, 80) if known else (40, None)  # the third does not run on
    noted = [
        SetAbsence(uuid4(), staff, TODAY + timedelta(days=begin), None if end is None else TODAY + timedelta(days=end))
        for begin, end in zip(begins, ends, strict=False)
    ]
    for one in noted:
        set_absence(seats(MANAGER), one)
    last = noted[1].to_on
    until = " until " + last.strftime("%-d %B %Y") if last else ", not known until when"
    assert next(one.away for one in workers_to_propose(seats(MANAGER)) if one.staff_id == staff) == f"away{until}"
    assert load(seats, ADVISER).away_until == last
    end_absence(seats(MANAGER), EndAbsence(noted[0].absence_id))
    assert (load(seats, ADVISER).away_from, load(seats, ADVISER).away_until) == (noted[1].from_on, last)
    for one in noted:
        end_absence(seats(MANAGER), EndAbsence(one.absence_id))


def test_a_worker_sees_their_own_line_and_a_manager_those_of_the_team(seats: Seats) -> None:
    assert [one.name for one in team_workload(seats(WORKER))] == ["Tl Practitioner A"]
    team = {one.name for one in team_workload(seats(MANAGER))}
    assert {"Tl Practitioner A", "Tl Practitioner B", "Tl Court Adviser"} <= team
    assert team.isdisjoint({"Tl Practitioner C", "Tl Front Door", "Tl Manager A"})
    for login in ("tl_support_a", "tl_auditor", "tl_administrator"):
        with pytest.raises(NotPermitted):
            team_workload(seats(login))


def test_what_a_worker_would_hold_is_told_before_the_proposal(seats: Seats) -> None:
    cem, dora = seats.child("Cem"), seats.child("Dora")
    with seats.record.superuser() as connection:
        connection.execute(
            "insert into core.period (period_id, child_id, kind, code, begins_earliest, recorded_by)"
            " values (%s, %s, 'plan', 'cp', current_date, %s)",
            [uuid4(), dora, seats.record.staff[MANAGER]],
        )
    staff = seats.record.staff[COLLEAGUE]
    now = load(seats, COLLEAGUE)
    team = {one.measure: one.weight for one in reversed(team_weights(seats(MANAGER)))}
    found = would_hold(seats(MANAGER), staff, "allocated_worker", [cem, dora])
    assert (found.children_now, found.weight_now) == (now.children, now.weight)
    assert (found.children, found.in_proceedings, found.other_parts) == (now.children + 2, 0, 0)
    assert found.weight == now.weight + team["other_work"] + team["child_protection"]
    assert (found.usual_from, found.usual_to) == (Decimal(15), Decimal(22))
    second = would_hold(seats(MANAGER), staff, "second_worker", [cem])
    assert (second.children, second.other_parts) == (now.children, 1)
    assert second.weight == now.weight + team["second_worker"]
    listed = next(one for one in workers_to_propose(seats(MANAGER)) if one.staff_id == staff)
    assert (listed.children, listed.weight) == (now.children, now.weight)
    for by in (ELSEWHERE, WORKER):
        with pytest.raises(NotPermitted):
            would_hold(seats(by), staff, "allocated_worker", [cem])


def test_a_sealed_child_is_counted_for_nobody(seats: Seats) -> None:
    child = seats.child("Ela", COLLEAGUE)
    before = load(seats, COLLEAGUE)
    seal(seats.record, child, MANAGER, COLLEAGUE)
    after = load(seats, COLLEAGUE)
    assert (after.children, after.weight) == (before.children - 1, before.weight - before.counted[0].weight)
    assert load(seats, COLLEAGUE, SECOND).children == after.children


def test_the_months_of_the_year_come_from_the_history(seats: Seats) -> None:
    found = load(seats, WORKER)
    assert len(found.months) == 13
    assert found.months[-1].day == TODAY
    assert found.months[-1].children == found.children
    assert [one.day.day for one in found.months[:-1] if (one.day + timedelta(days=1)).day != 1] == []
    assert {one.children for one in found.months[:-2]} == {0}, "what began this month was not there before"


def test_somebody_suspended_is_shown_for_as_long_as_they_hold_children(seats: Seats) -> None:
    seats.child("Fay", "tl_duty_a")
    with seats.record.superuser() as connection:
        connection.execute("update core.staff set state = 'suspended' where login = 'tl_duty_a'")
    found = load(seats, "tl_duty_a")
    assert (found.at_work, found.away, found.children) == (False, True, 1)
    staff: UUID = seats.record.staff["tl_duty_a"]
    with pytest.raises(NotPermitted):
        would_hold(seats(MANAGER), staff, "allocated_worker", [seats.child("Gus")])


def test_a_child_whom_several_of_the_team_hold_counts_once_in_the_team(seats: Seats) -> None:
    def together() -> Workload:
        whole = team_workload(seats(MANAGER))[-1]
        assert whole.staff_id == EVERYBODY
        return whole

    before = together()
    tonight, second = seats.child("Imke", WORKER), seats.child("Jory", WORKER)
    wish = ProposeAllocation(
        uuid4(), seats.record.staff[COLLEAGUE], "knows the family", (ProposedChild(tonight, "see the child"),),
        reason="ABSENC", at_once=True,
    )  # fmt: skip
    propose_allocation(seats(MANAGER), wish)
    seats.record.allocate(second, COLLEAGUE)
    after = together()
    alone = [one.children for one in team_workload(seats(MANAGER)) if one.staff_id != EVERYBODY]
    assert (after.children, after.months[-1].children) == (before.children + 2, before.months[-1].children + 2)
    assert sum(alone) > after.children, "both workers hold the child of tonight"
    assert after.other_parts == before.other_parts, "a child with a worker counts as the worker's"


def test_a_child_proposed_to_two_of_the_team_is_one_child_more(seats: Seats) -> None:
    before, child = team_workload(seats(MANAGER))[-1], seats.child("Kim")
    for login, part in ((WORKER, "allocated_worker"), (COLLEAGUE, "second_worker")):
        line = (ProposedChild(child, "see the child"),)
        propose_allocation(
            seats(MANAGER), ProposeAllocation(uuid4(), seats.record.staff[login], "why", line, part=part)
        )
    after = team_workload(seats(MANAGER))[-1]
    assert after.staff_id == EVERYBODY
    assert after.proposed == before.proposed + 1
