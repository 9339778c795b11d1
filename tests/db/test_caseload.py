"""The caseload: what stands out about whom, in which words, what is answered to it, and by which rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from db.commands.files import OpenFile, open_file
from db.commands.periods import PeriodFact, RecordPeriod, record_period
from db.commands.signals import (
    AnswerSignal,
    SetBankHoliday,
    SetStatutoryStep,
    SetThreshold,
    answer_signal,
    set_bank_holiday,
    set_statutory_step,
    set_threshold,
)
from db.domain.entry import ChildPart
from db.domain.partial_date import PartialDate
from db.domain.signals import Signal, sentence
from db.errors import NotPermitted, Refused
from db.queries.caseload import CaseLine, caseload, signal_answers
from db.queries.signals import bank_holidays, statutory_steps, thresholds
from db.server.deploy import upgrade
from db.session import Session
from tests.db.seats import Seats
from tests.record import Record
from tests.security.stage import seal

WORKER, COLLEAGUE, STRANGER = "tl_practitioner_a", "tl_practitioner_b", "tl_practitioner_c"
MANAGER, DUTY, ADMINISTRATOR = "tl_manager_a", "tl_duty_a", "tl_administrator"
TODAY = date.today()
BORN = date(2019, 5, 2)


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for all of these tests, each of which has children of its own."""
    return Seats(shared_record)


def line_of(session: Session, child: UUID) -> CaseLine:
    """The line of this child on somebody's caseload."""
    (found,) = (line for line in caseload(session) if line.child_id == child)
    return found


def told(session: Session, child: UUID) -> list[str]:
    """The sentences about this child."""
    line = line_of(session, child)
    return [sentence(signal, line.born) for signal in line.signals]


def signal(session: Session, child: UUID, kind: str) -> Signal:
    """One signal about this child."""
    (found,) = (one for one in line_of(session, child).signals if one.signal == kind)
    return found


def back(days: int) -> str:
    """So many days ago in words."""
    return PartialDate.on(TODAY - timedelta(days=days)).in_words()


def known_for(seats: Seats, child: UUID, days: int) -> None:
    """Lets the file be opened so many days ago."""
    with seats.record.superuser() as connection:
        connection.execute("update core.file set opened_on = current_date - %s where child_id = %s", [days, child])


def visit(seats: Seats, child: UUID, days: int, **part: object) -> UUID:
    """A visit so many days ago."""
    parts = (ChildPart(child, **part),)  # type: ignore[arg-type]
    return seats.record.write_entry(seats(WORKER), child, on=back(days), children=parts)


def police(seats: Seats, child: UUID, days: int) -> UUID:
    """A police notification so many days ago."""
    return seats.record.write_entry(seats(WORKER), child, "Police called", on=back(days), kind="police")


def answer(child: UUID, one: Signal, note: str = "in hospital", days: int = 7) -> AnswerSignal:
    """An answer to a signal."""
    until = TODAY + timedelta(days=days)
    return AnswerSignal(uuid4(), child, one.signal, one.what, one.about, note, until)


@pytest.fixture
def child(seats: Seats) -> UUID:
    """A worker's child who has been known for a year, with the file open."""
    child = seats.child("Nadia", WORKER)
    known_for(seats, child, 400)
    seats(WORKER, child)
    return child


def test_what_stands_out_is_told_in_sentences_that_lead_to_the_entries(seats: Seats, child: UUID) -> None:
    alone = visit(seats, child, 60, seen=True, seen_alone=True, words="Hello")
    visit(seats, child, 36, seen=True)
    missed = [visit(seats, child, days, seen=False, not_seen_why="nobody in") for days in (20, 10)]
    called = [police(seats, child, days) for days in (50, 30, 3)]
    assert told(seats(WORKER), child) == [
        "Third police notification in 8 weeks",
        f"Not seen at the last 2 visits, since {back(20)}",
        f"Not seen since {back(36)}, 5 weeks",
        f"Not seen alone since {back(60)}, 8 weeks",
        f"Own words not heard since {back(60)}, 8 weeks",
    ]
    with seats.record.superuser() as connection:
        keys = dict(
            connection.execute(
                "select entry_id, order_key from core.chronology where child_id = %s", [child]
            ).fetchall()
        )
    assert signal(seats(WORKER), child, "not_seen_alone").keys == (keys[alone],)
    assert signal(seats(WORKER), child, "missed").keys == tuple(keys[entry] for entry in reversed(missed))
    assert signal(seats(WORKER), child, "notifications").keys == tuple(keys[entry] for entry in reversed(called))
    assert told(seats(MANAGER), child) == told(seats(WORKER), child)
    assert line_of(seats(WORKER), child).last_words == TODAY - timedelta(days=60)


