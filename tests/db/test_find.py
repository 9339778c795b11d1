"""Finding: whom one finds by what, and that a sealed file is told of to its members and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.commands.notices import SeeNotice, see_notice
from db.domain.find_words import FindWords, find_words
from db.errors import NotPermitted
from db.queries import files
from db.queries.find import ConnectedChild, Notice, find_connected, known, notices, recent_files
from db.server.launcher import RunningServer
from db.session import Session
from tests.record import TODAY, Record, cloned
from tests.security.stage import (
    ADMINISTRATOR,
    AUDITOR,
    COLLEAGUE,
    ELSEWHERE,
    MANAGER,
    STRANGER,
    SUPPORT,
    WORKER,
    name,
    seal,
)  # fmt: skip

_sessions: dict[tuple[str, str], Session] = {}
FOUR_ROLES = (WORKER, MANAGER, "tl_court_adviser", SUPPORT)


@pytest.fixture
def record(module_record: Record) -> Record:
    """One record for all these tests, which make children of their own."""
    return module_record


@pytest.fixture(scope="module")
def house(server: RunningServer, template: str) -> Iterator[Record]:
    """One record for all: each test brings its own people, under names of its own."""
    assert template
    with cloned(server) as record:
        yield record


def asker(house: Record, login: str) -> Session:
    """This person's one session for all tests: a person has eight connections and no more."""
    standing = _sessions.get((house.database, login))
    if standing is None:
        standing = _sessions[house.database, login] = house.session(login)
    return standing


def insert(house: Record, table: str, **values: Any) -> UUID:
    """Puts a row in by hand and gives its key."""
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    values.setdefault("recorded_by", house.staff[MANAGER])
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    key = "name_id" if table == "person_name" else f"{table}_id"
    with house.superuser() as connection:
        row = connection.execute(
            f"insert into core.{table} ({columns}) values ({marks}) returning {key}".encode(), list(values.values())
        ).fetchone()
    return UUID(str(row[0] if row else ""))


def add_name(house: Record, person: UUID, given: str, family: str, kind: str = "legal") -> None:
    """Gives somebody a name."""
    with house.superuser() as connection:
        connection.execute(
            "select wall.add_name(%s, %s, %s, %s, %s)", [person, kind, given, family, house.staff[MANAGER]]
        )


def adult(house: Record, given: str, family: str, child: UUID, kind: str = "mother", **relation: Any) -> UUID:
    """Somebody who is this to the child."""
    person = insert(house, "person", sex="F")
    add_name(house, person, given, family)
    insert(house, "relationship", person_id=person, other_id=child, kind=kind, **relation)
    return person


def lives(house: Record, person: UUID, lines: str, postcode: str = "", **values: Any) -> UUID:
    """Somebody lives at an address."""
    address = insert(house, "address", lines=lines, postcode=postcode)
    return insert(house, "residence", person_id=person, address_id=address, **values)


def found(house: Record, login: str, words: str) -> list[UUID]:
    """The children whom this person is told of."""
    return [child.child_id for child in known(asker(house, login), find_words(words, today=TODAY))]


def led_to(house: Record, login: str, words: str) -> list[UUID]:
    """The children to whom the words lead this person."""
    return [child.child_id for child in find_connected(asker(house, login), words)]


def told(house: Record, login: str, child: UUID) -> list[Notice]:
    """What this person is told of questions about this child."""
    return [notice for notice in notices(asker(house, login)) if notice.child_id == child]


# By name.


def test_a_child_is_found_by_every_way_of_writing_the_name(house: Record) -> None:
    child = house.new_child("Siobhan", "Rathbone-Eyre", born=date(2019, 3, 4))
    add_name(house, child, "Birdie", "Rathbone-Eyre", "known_as")
    add_name(house, child, "Siobhan", "Delacroix", "former")
    for words in (
        "Siobhan Rathbone-Eyre", "rathboneeyre", "RATHB", "shivaun rathbone", "Chevonne Rathbone", "eyre siobhan",
        "Sio Rath", "Rathbon Air", "birdie", "delacroix", "Siobhan 4/3/2019", "Rathbone born 4 March 2019",
        "Birdie March 2019", "Delacroix 2019",
    ):  # fmt: skip
        assert found(house, WORKER, words) == [child], words
    for words in ("Siobhan Quux", "Rathbone 5/3/2019", "Rathbone 2018", "zz", "'", "%", ".*", "\\"):
        assert found(house, WORKER, words) == [], words


