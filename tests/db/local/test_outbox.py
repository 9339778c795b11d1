"""The outbox: in order, once, with its papers, and what the server will not take is held with every word."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.commands.changes import Changes
from db.commands.contacts import ContactFacts, EnterContact, NewChild
from db.commands.documents import AddDocument, add_document
from db.commands.entries import AmendEntry, RecordEntry, record_entry
from db.domain.draft import CONTACT, Draft, DraftPaper, DraftState, Versions
from db.domain.entry import ChildPart, HowKnown, Source, Tone
from db.domain.find_words import FindWords
from db.errors import Conflict, NotPermitted, OutcomeUnknown, Refused, ThroughlineError, Unreachable
from db.local.drafts import DraftStore
from db.local.files import alone
from db.local.outbox import Held, Sent, command_json, command_of, send_first
from db.local.vault import Vault, new_key
from db.queries.find import known
from db.session import Session
from tests.db.local.paper_trail import NOON, finished, written
from tests.db.relay import Relay
from tests.record import Record, content

WORKER = "tl_practitioner_a"


@pytest.fixture(scope="module")
def record(shared_record: Record) -> Record:
    """Each test has a child of its own in it."""
    return shared_record


@pytest.fixture
def session(record: Record) -> Iterator[Session]:
    """The worker, signed in."""
    session = record.session(WORKER)
    yield session
    session.close()


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    """An empty store."""
    return DraftStore(tmp_path, Vault(new_key()))


def headlines(record: Record, child: UUID) -> list[str]:
    """Every version of every entry in the child's file, in the order in which they were recorded."""
    with record.superuser() as connection:
        found = connection.execute(
            "select v.headline from core.entry_version v join core.entry_child k using (entry_id)"
            " where k.child_id = %s order by v.recorded_at",
            [child],
        ).fetchall()
    return [str(headline) for (headline,) in found]


def papers(record: Record, draft: Draft) -> list[tuple[str, bytes]]:
    """Name and bytes of the documents of a draft's entry."""
    with record.superuser() as connection:
        found = connection.execute(
            "select d.name, d.content from core.document d join core.entry_document using (document_id)"
            " where entry_id = %s order by d.name",
            [draft.entry_id],
        ).fetchall()
    return [(str(name), bytes(content)) for name, content in found]


def send_all(session: Session, store: DraftStore) -> list[Sent | Held]:
    """Sends until nothing waits."""
    done = []
    while (result := send_first(session, store)) is not None:
        done.append(result)
    return done


def with_papers(draft: Draft, store: DraftStore, *names: str) -> Draft:
    """The draft with documents, whose bytes are kept."""
    draft = replace(
        draft, papers=tuple(DraftPaper(uuid4(), name, "text/plain", "other", None, f"text of {name}") for name in names)
    )
    for paper in draft.papers:
        store.put_paper(draft.draft_id, paper.paper_id, paper.name.encode())
    return draft


def test_a_command_is_sent_later_just_as_it_was_meant() -> None:
    child, sibling = uuid4(), uuid4()
    whole = content(
        child,
        "Told of an \ud800 evening\0",
        on="about May 2016",
        source=Source(HowKnown.TOLD, "Ms Ahmed", "teacher", "school", "yesterday"),
        detail="“Not again”, he said.",
        tone=Tone.HARM,
        significant=True,
        rests_on=(uuid4(), uuid4()),
        children=(ChildPart(child, "Frightened", True, False, words="No"), ChildPart(sibling)),
    )
    for command in (RecordEntry(uuid4(), uuid4(), child, whole), AmendEntry(uuid4(), uuid4(), child, whole, 3, "why")):
        again = command_of(command_json(command))
        assert type(again) is type(command)
        assert command_json(again) == command_json(command)
        assert again.content.to_json() == whole.to_json()
        assert again.content.children_json() == whole.children_json()
        assert (again.op_id, again.entry_id, again.child_id) == (command.op_id, command.entry_id, command.child_id)
    assert isinstance(again, AmendEntry)
    assert (again.base_version, again.reason) == (3, "why")


