"""Filters on the server: each part against the same rule in plain Python, counts, kept filters, and what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands.entries import RecordEntry, record_entry
from db.commands.filters import ForgetFilter, SaveFilter, forget_filter, save_filter
from db.domain.entry import ChildPart, EntryContent, HowKnown, Source, Tone
from db.domain.filters import Filter
from db.domain.partial_date import PartialDate
from db.errors import NotPermitted, Refused
from db.queries import chronology
from db.queries.filters import filter_people, saved_filters
from db.session import Session
from tests.record import Record

_KINDS, _AGENCIES, _TONES = ("visit", "police", "note"), ("police", "school", ""), ("harm", "protective", "neutral")
_DAYS = [date(2024, 1, 31), date(2025, 3, 1), date(2025, 12, 31), date(2026, 6, 9)]
_WORDS = ("dog", "kitchen", "school run")


@pytest.fixture(scope="module")
def entries() -> list[EntryContent]:
    """Forty entries, each part chosen so that every pair of choices occurs somewhere."""
    return [_entry(number) for number in range(40)]


def _entry(number: int) -> EntryContent:
    part = ChildPart(
        UUID(int=0), words="I want my dog" if number % 4 == 1 else "",
        seen=True if number % 3 else None, seen_alone={0: None, 1: True, 2: False}[number % 3],
    )  # fmt: skip
    return EntryContent(
        PartialDate.on(_DAYS[number % 4 if number % 7 else 0]),
        _KINDS[number % 3 if number % 5 else 2],
        f"Entry {number} {_WORDS[number // 2 % 3]}",
        Source(HowKnown.TOLD, "somebody", agency=_AGENCIES[number // 3 % 3]),
        significant=number % 2 == 0,
        tone=Tone(_TONES[number // 4 % 3]),
        children=(part,),
    )


@pytest.fixture
def file(record: Record, entries: list[EntryContent]) -> tuple[Record, UUID, Session]:
    """The forty entries in a file, every fifth written by a second worker."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session, other = record.opened("tl_practitioner_a", child), record.opened("tl_duty_a", child, purpose="duty")
    for number, entry in enumerate(entries):
        mine = replace(entry, children=(replace(entry.children[0], child_id=child),))
        record_entry(other if number % 5 == 0 else session, RecordEntry(uuid4(), uuid4(), child, mine))
    return record, child, session


def _passes(number: int, entry: EntryContent, wanted: Filter, other: UUID) -> bool:
    """The rule of a filter, written once more in plain Python."""
    part, day = entry.children[0], entry.occurred.earliest
    tests = (
        not wanted.significant or entry.significant,
        not wanted.kinds or entry.kind in wanted.kinds,
        not wanted.agencies or entry.source.agency in wanted.agencies,
        not wanted.tones or entry.tone in wanted.tones,
        not wanted.child_voice or part.words != "",
        not wanted.seen_alone or part.seen_alone is True,
        wanted.author_id is None or (wanted.author_id == other) == (number % 5 == 0),
        wanted.since is None or day >= wanted.since,
        wanted.until is None or day <= wanted.until,
        not wanted.documents,
        not wanted.words or wanted.words in f"{entry.headline} {part.words}",
    )
    return all(tests)


def _some(codes: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from([(), (), *[(code,) for code in codes], tuple(codes[:2])])


def _wishes(authors: list[UUID]) -> st.SearchStrategy[Filter]:
    return st.builds(
        Filter,
        significant=st.booleans(), kinds=_some(_KINDS), agencies=_some(_AGENCIES[:2]), tones=_some(_TONES),
        child_voice=st.sampled_from([False, False, True]), seen_alone=st.sampled_from([False, False, True]),
        author_id=st.sampled_from([None, None, *authors]),
        since=st.sampled_from([None, None, *_DAYS, date(2025, 3, 2)]), until=st.sampled_from([None, None, *_DAYS]),
        documents=st.sampled_from([False] * 9 + [True]), words=st.sampled_from(["", "", *_WORDS]),
    )  # fmt: skip


def test_the_server_and_plain_python_agree_on_what_passes_and_on_every_count(
    file: tuple[Record, UUID, Session], entries: list[EntryContent]
) -> None:
    record, child, session = file
    authors = [record.staff["tl_practitioner_a"], record.staff["tl_duty_a"]]
    headlines = {row.order_key: row.headline for row in chronology.page_rows(session, child, _keys(session, child))}
    seen: Counter[bool] = Counter()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_wishes(authors))
    def agree(wanted: Filter) -> None:
        def passing(narrower: Filter) -> set[str]:
            return {e.headline for n, e in enumerate(entries) if _passes(n, e, narrower, authors[1])}

        keys = _keys(session, child, wanted)
        assert list(keys) == sorted(keys)
        assert {headlines[key] for key in keys} == passing(wanted)
        counted = chronology.counts(session, child, wanted)
        assert counted.all == len(keys)
        for part, choice, narrower in _narrowed(wanted, authors):
            assert counted.beside.get((part, choice), 0) == len(passing(narrower)), (part, choice)
        seen[bool(keys)] += 1

    agree()
    assert min(seen[True], seen[False]) > 0