def test_a_child_is_found_by_reference_and_by_date_of_birth_alone(house: Record) -> None:
    child = house.new_child("Ottoline", "Vane", born=date(2011, 8, 17))
    about = house.new_child("Perpetua", "Vane", born=date(2011, 1, 1))
    with house.superuser() as connection:
        connection.execute(
            "update core.person set born_latest = '2011-12-31', born_words = '2011' where person_id = %s", [about]
        )
    (line,) = known(asker(house, WORKER), find_words("ottoline", today=TODAY))
    assert found(house, WORKER, f" {line.reference.lower()} ") == [child]
    assert found(house, WORKER, line.reference.replace("-", "")) == [child]
    for part in (line.reference[:-1], line.reference[:4], line.reference[:-1].replace("-", "")):
        asked = known(asker(house, WORKER), find_words(part, today=TODAY))
        assert asked
        assert {one.how for one in asked} == {"reference"}, part
        assert all(one.reference.startswith(f"{part[:2]}-{part[2:].lstrip('-')}") for one in asked)
    for words in ("17/8/2011", "17 August 2011", "August 2011"):
        assert set(found(house, WORKER, words)) == {child, about}, words
    assert found(house, WORKER, "1 August 2010") == []


def test_how_somebody_was_found_is_told_from_written_so_to_nearly_so(house: Record) -> None:
    exact = house.new_child("Wilhelmina", "Kestrel")
    sound = house.new_child("Vilhelmina", "Kestrell")
    said = [(line.child_id, line.how) for line in known(asker(house, WORKER), FindWords("wilhelmina kestrel"))]
    assert said in ([(exact, "name")], [(exact, "name"), (sound, "sound")])
    assert [line.how for line in known(asker(house, WORKER), FindWords("wilhe kest"))][:1] == ["spelling"]


def test_only_when_nothing_sounds_so_is_something_nearly_so_looked_for(house: Record) -> None:
    child = house.new_child("Bartholomew", "Featherstonehaugh")
    assert [line.how for line in known(asker(house, WORKER), FindWords("Featherstonhaw"))] in (["similar"], ["sound"])
    near = known(asker(house, WORKER), FindWords("bxrtholomew"))
    assert [(line.child_id, line.how) for line in near] == [(child, "similar")]
    assert found(house, WORKER, "bxrthxxxmxw") == []


def test_a_name_that_a_correction_replaced_finds_nobody_any_more(house: Record) -> None:
    child = house.new_child("Mispelt", "Corrigenda")
    with house.superuser() as connection:
        connection.execute(
            "insert into core.person_name (person_id, given, family, given_sort, family_sort, sounds, replaces,"
            " recorded_by) select person_id, 'Misspelt', family, 'misspeltnow', family_sort, '{}', name_id, recorded_by"
            " from core.person_name where person_id = %s", [child]
        )  # fmt: skip
    assert found(house, WORKER, "mispelt corrigenda") == []
    assert found(house, WORKER, "misspeltnow") == [child]


def test_ones_own_child_comes_first_however_many_are_called_the_same(house: Record) -> None:
    with house.superuser() as connection:
        connection.execute(
            "with p as (insert into core.person (recorded_by) select %(by)s from generate_series(1, 260) returning *),"
            " n as (insert into core.person_name (person_id, given, family, given_sort, family_sort, recorded_by)"
            " select person_id, 'Zed', 'Manyfold', 'zed', 'manyfold', %(by)s from p)"
            " insert into core.file (child_id, reference, team_id, opened_on)"
            " select person_id, 'M-' || row_number() over (), (select team_id from core.team where name = 'South'),"
            " current_date from p", {"by": house.staff[MANAGER]}
        )  # fmt: skip
    mine = house.new_child("Aaron", "Manyfold")
    house.allocate(mine, WORKER)
    asked = found(house, WORKER, "manyfold")
    assert (len(asked), asked[0]) == (50, mine)


