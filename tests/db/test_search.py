"""Words: every one recorded is found, in one file and in all of one's, and nothing tells of what is not one's own."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, RecordEntry, amend_entry, record_entry
from db.commands.files import OpenFile, open_file
from db.commands.search import OpenSearch, open_search
from db.domain.entry import ChildPart, HowKnown, Source
from db.errors import NotPermitted, Refused
from db.queries import chronology
from db.queries.search import FoundEverywhere, search_everywhere, suggestions
from db.session import Session
from tests.record import Record, content

WORKER, OTHER = "tl_practitioner_a", "tl_practitioner_b"
Desk = tuple[Record, Session, UUID]


@pytest.fixture
def desk(record: Record) -> Desk:
    """A worker with an open file."""
    child = record.new_child("Amira", "Kaya")
    record.allocate(child, WORKER)
    return record, record.opened(WORKER, child), child


def _hits(session: Session, child: UUID, words: str) -> list[str]:
    keys = chronology.search(session, child, words)
    return [row.headline for row in chronology.page_rows(session, child, keys)]


def _everywhere(session: Session, words: str, purpose: str = "") -> FoundEverywhere:
    return search_everywhere(session, open_search(session, OpenSearch(words, purpose)))


def _headlines(session: Session, words: str, purpose: str = "") -> list[str]:
    return [entry.headline for entry in _everywhere(session, words, purpose).entries]


# In one file.


def test_every_word_of_an_entry_is_found(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(
        session, child, "Zkheadline", on="about October 1998", detail="zkdetail", place="zkplace",
        present="Zkgrandmother Okafor", outcome="zkoutcome", not_to_share_with="zkfather", not_to_share_why="zkwhy",
        source=Source(HowKnown.TOLD, "Zkbell", "zkteacher", "police", "zksourceday"),
        children=(ChildPart(child, "zkimpact", False, None, "zkobserved", "zknotseen", "zkwords"),),
    )  # fmt: skip
    record.write_entry(session, child, "Something else")
    for word in (
        *("zkheadline", "zkdetail", "zkplace", "zkgrandmother", "Okafor", "zkoutcome", "zkfather", "zkwhy", "Zkbell"),
        *("zkteacher", "police", "zksourceday", "zkimpact", "zkobserved", "zknotseen", "zkwords", "1998"),
    ):
        assert _hits(session, child, word) == ["Zkheadline"], word


ASKED = {
    "bruise": "ac", '"bruise on the arm"': "a", "bruis*": "ac", "bruise -arm": "c", "arm OR leg": "ac",
    "bruise arm OR leg": "ac", "bruise -leg*": "a", 'bruise -"on the arm"': "c", "dog OR hamster school": "b",
    "the": "abc", "re-referral": "b", "-bruise": "b", '"arm the on"': "", "bruise or dog": "abc", "OR": "", "-": "",
    "giraffe": "", '"dog at school': "b", "DOG": "b",
}  # fmt: skip


def test_phrases_beginnings_or_and_minus(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "a", on="1 May 2020", detail="A bruise on the arm")
    record.write_entry(session, child, "b", on="2 May 2020", detail="The dog at school; re-referral by the GP")
    record.write_entry(session, child, "c", on="3 May 2020", detail="Bruises on the leg, he says")
    assert {words: "".join(_hits(session, child, words)) for words in ASKED} == ASKED


def test_a_paper_of_many_parts_is_asked_as_a_whole(desk: Desk) -> None:
    record, session, child = desk
    long = "First the zkbeginning. " + "and so on " * 9_000 + "At last the zkend."
    record.write_entry(session, child, "Long", detail=long)
    record.write_entry(session, child, "Short", detail="zkbeginning alone")
    assert _hits(session, child, "zkbeginning zkend") == ["Long"]
    assert _hits(session, child, "zkbeginning -zkend") == ["Short"]
    assert sorted(_hits(session, child, "zkend OR alone")) == ["Long", "Short"]
    assert _hits(session, child, '"last the zkend"') == ["Long"]


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_anything_may_be_typed(house: tuple[Session, UUID], words: str) -> None:
    session, child = house
    assert len(chronology.search(session, child, words)) <= 1
    suggestions(session, child, words)


@pytest.fixture(scope="module")
def house(server: object, template: str) -> object:
    """One file with one entry for the tests that only look."""
    from db.server.launcher import RunningServer
    from tests.record import cloned

    assert isinstance(server, RunningServer)
    with cloned(server) as record:
        child = record.new_child()
        record.allocate(child, WORKER)
        session = record.opened(WORKER, child)
        record.write_entry(session, child, "The safety plan was agreed")
        yield session, child


# What may have been meant.


MEANT = {
    "saftey": "safety", "safty": "safety", "agred": "agreed", "hosptial": "hospital", "Granmother": "grandmother",
}  # fmt: skip


def test_a_misspelt_word_leads_to_the_files_own_as_it_is_written_there(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "The safety plan was agreed", detail="at the hospital with the grandmother")
    for typed, meant in MEANT.items():
        found = suggestions(session, child, f"{typed} plan")
        assert (found[0].typed, found[0].word) == (typed.lower(), meant)


def test_words_that_stand_in_the_file_are_not_corrected(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "The safety plan was agreed")
    assert suggestions(session, child, '"plans safety" agreeing') == ()


def test_suggestions_never_tell_a_word_of_another_child_of_an_older_version_or_of_the_wrong_file(desk: Desk) -> None:
    record, session, child = desk
    sister = record.new_child("Leila", "Kaya")
    record.allocate(sister, OTHER)
    theirs = record.opened(OTHER, sister)
    record.write_entry(theirs, sister, "The zebrafish matter")
    entry = uuid4()
    parts = (ChildPart(child, impact="plain"), ChildPart(sister, impact="the tortoises hurt her"))
    record.allocate(sister, WORKER)
    open_file(session, OpenFile(sister))
    record_entry(session, RecordEntry(uuid4(), entry, child, content(child, "Both", children=parts)))
    old = record.write_entry(session, child, "The crocodile was named")
    amend_entry(session, AmendEntry(uuid4(), old, child, content(child, "It was not named"), 1, "wrong animal"))
    wrong = record.write_entry(session, child, "The rhinoceros file")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.wrong_file (entry_id, child_id, reason, closed_by) values (%s, %s, 'a test', %s)",
            [wrong, child, record.staff[WORKER]],
        )
        connection.execute("select wall.project(array[%s]::uuid[])", [wrong])
    for typed in ("zebrafisch", "tortoisess", "crocodil", "rhinozeros"):
        assert suggestions(session, child, typed) == (), typed
    assert [found.word for found in suggestions(session, sister, "tortoisess")] == ["tortoises"]


def test_suggestions_keep_legal_advice_from_a_guardian_and_need_a_ticket(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Counsel on threshold", legal_advice=True)
    assert [found.word for found in suggestions(session, child, "treshold")] == ["threshold"]
    _name(record, child, "tl_practitioner_c", "childrens_guardian")
    assert suggestions(record.opened("tl_practitioner_c", child), child, "treshold") == ()
    with pytest.raises(NotPermitted):
        suggestions(record.session(OTHER), child, "treshold")


# In all files.


def _name(record: Record, child: UUID, login: str, capacity: str) -> None:
    never = sa.cast(sa.null(), sa.TIMESTAMP(timezone=True))
    record.act(
        "tl_manager_a", "name_access", child=child, staff=record.staff[login], capacity=capacity, level="read",
        until=never, reason="a test",
    )  # fmt: skip


def _child(record: Record, family: str, headline: str, team: str = "North", login: str = OTHER) -> UUID:
    child = record.new_child("A", family, team)
    record.allocate(child, login)
    record.write_entry(record.opened(login, child), child, headline)
    return child


def test_all_my_files_are_searched_newest_first_and_nothing_else(desk: Desk) -> None:
    record, session, child = desk
    second = record.new_child("Will", "Carter")
    record.allocate(second, WORKER)
    open_file(session, OpenFile(second))
    record.write_entry(session, child, "Zk old", on="1 May 2020")
    record.write_entry(session, second, "Zk newer", on="1 May 2024")
    record.write_entry(session, child, "Zk newest", on="1 May 2026")
    _child(record, "Hidden", "Zk hidden")
    found = _everywhere(session, "zk")
    assert [entry.headline for entry in found.entries] == ["Zk newest", "Zk newer", "Zk old"]
    assert found.more is False
    first = found.entries[0]
    assert (first.name, first.access, first.child_id) == ("Amira Kaya", "allocated", child)
    assert first.order_key == chronology.search(session, child, "newest")[0]


def test_a_reason_opens_the_teams_files_to_a_search_but_never_a_sealed_one(record: Record) -> None:
    _child(record, "Open", "Zk open")
    sealed = _child(record, "Closed", "Zk sealed")
    _child(record, "Away", "Zk away", "South", "tl_practitioner_c")
    record.seal("tl_manager_a", sealed, OTHER)
    for login, without, reasoned in (
        ("tl_duty_a", [], ["Zk open"]), ("tl_manager_a2", [], ["Zk open"]), ("tl_support_a", [], ["Zk open"]),
        ("tl_front_door", [], ["Zk away", "Zk open"]), (WORKER, [], []),
        ("tl_manager_a", ["Zk sealed"], ["Zk open", "Zk sealed"]),
        (OTHER, ["Zk open", "Zk sealed"], ["Zk open", "Zk sealed"]),
    ):  # fmt: skip
        session = record.session(login)
        assert sorted(_headlines(session, "zk")) == without, login
        assert sorted(_headlines(session, "zk", "Duty")) == reasoned, login


def test_what_may_be_searched_is_what_may_be_opened(record: Record) -> None:
    """The set of files of a search says the same as the wall says of each file, for everybody."""
    children = [_child(record, "One", "one"), _child(record, "Two", "two"), record.new_child("C", "Three", "South")]
    sealed = _child(record, "Four", "four")
    record.seal("tl_manager_a", sealed, OTHER)
    for number, login in enumerate(("tl_practitioner_c", WORKER, "tl_court_adviser")):
        _name(record, children[number % 2], login, ("childrens_guardian", "legal", "legal")[number])
    with record.superuser() as connection:
        connection.execute("update core.allocation set to_at = now() where child_id = %s", [children[1]])
        connection.execute("update core.file set state = 'disposed' where child_id = %s", [children[0]])
        connection.execute(
            "insert into core.declared_interest (interest_id, child_id, staff_id, why)"
            " select gen_random_uuid(), %s, staff_id, 'a cousin' from core.staff where login = any (%s)",
            [children[2], ["tl_manager_b", "tl_front_door"]],
        )
        told_apart = connection.execute(
            """select s.login, f.reference, wall.basis(s, f), o.basis
                 from core.staff s cross join core.file f
                 left join lateral wall.open_to(s, true) o on o.child_id = f.child_id
                where wall.basis(s, f) is distinct from o.basis
                  and not (wall.basis(s, f) = 'front_door' and o.basis is null and s.front_door)"""
        ).fetchall()
        both = connection.execute(
            """select count(wall.basis(s, f)), count(*) - count(wall.basis(s, f)) from core.staff s, core.file f"""
        ).fetchone()
    assert told_apart == []
    assert both is not None and min(both) > 3


def test_more_than_two_hundred_are_told_as_more_and_never_counted(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Zk mine")
    hidden = record.new_child("B", "Hidden")
    record.allocate(hidden, OTHER)
    theirs = record.opened(OTHER, hidden)
    entry = record.write_entry(theirs, hidden, "Zk theirs")
    with record.superuser() as connection:
        connection.execute(
            "insert into core.search_part select s.child_id, s.entry_id, n, s.order_key + n, s.legal_advice, s.tsv"
            " from core.search_part s, generate_series(2, 1500) n where s.entry_id = %s",
            [entry],
        )
    found = _everywhere(session, "zk")
    assert ([one.headline for one in found.entries], found.more) == (["Zk mine"], False)
    for number in range(205):
        record.write_entry(session, child, f"Zkmany {number}")
    found = _everywhere(session, "zkmany")
    assert (len(found.entries), found.more) == (200, True)
    assert found.entries[0].headline == "Zkmany 204"


def test_a_search_is_on_record_with_each_child_shown_and_its_words_only_in_the_search(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Zkword here")
    search = open_search(session, OpenSearch("zkword", "Duty"))
    search_everywhere(session, search)
    with record.superuser() as connection:
        found = connection.execute(
            "select action, child_id, detail::text from audit.event where object_id = %s order by event_id", [search]
        ).fetchall()
        words = connection.execute("select words from core.search_ticket where search_id = %s", [search]).fetchone()
    assert [(action, child_id) for action, child_id, _ in found] == [
        ("open_search", None), ("search_everywhere", None), ("search_shown", child)
    ]  # fmt: skip
    assert "zkword" not in str(found)
    assert words == ("zkword",)


def test_words_that_say_nothing_are_refused(desk: Desk) -> None:
    _record, session, _child_id = desk
    for words in ("", "  ", "-", "***", "x" * 1001):
        with pytest.raises(Refused):
            open_search(session, OpenSearch(words))


def test_a_paper_is_found_everywhere_too_and_legal_advice_not_by_a_guardian(desk: Desk) -> None:
    record, session, child = desk
    add_document(session, AddDocument(uuid4(), child, None, "a.txt", "order", b"x", text="zkorder was made"))
    record.write_entry(session, child, "Zkorder advice", legal_advice=True)
    assert len(_headlines(session, '"zkorder was made"')) == 1
    _name(record, child, "tl_practitioner_c", "childrens_guardian")
    assert _headlines(record.session("tl_practitioner_c"), "zkorder") == ["Court order: a.txt"]
    assert len(_headlines(session, "zkorder")) == 2


# Attacks.


def test_a_search_of_somebody_else_an_expired_one_and_a_made_up_one_are_refused(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Zk")
    search = open_search(session, OpenSearch("zk"))
    with pytest.raises(NotPermitted):
        search_everywhere(record.session(OTHER), search)
    with pytest.raises(NotPermitted):
        search_everywhere(session, uuid4())
    with record.superuser() as connection:
        connection.execute("alter table core.search_ticket disable trigger all")
        connection.execute("update core.search_ticket set expires_at = now() - interval '1 second'")
    with pytest.raises(NotPermitted):
        search_everywhere(session, search)
    for login in ("tl_auditor", "tl_administrator"):
        with pytest.raises(NotPermitted):
            open_search(record.session(login), OpenSearch("zk"))


def test_a_search_that_is_not_committed_or_rolled_back_answers_nothing(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Zk")
    with record.psql(WORKER, autocommit=False) as connection:
        row = connection.execute("select api.open_search('zk')").fetchone()
        assert row is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from api.search_everywhere(%s)", row)
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from api.search_everywhere(%s)", row)
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "with s as materialized (select api.open_search('zk') as id)"
                " select e.* from s, lateral api.search_everywhere(s.id) e"
            )
    with record.superuser() as connection:
        assert connection.execute("select count(*) from core.search_ticket").fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "explain analyze select * from api.search_everywhere(%s)",
        "do $$ begin perform api.search_everywhere('%s'); end $$",
    ],
)
def test_a_search_that_somebody_measures_is_refused(desk: Desk, statement: str) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Zk")
    search = open_search(session, OpenSearch("zk"))
    with record.psql(WORKER) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute((statement % (f"'{search}'" if "explain" in statement else search)).encode())


def test_access_that_ended_after_the_search_was_opened_shows_nothing(desk: Desk) -> None:
    record, session, child = desk
    record.write_entry(session, child, "Zk")
    search = open_search(session, OpenSearch("zk"))
    with record.superuser() as connection:
        connection.execute("update core.allocation set to_at = clock_timestamp() where child_id = %s", [child])
    assert search_everywhere(session, search).entries == ()