def _narrowed(wanted: Filter, authors: list[UUID]) -> list[tuple[str, str, Filter]]:
    """Each choice with the filter that would hold if it were the only one of its part."""
    return [
        *(("kinds", kind, replace(wanted, kinds=(kind,))) for kind in _KINDS),
        *(("agencies", agency, replace(wanted, agencies=(agency,))) for agency in _AGENCIES[:2]),
        *(("tones", tone, replace(wanted, tones=(tone,))) for tone in _TONES),
        *(("authors", str(author), replace(wanted, author_id=author)) for author in authors),
        ("years", "2025", replace(wanted, since=date(2025, 1, 1), until=date(2025, 12, 31))),
        ("significant", "true", replace(wanted, significant=True)),
        ("child_voice", "true", replace(wanted, child_voice=True)),
        ("seen_alone", "true", replace(wanted, seen_alone=True)),
        ("documents", "true", replace(wanted, documents=True)),
    ]


def _keys(session: Session, child: UUID, wanted: Filter = Filter()) -> list[int]:  # noqa: B008 (frozen)
    return list(chronology.keys(session, child, wanted))


# The person involved.


def _related(record: Record, child: UUID, given: str, family: str, kind: str = "mother") -> UUID:
    person = uuid4()
    with record.superuser() as connection:
        by = record.staff["tl_practitioner_a"]
        connection.execute("insert into core.person (person_id, recorded_by) values (%s, %s)", [person, by])
        _named(connection, person, by, given, family)
        connection.execute(
            "insert into core.relationship (relationship_id, person_id, other_id, kind, recorded_by)"
            " values (%s, %s, %s, %s, %s)",
            [uuid4(), person, child, kind, by],
        )
    return person


def _named(connection: psycopg.Connection, person: UUID, by: UUID, given: str, family: str) -> None:
    connection.execute(
        "insert into core.person_name (name_id, person_id, given, family, given_sort, family_sort, recorded_by)"
        " values (%s, %s, %s, %s, lower(%s), lower(%s), %s)",
        [uuid4(), person, given, family, given, family, by],
    )