def test_single_letters_alone_find_ones_own_children_and_together_with_a_word_everybody(house: Record) -> None:
    mine, other = house.new_child("Quintus", "Xylander", born=date(2017, 5, 6)), house.new_child("Quincy", "Xavier")
    house.allocate(mine, WORKER)
    for words in ("q", " Q ", "q x", "x. q-"):
        assert found(house, WORKER, words) == [mine], words
        assert found(house, MANAGER, words) == [], words
    assert found(house, MANAGER, "q xylander") == [mine]
    assert found(house, MANAGER, "xav q") == [other]
    assert found(house, MANAGER, "q 6/5/2017") == [mine]
    o = house.new_child("Bo", "O")
    assert found(house, WORKER, "bo o") == [o]
    adult(house, "Quorra", "Xu", mine)
    assert (led_to(house, MANAGER, "q x"), led_to(house, MANAGER, "quorra x")) == ([], [mine])


def test_a_single_letter_asks_for_no_sealed_file_of_others(house: Record) -> None:
    child = house.new_child("Yggdrasil", "Wyrm")
    house.seal(MANAGER, child)
    assert found(house, WORKER, "y w") == []
    assert told(house, MANAGER, child) == []
    assert found(house, MANAGER, "y w") == [child]
    assert found(house, WORKER, "y wyrm") == []
    assert [one.times for one in told(house, MANAGER, child)] == [1]


# Is this child known?


@pytest.mark.parametrize("login", FOUR_ROLES)
def test_whether_a_child_is_known_is_told_to_all_four_roles_with_team_and_worker(house: Record, login: str) -> None:
    family = {WORKER: "Bruckner", MANAGER: "Zemlinsky", SUPPORT: "Humperdinck"}.get(login, "Offenbach")
    child = house.new_child("Ida", family, team="South")
    house.allocate(child, STRANGER)
    (line,) = known(asker(house, login), FindWords(family))
    assert (line.child_id, line.team, line.worker) == (child, "South", "Tl Practitioner C")
    assert line.access == ("" if login == SUPPORT else "break_glass")
    assert [one.child_id for one in files.find_children(asker(house, login), family)] == (
        [] if login == SUPPORT else [child]
    )


@pytest.mark.parametrize("login", [ADMINISTRATOR, AUDITOR])
def test_who_reads_no_record_asks_nothing(house: Record, login: str) -> None:
    session = asker(house, login)
    for ask in (
        lambda: known(session, FindWords("Amira")),
        lambda: find_connected(session, "Amira"),
        lambda: recent_files(session),
        lambda: notices(session),
        lambda: see_notice(session, SeeNotice(1)),
    ):
        with pytest.raises(NotPermitted):
            ask()


# What leads to a child.


def test_an_adult_leads_to_the_children_with_what_they_are_to_each_other(house: Record) -> None:
    child = house.new_child("Amira", "Leadchild")
    adult(house, "Sarah", "Examplewoman", child, "mother", parental_responsibility=True)
    other = house.new_child("Tom", "Leadchild", team="South")
    (line,) = find_connected(asker(house, WORKER), "sara examplew")
    assert (line.lead, line.relation, line.child_id, line.name) == (
        "Sarah Examplewoman",
        "mother",
        child,
        "Amira Leadchild",
    )
    assert (line.lead_kind, line.present, line.reverse, line.access) == ("person", True, False, "break_glass")
    assert other not in led_to(house, WORKER, "examplewoman")


def test_a_relationship_that_is_written_from_the_child_leads_too_and_one_that_was_corrected_does_not(
    house: Record,
) -> None:
    child = house.new_child("Nell", "Reverso")
    father = insert(house, "person")
    add_name(house, father, "Gus", "Backward")
    wrong = insert(house, "relationship", person_id=child, other_id=father, kind="daughter")
    (line,) = find_connected(asker(house, WORKER), "gus backward")
    assert (line.child_id, line.relation, line.reverse) == (child, "daughter", True)
    elsewhere = house.new_child("Nora", "Reverso")
    insert(house, "relationship", person_id=elsewhere, other_id=father, kind="niece", replaces=wrong)
    assert led_to(house, WORKER, "gus backward") == [elsewhere]


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("020 7946 0101", "02079460101"),
        ("0161-496-0102", "0161 496 01"),
        ("+44 (0)7700 900103", "07700900103"),
        ("07700 900104", "+44 7700 900104"),
        ("07700 900106", "7700 900 106"),
        ("0044 7700 900105", "07700 9001 05"),
        ("Sarah@Example.org", "sarah@example.org"),
    ],
)
def test_a_number_leads_to_the_children_however_it_is_typed(house: Record, kept: str, typed: str) -> None:
    child = house.new_child("Una", "Numbered")
    mother = adult(house, "Ringa", "Numbered", child)
    insert(house, "contact_detail", person_id=mother, kind="telephone", value=kept)
    assert led_to(house, WORKER, typed) == [child]
    assert led_to(house, WORKER, typed[:4] + "zzz") == []