def test_moves_and_changes_of_school_in_a_year_are_counted_from_the_first_one_on(seats: Seats, child: UUID) -> None:
    begun = {"placement": (("kin", 500), ("foster", 370), ("kin", 200), ("foster", 30)), "school": (("", 90), ("", 10))}
    for kind, those in begun.items():
        for code, days in those:
            fact = PeriodFact(
                kind, code, "", "" if code else "Barrow Lane Primary", begins=PartialDate.on(TODAY - timedelta(days))
            )
            record_period(seats(WORKER), RecordPeriod(uuid4(), child, fact, "letter of the school"))
    line = line_of(seats(WORKER), child)
    assert (line.moves, line.schools) == (2, 1)
    assert "schools" not in {one.signal for one in line.signals}


def test_who_was_never_seen_is_counted_from_the_opening_of_the_file_or_the_birth(seats: Seats) -> None:
    child, baby = seats.child("Noor", WORKER), seats.record.new_child("Bea", "Demir", born=TODAY - timedelta(days=30))
    seats.record.allocate(baby, WORKER)
    known_for(seats, child, 70)
    known_for(seats, baby, 70)
    assert told(seats(WORKER), child)[0] == f"Not yet seen since the file was opened on {back(70)}, 10 weeks"
    assert told(seats(WORKER), baby) == [
        f"Not yet seen since birth on {back(30)}, 4 weeks",
        f"Not yet seen alone since birth on {back(30)}, 4 weeks",
    ]


def test_nobody_allocated_and_new_children_are_told_first(seats: Seats) -> None:
    child = seats.child("Una")
    assert told(seats(MANAGER), child) == [f"Nobody is allocated since {back(0)}", f"New here since {back(0)}"]
    assert line_of(seats(MANAGER), child).may_answer


def test_a_file_that_is_closed_says_so_and_not_that_nobody_is_allocated(seats: Seats) -> None:
    child = seats.child("Ottilie")
    assert line_of(seats(MANAGER), child).worker == ""
    with seats.record.psql(MANAGER) as manager:
        manager.execute(
            "select api.name_access(%s, %s, 'conference_chair', 'read', now() + interval '9 days', 'chairs on Friday')",
            [child, seats.record.staff[WORKER]],
        )
    with seats.record.superuser() as connection:
        connection.execute(
            "update core.file set state = 'closed', closed_on = current_date where child_id = %s", [child]
        )
    assert line_of(seats(WORKER), child).worker == "closed"


def test_an_answer_holds_until_its_day_or_until_something_newer_happens(seats: Seats, child: UUID) -> None:
    session = seats(WORKER)
    visit(seats, child, 2, seen=True, seen_alone=True, words="Hello")
    police(seats, child, 30)
    police(seats, child, 20)
    first = answer(child, signal(session, child, "notifications"), "seen today; safety plan looked at")
    answer_signal(session, first)
    answer_signal(session, first)
    standing = signal(session, child, "notifications").answer
    assert standing is not None
    assert (standing.note, standing.until) == (first.note, first.until)
    assert standing.said_by == "Tl Practitioner A"
    police(seats, child, 1)
    assert signal(session, child, "notifications").answer is None
    assert [given.note for given in signal_answers(session, child)] == [first.note]
    with pytest.raises(Refused, match="changed since you looked"):
        answer_signal(session, replace(first, answer_id=uuid4()))
    again = answer(child, signal(session, child, "notifications"), days=0)
    answer_signal(session, again)
    with seats.record.superuser() as connection:
        connection.execute("alter table core.signal_answer disable trigger append_only_rows")
        connection.execute(
            "update core.signal_answer set until_on = current_date - 1 where answer_id = %s", [again.answer_id]
        )
        connection.execute("alter table core.signal_answer enable always trigger append_only_rows")
        audited = connection.execute("select count(*) from audit.event where action = 'answer_signal'").fetchone()
    assert signal(session, child, "notifications").answer is None
    assert audited == (2,)


def test_a_manager_reads_an_answer_once_the_file_is_open(seats: Seats, child: UUID) -> None:
    answer_signal(seats(WORKER), answer(child, signal(seats(WORKER), child, "not_seen")))
    shut = signal(seats(DUTY), child, "not_seen").answer
    assert shut is not None
    assert (shut.note, shut.said_by) == ("", "Tl Practitioner A")
    open_file(seats(DUTY), OpenFile(child, "duty"))
    opened = signal(seats(DUTY), child, "not_seen").answer
    assert opened is not None
    assert opened.note == "in hospital"