@pytest.fixture
def kin(record: Record) -> tuple[Record, UUID, Session]:
    """A file that speaks of three people."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, "tl_practitioner_a")
    session = record.opened("tl_practitioner_a", child)
    for headline in (
        "Leyla was tired",
        "Mrs Kaya rang",
        "Mr Stone rang",
        "Leyla Kaya and Bo Stone came",
        "Nobody came",
    ):
        record.write_entry(session, child, headline)
    return record, child, session


def _told(session: Session, child: UUID, wanted: Filter) -> set[str]:
    return {row.headline for row in chronology.page_rows(session, child, _keys(session, child, wanted))}


def test_a_person_involved_is_found_by_the_names_that_are_theirs_alone(kin: tuple[Record, UUID, Session]) -> None:
    record, child, session = kin
    mother, partner = _related(record, child, "Leyla", "Kaya"), _related(record, child, "Bo", "Stone", "step_father")
    assert _told(session, child, Filter(person_id=mother)) == {"Leyla was tired", "Leyla Kaya and Bo Stone came"}
    assert _told(session, child, Filter(person_id=partner)) == {"Mr Stone rang", "Leyla Kaya and Bo Stone came"}
    both = Filter(person_id=partner, words="rang")
    assert _told(session, child, both) == {"Mr Stone rang"}
    found = filter_people(session, child)
    assert [(person.name, person.told) for person in found.people] == [
        ("Bo Stone", "step father"),
        ("Leyla Kaya", "mother"),
    ]
    assert [author.id for author in found.authors] == [record.staff["tl_practitioner_a"]]


def test_a_person_who_is_not_of_this_childs_people_is_refused_like_one_who_is_not_there(
    kin: tuple[Record, UUID, Session],
) -> None:
    record, child, session = kin
    stranger = _related(record, record.new_child("Ben", "Other"), "Leyla", "Kaya")
    for person in (stranger, uuid4()):
        for ask in (chronology.keys, chronology.counts):
            with pytest.raises(NotPermitted):
                ask(session, child, Filter(person_id=person))


def test_a_sealed_siblings_later_name_cannot_be_guessed_by_filtering(kin: tuple[Record, UUID, Session]) -> None:
    record, child, session = kin
    sibling = record.new_child("Noor", "Kaya")
    with record.superuser() as connection:
        by = record.staff["tl_practitioner_a"]
        connection.execute(
            "insert into core.relationship (relationship_id, person_id, other_id, kind, recorded_by)"
            " values (%s, %s, %s, 'sibling', %s)",
            [uuid4(), sibling, child, by],
        )
        _named(connection, sibling, by, "Nora", "Newname")
    record.write_entry(session, child, "A guess: Newname")
    assert _told(session, child, Filter(person_id=sibling)) == {"A guess: Newname"}
    with record.superuser() as connection:
        connection.execute("update core.file set sealed = true, sealed_why = 'adoption' where child_id = %s", [sibling])
    assert _told(session, child, Filter(person_id=sibling)) == set()
    assert [person.name for person in filter_people(session, child).people] == ["Noor Kaya"]


# Legal advice, refusals.


def test_no_filter_and_no_count_tells_a_guardian_of_legal_advice(kin: tuple[Record, UUID, Session]) -> None:
    record, child, session = kin
    manager = record.opened("tl_manager_a", child, purpose="advice")
    record.write_entry(manager, child, "Counsel on threshold", kind="court", legal_advice=True, significant=True)
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff["tl_court_adviser"],
        capacity="childrens_guardian", level="read", until=datetime(2100, 1, 1, tzinfo=UTC), reason="appointed",
    )  # fmt: skip
    guardian = record.opened("tl_court_adviser", child)
    wishes = (
        Filter(significant=True),
        Filter(kinds=("court",)),
        Filter(words="counsel"),
        Filter(since=date(2020, 1, 1)),
    )
    for wanted in wishes:
        assert "Counsel on threshold" in _told(session, child, wanted)
        assert "Counsel on threshold" not in _told(guardian, child, wanted)
    assert chronology.counts(session, child, Filter()).beside[("kinds", "court")] == 1
    assert ("kinds", "court") not in chronology.counts(guardian, child, Filter()).beside
    assert len(filter_people(session, child).authors) == 2
    assert len(filter_people(guardian, child).authors) == 1


@pytest.mark.parametrize(
    "value",
    [
        '{"colour": "red"}', "[]", "3", "null", '{"kinds": "visit"}', '{"kinds": [1]}', '{"significant": "yes"}',
        '{"since": "soon"}', '{"since": "-infinity", "until": "-infinity"}', '{"person_id": "me"}',
        '{"kinds": {"a": 1}}',
    ],
)  # fmt: skip
def test_a_filter_that_the_server_does_not_understand_is_refused_without_repeating_it(
    record: Record, value: str
) -> None:
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    record.opened("tl_practitioner_a", child)
    with record.psql("tl_practitioner_a") as connection:
        for function in ("filtered_keys", "filter_counts"):
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(f"select api.{function}(%s, %s::jsonb)", [child, value]).fetchall()
            assert refused.value.sqlstate == "TL002"
            assert "this filter does not have the form" in str(refused.value)


@pytest.mark.parametrize("ask", [chronology.keys, chronology.counts])
def test_without_a_ticket_no_filter_is_answered(record: Record, ask: Callable[[Session, UUID, Filter], object]) -> None:
    child = record.new_child()
    record.allocate(child, "tl_practitioner_a")
    session = record.session("tl_practitioner_a")
    for wanted in (Filter(), Filter(significant=True)):
        with pytest.raises(NotPermitted):
            ask(session, child, wanted)
    with pytest.raises(NotPermitted):
        filter_people(session, child)


# Kept filters.


def test_kept_filters_are_listed_by_name_written_over_and_forgotten(record: Record) -> None:
    session = record.session("tl_practitioner_a")
    court = Filter(significant=True).in_last(24, date(2026, 11, 22))
    first, second = SaveFilter(uuid4(), "court", court), SaveFilter(uuid4(), " alone ", Filter(seen_alone=True))
    for wish in (first, second, first):  # the third is the same call sent again
        save_filter(session, wish)
    assert [(kept.name, kept.filter) for kept in saved_filters(session)] == [
        ("alone", Filter(seen_alone=True)),
        ("court", court),
    ]
    save_filter(session, SaveFilter(uuid4(), "court", Filter(documents=True)))
    assert {kept.name: kept.filter for kept in saved_filters(session)}["court"] == Filter(documents=True)
    forget_filter(session, ForgetFilter(second.filter_id))
    forget_filter(session, ForgetFilter(second.filter_id))
    assert [kept.name for kept in saved_filters(session)] == ["court"]


def test_kept_filters_are_private_to_their_person(record: Record) -> None:
    mine, theirs = record.session("tl_practitioner_a"), record.session("tl_practitioner_b")
    wish = SaveFilter(uuid4(), "court", Filter(significant=True))
    save_filter(mine, wish)
    assert saved_filters(theirs) == ()
    forget_filter(theirs, ForgetFilter(wish.filter_id))
    with pytest.raises(NotPermitted):
        save_filter(theirs, wish)
    save_filter(theirs, SaveFilter(uuid4(), "court", Filter(documents=True)))
    assert [kept.filter for kept in saved_filters(mine)] == [Filter(significant=True)]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("", Filter(significant=True)),
        ("n" * 81, Filter(significant=True)),
        ("a", Filter()),
        ("a", Filter(person_id=UUID(int=1))),
    ],
)
def test_a_filter_without_a_name_without_anything_in_it_or_with_a_person_is_not_kept(
    record: Record, name: str, wanted: Filter
) -> None:
    session = record.session("tl_practitioner_a")
    with pytest.raises(Refused):
        save_filter(session, SaveFilter(uuid4(), name, wanted))
    assert saved_filters(session) == ()


def test_an_auditor_keeps_no_filters(record: Record) -> None:
    with pytest.raises(NotPermitted):
        saved_filters(record.session("tl_auditor"))