def test_an_address_or_a_postcode_leads_to_those_who_live_and_lived_there(house: Record) -> None:
    child, before = house.new_child("Abode", "Addressed"), house.new_child("Bea", "Addressed")
    lives(house, adult(house, "Homa", "Addressed", child), "14 Mill Lane\nOld Town", "QX1 2CD")
    lives(house, before, "Flat 3, 14 Mill Lane, Old Town", "QX1 2CD", to_on=date(2020, 1, 1))
    for words in ("14 mill lane", "14, Mill Lane, Old Town", "Mill Lane", "qx12cd", "QX1 2", "14 Mill Lane QX1 2CD"):
        lines = {line.child_id: line for line in find_connected(asker(house, WORKER), words)}
        assert set(lines) == {child, before}, words
        assert (lines[child].present, lines[before].present) == (True, False)
        assert (lines[child].relation, lines[before].relation) == ("mother", "self")
    assert led_to(house, WORKER, "14 Mill Lane ZZ9 9ZZ") == []
    assert led_to(house, WORKER, "4 Mill Lane") == [], "a house number is a whole number"
    assert find_connected(asker(house, WORKER), "qx12cd")[0].lead_words.startswith("14 Mill Lane, Old Town")


def test_a_confidential_address_or_number_leads_to_nobody_even_if_it_was_open_once(house: Record) -> None:
    child = house.new_child("Hilda", "Hidden")
    mother = adult(house, "Heather", "Hidden", child)
    for kind, value in (("address", "99 Refuge Road"), ("telephone", "07700 900999")):
        insert(house, "confidential_detail", person_id=mother, kind=kind, value=value, why="violence")
    for words in ("99 Refuge Road", "Refuge Road", "07700900999", "07700 900999"):
        assert led_to(house, WORKER, words) == [], words
    lives(house, mother, "99 Refuge Road", "QX9 9RR")
    insert(house, "contact_detail", person_id=mother, kind="telephone", value="07700900999")
    for words in ("99 Refuge Road", "07700900999", "QX9 9RR"):
        assert led_to(house, WORKER, words) == [], words
    assert all("Refuge" not in line.lead_words for line in find_connected(asker(house, WORKER), "Heather Hidden"))


def test_a_childs_name_leads_to_brothers_and_sisters_who_are_not_called_so(house: Record) -> None:
    word = f"Rook{uuid4().hex[:6]}"
    one, other = house.new_child("Hanna", word), house.new_child("Grace", word)
    insert(house, "relationship", person_id=one, other_id=other, kind="sister")
    assert led_to(house, WORKER, f"Hanna {word}") == [other]
    assert led_to(house, WORKER, f"Grace {word}") == [one]
    assert led_to(house, WORKER, word) == []  # both are found by their own name


# Sealed files.


@pytest.fixture
def sealed(house: Record) -> tuple[UUID, UUID, str]:
    """A sealed child and an open sister with one mother, who live apart; and the word in their names."""
    word = f"Quill{uuid4().hex[:6]}"
    child, sister = house.new_child("Zora", word, born=date(2001, 2, 3)), house.new_child("Ada", f"Open{word[5:]}")
    mother = adult(house, "Mother", f"Mum{word[5:]}", child)
    insert(house, "relationship", person_id=mother, other_id=sister, kind="mother")
    insert(house, "relationship", person_id=child, other_id=sister, kind="sister")
    lives(house, child, f"7 {word} Street", "SE4 1ED")
    insert(house, "contact_detail", person_id=child, kind="telephone", value="07700 111222")
    house.allocate(child, COLLEAGUE)
    seal(house, child, COLLEAGUE)
    return child, sister, word