def test_an_answer_needs_words_a_day_and_a_child_of_ones_own(seats: Seats, child: UUID) -> None:
    standing = answer(child, signal(seats(WORKER), child, "not_seen"))
    for odd, said in (
        (replace(standing, note="  "), "at most 500"),
        (replace(standing, note="x" * 501), "at most 500"),
        (replace(standing, until=TODAY - timedelta(days=1)), "from today on"),
        (replace(standing, until=TODAY + timedelta(days=184)), "within half a year"),
        (replace(standing, signal="moves"), "changed since"),
    ):
        with pytest.raises(Refused, match=said):
            answer_signal(seats(WORKER), odd)
    with pytest.raises(NotPermitted):
        answer_signal(seats(STRANGER), standing)
    assert signal(seats(WORKER), child, "not_seen").answer is None


def test_brothers_and_sisters_on_the_same_list_know_each_other_but_for_sealed_files(seats: Seats) -> None:
    ada, ben, cleo = (seats.child(given, WORKER) for given in ("Ada", "Ben", "Cleo"))
    seats.relate(ada, ben, "sister")
    seats.relate(cleo, ada, "half-sister")
    assert set(line_of(seats(WORKER), ada).siblings) == {ben, cleo}
    assert line_of(seats(WORKER), cleo).siblings == (ada,)
    seal(seats.record, ben, WORKER)
    assert line_of(seats(WORKER), ada).siblings == (cleo,)
    assert line_of(seats(WORKER), ben).siblings == ()


def test_the_law_wants_a_conference_by_a_working_day_and_bank_holidays_move_it(seats: Seats, child: UUID) -> None:
    enquiry = PeriodFact("involvement", "s47", begins=PartialDate.on(TODAY - timedelta(days=5)))
    record_period(seats(WORKER), RecordPeriod(uuid4(), child, enquiry, "strategy discussion"))
    (before,) = line_of(seats(WORKER), child).statutory
    assert (before.rule, before.counted_from) == ("conference", TODAY - timedelta(days=5))
    assert before.words.startswith("Conference by ")
    administrator = seats(ADMINISTRATOR)
    set_bank_holiday(administrator, SetBankHoliday(before.by, "A day of mourning"))
    (after,) = line_of(seats(WORKER), child).statutory
    assert after.by > before.by
    set_bank_holiday(administrator, SetBankHoliday(before.by, ""))
    assert line_of(seats(WORKER), child).statutory == (before,)
    newest = [day for day in bank_holidays(administrator) if day.day == before.by]
    assert [(day.version, day.name) for day in newest] == [(2, ""), (1, "A day of mourning")]
    assert {day.changed_by for day in newest} == {"Tl Administrator"}


def test_an_administrator_moves_a_threshold_for_everybody_and_an_upgrade_leaves_it(record: Record) -> None:
    seats = Seats(record)
    child = seats.child("Thea", WORKER)
    known_for(seats, child, 30)
    assert len(told(seats(WORKER), child)) == 2
    administrator = seats(ADMINISTRATOR)
    set_threshold(administrator, SetThreshold("not_seen", 0, 6))
    set_statutory_step(administrator, SetStatutoryStep("conference", 1, 10, "working days", "own procedure"))
    upgrade(record.dsn)
    assert told(seats(WORKER), child) == [f"Not yet seen alone since the file was opened on {back(30)}, 4 weeks"]
    kept = [
        (line.version, line.weeks, line.changed_by) for line in thresholds(administrator) if line.signal == "not_seen"
    ]
    assert kept == [(2, 6, "Tl Administrator"), (1, 4, "")]
    step = next(line for line in statutory_steps(administrator) if line.rule == "conference")
    assert (step.version, step.number, step.authority) == (2, 10, "own procedure")
    for odd in (SetThreshold("not_seen", 1, 6), SetThreshold("moves", 0, 6), SetThreshold("not_seen", 0, 0),
                SetThreshold("missed", 2, 1), SetThreshold("none", 1, 1)):  # fmt: skip
        with pytest.raises(Refused):
            set_threshold(administrator, odd)
    manager = seats(MANAGER)
    for wish in (SetThreshold("not_seen", 0, 8), SetStatutoryStep("conference", 1, 9, "weeks", "mine"),
                 SetBankHoliday(TODAY, "Mine")):  # fmt: skip
        with pytest.raises(NotPermitted, match="administrators"):
            _change(manager, wish)


def _change(session: Session, wish: SetThreshold | SetStatutoryStep | SetBankHoliday) -> None:
    if isinstance(wish, SetThreshold):
        set_threshold(session, wish)
    elif isinstance(wish, SetStatutoryStep):
        set_statutory_step(session, wish)
    else:
        set_bank_holiday(session, wish)