def test_a_contact_is_sent_once_and_held_where_its_child_is_known_by_now(record: Record, store: DraftStore) -> None:
    session = record.session(WORKER)
    facts = ContactFacts("North", datetime.now(UTC), "telephone", "2A", "Came to school hungry", "knows")

    def contact() -> Draft:
        draft = Draft(None, "Pia Hale", document=CONTACT, state=DraftState.WAITING, finished_at=datetime.now(UTC))
        wish = EnterContact.of(draft.entry_id, facts, (NewChild(uuid4(), "Pia", "Hale"),))
        assert command_of(command_json(wish)) == wish
        return replace(draft, sending=command_json(wish))

    first, again = contact(), contact()
    for draft in (first, first, again):
        store.save(draft)
        done = send_all(session, store)
    assert isinstance(done[-1], Held)
    assert done[-1].draft.trouble.startswith("A child of this name is known here")
    assert [draft.draft_id for draft in store.all()] == [again.draft_id]
    assert len(known(session, FindWords("Pia Hale"))) == 1


def test_what_was_finished_first_is_sent_first_once_and_is_gone(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    drafts = [  # begun in another order than finished
        replace(finished(child, name, minute=minute), typed_at=NOON - timedelta(minutes=begun))
        for begun, (name, minute) in enumerate((("third", 9), ("first", 1), ("second", 5)))
    ]
    for draft in drafts:
        store.save(draft)
    still_written = written("not finished", child_id=child)
    store.save(still_written)
    done = send_all(session, store)
    assert headlines(record, child) == ["first", "second", "third"]
    assert store.all() == (still_written,)
    assert store.to_be_told() == {}
    first = done[0]
    assert isinstance(first, Sent)
    assert (first.changes.children, first.changes.entry_id) == (frozenset({child}), drafts[1].entry_id)


def test_what_had_landed_before_the_program_died_just_goes_away(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    draft = with_papers(finished(child), store, "plan.txt")
    store.save(draft)
    there = {path: path.read_bytes() for path in store.folder.iterdir()}
    assert isinstance(send_first(session, store), Sent)
    for path, content_of_it in there.items():
        path.write_bytes(content_of_it)
    assert isinstance(send_first(session, store), Sent)
    assert headlines(record, child) == ["Seen at home"]
    assert papers(record, draft) == [("plan.txt", b"plan.txt")]
    assert store.all() == ()


def test_papers_follow_their_entry(record: Record, child: UUID, session: Session, store: DraftStore) -> None:
    draft = with_papers(finished(child), store, "a.txt", "b.txt")
    store.save(draft)
    (sent,) = send_all(session, store)
    assert isinstance(sent, Sent)
    assert sent.changes.what == {"entry", "document"}
    assert papers(record, draft) == [("a.txt", b"a.txt"), ("b.txt", b"b.txt")]
    assert [path.name for path in store.folder.glob(f"{draft.draft_id}*")] == [f"{draft.draft_id}.gone"]


def test_an_entry_whose_paper_lies_on_another_computer_is_held_before_anything_is_sent(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    draft = replace(finished(child), papers=(DraftPaper(uuid4(), "plan.txt", "text/plain", "other"),))
    store.save(draft)
    (held,) = send_all(session, store)
    assert isinstance(held, Held)
    assert "computer where it was added" in held.draft.trouble
    assert headlines(record, child) == []


def test_a_paper_that_is_refused_holds_the_draft_and_says_that_the_entry_is_saved(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    draft = with_papers(finished(child), store, "plan.txt")
    store.save(replace(draft, papers=(replace(draft.papers[0], kind="no such kind"),)))
    (held,) = send_all(session, store)
    assert isinstance(held, Held)
    assert held.draft.trouble.startswith("The entry is saved, but a document of it is not.")
    assert headlines(record, child) == ["Seen at home"]
    store.save(replace(draft, state=DraftState.WAITING))
    assert isinstance(send_first(session, store), Sent)
    assert headlines(record, child) == ["Seen at home"]
    assert papers(record, draft) == [("plan.txt", b"plan.txt")]


def test_what_a_colleague_amended_meanwhile_is_held_and_not_sent_again(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    opened = record.opened(WORKER, child)
    entry = record.write_entry(opened, child, "as it was")
    amended = AmendEntry(uuid4(), entry, child, content(child, "amended meanwhile"), 1, "a colleague's reason")
    store.save(finished(child, sending=command_json(amended)))
    assert isinstance(send_first(session, store), Sent)
    draft = replace(
        finished(child, "mine", sending=command_json(replace(amended, op_id=uuid4()))), entry_id=entry, base_version=1
    )
    store.save(draft)
    (held,) = send_all(session, store)
    assert isinstance(held, Held)
    assert isinstance(held.error, Conflict)
    assert held.draft == replace(draft, state=DraftState.HELD, trouble=held.error.text, refusal="Conflict")
    assert store.all() == (held.draft,)
    assert send_first(session, store) is None
    assert headlines(record, child) == ["as it was", "amended meanwhile"]


def test_a_held_draft_stands_in_the_way_of_its_own_entry_and_of_no_other(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    bad = content(child, "No such kind", kind="no such kind")
    entry = uuid4()
    held = finished(child, minute=1, entry_id=entry, sending=command_json(RecordEntry(uuid4(), entry, child, bad)))
    after = AmendEntry(uuid4(), entry, child, content(child, "amended"), 1, "why")
    for draft in (
        held,
        finished(child, "amended", minute=2, entry_id=entry, sending=command_json(after)),
        finished(child, "another", minute=3),
    ):
        store.save(draft)
    done = send_all(session, store)
    assert [type(one) for one in done] == [Held, Sent]
    assert "Choose the kind of entry" in done[0].draft.trouble
    assert headlines(record, child) == ["another"]
    assert [draft.state for draft in store.all()] == [DraftState.HELD, DraftState.WAITING]


@pytest.mark.parametrize("broken", [None, {}, {"amends": False}, {"amends": False, "content": [], "children": 3}])
def test_a_draft_without_a_right_command_is_held(
    session: Session, store: DraftStore, child: UUID, broken: dict[str, object] | None
) -> None:
    store.save(replace(finished(child), sending=broken))
    (held,) = send_all(session, store)
    assert isinstance(held, Held)
    assert "Open it, and save it again" in held.draft.trouble


def test_a_file_whose_time_ran_out_is_opened_again_silently_where_no_reason_is_due(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    store.save(finished(child))
    assert isinstance(send_first(session, store), Sent)
    with record.superuser() as connection:
        opened = connection.execute(
            "select count(*) from audit.event where child_id = %s and action like 'open:%%'", [child]
        )
        assert opened.fetchone() == (1,)


def test_where_a_reason_is_due_the_draft_is_held(record: Record, session: Session, store: DraftStore) -> None:
    for team in ("North", "South"):
        store.save(finished(record.new_child(team=team)))
    done = send_all(session, store)
    assert [type(one) for one in done] == [Held, Held]
    assert all(isinstance(one, Held) and isinstance(one.error, NotPermitted) for one in done)


def test_while_another_window_is_sending_nothing_is_sent_from_here(
    record: Record, child: UUID, session: Session, store: DraftStore
) -> None:
    store.save(finished(child))
    with alone(store.folder / "sending") as ours:
        assert ours
        assert send_first(session, store) is None
    assert headlines(record, child) == []
    assert isinstance(send_first(session, store), Sent)


def test_a_draft_that_its_author_took_up_again_on_the_way_is_not_dropped(
    record: Record, child: UUID, session: Session, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = with_papers(finished(child), store, "plan.txt")
    store.save(draft)
    again = replace(draft, state=DraftState.WRITING, values={"headline": "and more"})

    def meanwhile(session: Session, paper: AddDocument) -> object:
        store.save(again)
        return add_document(session, paper)

    monkeypatch.setattr("db.local.outbox.add_document", meanwhile)
    assert isinstance(send_first(session, store), Sent)
    assert store.all() == (again,)


def test_a_draft_that_its_author_took_up_again_while_the_server_refused_it_is_not_held(
    child: UUID, session: Session, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = finished(child)
    store.save(draft)
    again = replace(draft, state=DraftState.WRITING, values={"headline": "and more"})

    def meanwhile(_session: Session, _command: RecordEntry) -> object:
        store.save(again)
        raise Refused("The server does not take it.")

    monkeypatch.setattr("db.local.outbox.record_entry", meanwhile)
    assert isinstance(send_first(session, store), Held)
    assert store.all() == (again,)


@pytest.mark.parametrize("cut", ["cut_before", "cut_after"])
def test_a_line_that_breaks_leaves_the_draft_waiting_and_it_lands_once_later(
    record: Record, child: UUID, store: DraftStore, cut: str
) -> None:
    """The window is closed at the cut, before the session could ask again; the next one sends."""
    draft = finished(child)
    store.save(draft)
    with Relay(record.address) as relay:
        session = Session.connect(relay.address, WORKER, record.password)
        relay.hang_up()
        setattr(relay, cut, b"save_entry")
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(send_first, session, store)
            while not relay.cuts:
                assert not answer.done()
            session.close()
            with pytest.raises((OutcomeUnknown, Unreachable)):
                answer.result(timeout=20)
    assert relay.cuts == 1
    assert store.all() == (draft,)
    near = record.session(WORKER)
    assert isinstance(send_first(near, store), Sent)
    near.close()
    assert headlines(record, child) == ["Seen at home"]
    assert store.all() == ()


def test_without_a_server_every_draft_goes_on_waiting(child: UUID, record: Record, store: DraftStore) -> None:
    draft = finished(child)
    store.save(draft)
    with Relay(record.address) as relay:
        session = Session.connect(relay.address, WORKER, record.password)
    session.engine.pool.dispose()
    with pytest.raises(ThroughlineError) as trouble:
        send_first(session, store)
    assert not isinstance(trouble.value, Refused | NotPermitted | Conflict)
    assert store.all() == (draft,)
    with suppress(ThroughlineError):
        session.close()


def from_two_windows(child: UUID, store: DraftStore) -> tuple[DraftStore, Draft, Draft]:
    """Another window's store, and the same words as each window finished them, with a document."""
    draft = with_papers(finished(child), store, "plan.txt")
    here, there = (replace(draft, versions={hand: 1}, hand=hand) for hand in ("here", "there"))
    return DraftStore(store.folder, store.vault), store.save(here), there


def test_what_another_window_finishes_alike_meanwhile_goes_with_it(
    record: Record, child: UUID, session: Session, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, here, there = from_two_windows(child, store)

    def meanwhile(session: Session, command: RecordEntry) -> Changes:
        other.save(there)
        return record_entry(session, command)

    monkeypatch.setattr("db.local.outbox.record_entry", meanwhile)
    assert len(send_all(session, store)) == 1
    assert store.all() == other.all() == ()
    assert papers(record, here) == [("plan.txt", b"plan.txt")]


def test_what_another_window_keeps_after_the_same_was_sent_is_not_there_again(
    child: UUID, session: Session, store: DraftStore
) -> None:
    other, _, there = from_two_windows(child, store)
    assert len(send_all(session, store)) == 1
    for state in (DraftState.WRITING, DraftState.WAITING):
        other.save(replace(there, state=state))
        assert store.all() == other.all() == ()
        assert store.is_sent(there.draft_id)


def test_what_another_window_wrote_besides_is_kept_after_the_rest_was_sent(
    child: UUID, session: Session, store: DraftStore
) -> None:
    other, here, there = from_two_windows(child, store)
    assert len(send_all(session, store)) == 1
    more = replace(there, values={**there.values, "detail": "more"})
    paper = replace(there, papers=(*there.papers, DraftPaper(uuid4(), "photo.png", "image/png", "other")))
    again = replace(here, state=DraftState.WRITING, versions={"here": 1, "there": 1})
    for draft in (more, paper, again):
        other.save(draft)
        assert store.all() == (draft.after(here),)
        other.drop(draft.draft_id)


def test_what_is_on_its_way_stays_so_where_another_window_only_wrote_the_same(child: UUID, store: DraftStore) -> None:
    other, here, there = from_two_windows(child, store)
    other.save(replace(there, state=DraftState.WRITING, finished_at=None))
    (kept,) = store.all()
    assert (kept.state, kept.finished_at) == (DraftState.WAITING, here.finished_at)
    assert kept.knows(here)
    assert kept.knows(there)


def test_nobody_writes_between_the_look_whether_more_was_written_and_the_taking_away(
    child: UUID, session: Session, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_away, free = store._take_away, list[bool]()

    def watched(draft_id: UUID, versions: Versions, sent: Draft | None = None) -> None:
        with alone(store.folder / "writing") as mine:
            free.append(mine)
        take_away(draft_id, versions, sent)

    monkeypatch.setattr(store, "_take_away", watched)
    store.save(finished(child))
    assert len(send_all(session, store)) == 1
    store.drop(store.save(written("discarded")).draft_id)
    assert free == [False, False]