def test_a_sealed_child_is_found_by_nothing_except_by_members(house: Record, sealed: tuple[UUID, UUID, str]) -> None:
    child, _sister, word = sealed
    with house.superuser() as connection:
        (reference,) = connection.execute(
            "select reference from core.file where child_id = %s", [child]
        ).fetchone() or [""]
    bare = str(reference).replace("-", "")
    for words in (word, f"zora {word}", word[:8], str(reference), bare, "3/2/2001", "February 2001", f"Zora {word}x"):
        for login in (WORKER, STRANGER, ELSEWHERE, SUPPORT, "tl_front_door", "tl_manager_a2", "tl_duty_a"):
            assert child not in found(house, login, words), (login, words)
        assert child in found(house, COLLEAGUE, words), words
    assert [line.access for line in known(asker(house, COLLEAGUE), FindWords(word))] == ["named:sealed_member"]


def test_nothing_that_is_recorded_of_a_sealed_child_leads_anywhere(
    house: Record, sealed: tuple[UUID, UUID, str]
) -> None:
    child, sister, word = sealed
    for words in (f"7 {word} Street", f"{word} Street", "SE4 1ED", "07700111222", f"Zora {word}"):
        assert led_to(house, WORKER, words) == [], words
    assert led_to(house, WORKER, f"Mum{word[5:]}") == [sister]
    assert set(led_to(house, MANAGER, f"Mum{word[5:]}")) == {child, sister}
    assert child in led_to(house, MANAGER, "07700111222")


def test_what_is_nearly_so_is_looked_for_alike_whether_a_sealed_child_is_called_so_or_nobody(
    house: Record, sealed: tuple[UUID, UUID, str]
) -> None:
    _child, _sister, word = sealed
    neighbour = house.new_child("Neigh", f"{word}s")
    seal_word, nobody = f"{word}", f"{word}q"
    house_names = {words: found(house, WORKER, words) for words in (seal_word, nobody)}
    assert house_names == {seal_word: [neighbour], nobody: [neighbour]}


def test_a_question_writes_one_line_whatever_it_matched(house: Record, sealed: tuple[UUID, UUID, str]) -> None:
    _child, _sister, word = sealed
    with house.psql(WORKER) as connection:

        def lines(question: str, words: str) -> object:
            connection.execute("select api.seal()")
            connection.execute(f"select * from api.{question}(%s)".encode(), [words])
            return connection.execute("select api.seal()").fetchone()

        for question in ("known", "find_children", "find_connected"):
            asked = {lines(question, words) for words in (word, f"Mum{word[5:]}", "SE4 1ED", "nobodyatall", "Amira")}
            assert asked == {(1,)}, question


def test_members_are_told_at_once_who_asked_and_nobody_else_is(house: Record, sealed: tuple[UUID, UUID, str]) -> None:
    child, _sister, word = sealed
    assert [told(house, login, child) for login in (MANAGER, COLLEAGUE)] == [[], []]
    found(house, STRANGER, word)
    found(house, STRANGER, f"zora {word}")
    led_to(house, SUPPORT, "SE4 1ED")
    found(house, COLLEAGUE, word)
    for login in (MANAGER, COLLEAGUE):
        assert {(n.who, n.team, n.times) for n in told(house, login, child)} == {
            ("Tl Practitioner C", "South", 2), ("Tl Support A", "North", 1)
        }  # fmt: skip
    for login in (WORKER, STRANGER, ELSEWHERE, "tl_manager_a2", SUPPORT):
        assert notices(asker(house, login)) == (), login


def test_a_notice_goes_away_for_the_one_who_has_seen_it_until_somebody_asks_again(
    house: Record, sealed: tuple[UUID, UUID, str]
) -> None:
    child, _sister, word = sealed
    for _ in range(3):
        found(house, STRANGER, word)
    (notice,) = told(house, MANAGER, child)
    for _ in range(2):
        see_notice(asker(house, MANAGER), SeeNotice(notice.event_id))
    assert told(house, MANAGER, child) == []
    assert [notice.times for notice in told(house, COLLEAGUE, child)] == [3]
    found(house, STRANGER, word)
    assert [notice.times for notice in told(house, MANAGER, child)] == [1]


def test_nobody_puts_away_a_notice_that_is_not_theirs(house: Record, sealed: tuple[UUID, UUID, str]) -> None:
    found(house, STRANGER, sealed[2])
    (notice,) = told(house, MANAGER, sealed[0])
    for login in (STRANGER, WORKER, ELSEWHERE):
        for event in (notice.event_id, 0, 2**62):
            with pytest.raises(NotPermitted):
                see_notice(asker(house, login), SeeNotice(event))


def test_who_measures_a_question_is_refused(house: Record, sealed: tuple[UUID, UUID, str]) -> None:
    measures = ("explain (analyze, buffers) {}", "EXPLAIN ANALYZE {}", "do $$ begin execute '{}'; end $$")
    with house.psql(WORKER) as connection:
        for question in ("known", "find_children", "find_connected"):
            for how in measures:
                asked = f"select * from api.{question}(''{sealed[2]}'')".replace("''", "''" if "do" in how else "'")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(how.format(asked).encode())


# Lately.


def test_the_files_that_i_opened_lately_come_newest_first_while_i_may_open_them(house: Record) -> None:
    first, second = house.new_child("Ferdinand", "Lately"), house.new_child("Gwendolen", "Lately")
    for child in (first, second, first):
        if child == second or not recent_files(asker(house, "tl_practitioner_b")):
            house.allocate(child, "tl_practitioner_b")
        house.opened("tl_practitioner_b", child)
    lately = recent_files(asker(house, "tl_practitioner_b"))
    assert [line.child_id for line in lately][:2] == [first, second]
    assert lately[0].access == "allocated"
    with house.superuser() as connection:
        connection.execute("update core.allocation set to_at = clock_timestamp() where child_id = %s", [first])
    assert [line.child_id for line in recent_files(asker(house, "tl_practitioner_b"))][:1] == [second]
    name(house, second, STRANGER, "inspector", "read")
    house.opened(STRANGER, second)
    seal(house, second)
    for login in (STRANGER, "tl_practitioner_b"):
        assert second not in [line.child_id for line in recent_files(asker(house, login))]


# What was typed.


@pytest.mark.parametrize(
    ("typed", "words", "born"),
    [
        ("Amira", "Amira", None),
        ("4/3/2019", "", (date(2019, 3, 4), date(2019, 3, 4))),
        ("born 4 March 2019", "", (date(2019, 3, 4), date(2019, 3, 4))),
        ("March 2019", "", (date(2019, 3, 1), date(2019, 3, 31))),
        ("2019", "", (date(2019, 1, 1), date(2019, 12, 31))),
        ("  Amira   Kaya 4.3.2019 ", "Amira Kaya", (date(2019, 3, 4), date(2019, 3, 4))),
        ("Amira born 4/3/19", "Amira", (date(2019, 3, 4), date(2019, 3, 4))),
        ("4 March 2019 Amira", "Amira", (date(2019, 3, 4), date(2019, 3, 4))),
        ("26-1000", "26-1000", None),
        ("May", "May", None),
        ("April Jones", "April Jones", None),
        ("14 Mill Lane", "14 Mill Lane", None),
        ("07700 900123", "07700 900123", None),
        ("1 January 1850", "1 January 1850", None),
        ("31/2/2019", "31/2/2019", None),
    ],
)
def test_a_date_is_taken_out_of_what_was_typed(typed: str, words: str, born: tuple[date, date] | None) -> None:
    asked = find_words(typed, today=TODAY)
    assert asked == FindWords(words, *(born or (None, None)))


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(text: str) -> None:
    asked = find_words(text, today=TODAY)
    assert (asked.born_from is None) == (asked.born_to is None)
    assert len(asked.words) <= 200


def test_connected_children_are_values_that_can_be_told_apart() -> None:
    assert ConnectedChild.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_the_audits_hash_does_not_tell_the_asker_whether_a_sealed_file_was_matched(record: Record) -> None:
    child = record.new_child("Ottilie", "Hashfile")
    record.allocate(child, COLLEAGUE)
    seal(record, child, COLLEAGUE)
    session = record.session(STRANGER)
    for words in ("Ottilie Hashfile", "Nobody Hashless"):
        known(session, FindWords(words))
    record.act(STRANGER, "seal")
    with record.superuser() as connection:
        told = connection.execute(
            "select c.hash = sha256(before.hash || wall.event_bytes(jsonb_populate_record(e,"
            " jsonb_build_object('salt', null, 'detail', jsonb_build_object('found', e.detail -> 'found')))))"
            " as guessed,"
            " e.detail ? 'sealed' from audit.event e join audit.chain c using (event_id)"
            " join audit.chain before on before.seq = c.seq - 1"
            " where e.login = %s and e.action = 'find' order by e.event_id desc limit 2",
            [STRANGER],
        ).fetchall()
    assert told[::-1] == [(False, True), (False, False)]
