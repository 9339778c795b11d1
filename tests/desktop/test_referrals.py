"""The referral desk in the window: a contact by keys, the queue, the decision, and no word lost on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from db.commands.contacts import ContactFacts, EnterContact, KnownChild, NewChild, enter_contact
from db.domain.draft import DraftState
from db.domain.find_words import FindWords, find_words
from db.local.drafts import DraftStore
from db.local.outbox import Held, Sent, send_first
from db.queries.find import known
from desktop.features.referrals.deciding import DecisionPanel
from desktop.features.referrals.desk import DeskPanel
from desktop.features.referrals.named import Named, NotUnderstood, new_from, to_command, unpack
from desktop.features.referrals.page import ReferralsPage
from desktop.infra import draft_post
from desktop.models.known_family import contact_shut_in_words
from desktop.models.words import ONE_MORE_LETTER
from tests.desktop.window import CTRL, Hand
from tests.record import Record
from tests.security.stage import seal

SUPPORT, MANAGER, SECOND, WORKER, COLLEAGUE = (
    "tl_support_a", "tl_manager_a", "tl_manager_a2", "tl_practitioner_a", "tl_practitioner_b",
)  # fmt: skip
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hand(shared_hand: Hand) -> Hand:
    """The module's window; each test has children and contacts of its own."""
    return shared_hand


@pytest.fixture
def record(hand: Hand) -> Record:
    """The record behind it."""
    return hand.record


def referrals(hand: Hand, login: str) -> ReferralsPage:
    """The page in front of this person, with nothing beside the queue."""
    hand.sign_in(login)
    page = hand.workspace.unfinished.referrals
    if page.side is not None:
        page.close_side()
    hand.press(Qt.Key.Key_5, CTRL)
    assert hand.opened.window.page is page
    page.banner.clear()
    return page


def beside(page: ReferralsPage) -> DeskPanel | DecisionPanel | None:
    """What stands beside the queue now."""
    return page.side


def desk(hand: Hand, login: str = SUPPORT) -> tuple[ReferralsPage, DeskPanel]:
    """The empty form of a new contact, begun with Ctrl+N."""
    page = referrals(hand, login)
    hand.press(Qt.Key.Key_N, CTRL)
    assert isinstance(page.side, DeskPanel)
    return page, page.side


def look_for(hand: Hand, panel: DeskPanel, words: str) -> None:
    """Type a name where one finds a child, and wait for who is known."""
    finder = panel.children_.finder
    assert hand.focus is finder.box
    hand.type(words)
    hand.until(lambda: finder._asked == words)


def fill(panel: DeskPanel, headline: str, **values: str) -> None:
    """Who calls, and what is told."""
    told = {"source": "2A", "who": "Mrs Joan Price", "role": "head teacher", "headline": headline}
    for key, words in {**told, **values}.items():
        panel.form.put(key, words)


def entered(record: Record, *names: str, by: str = SUPPORT, hours: int = 5) -> UUID:
    """A contact about new children, entered by somebody else."""
    facts = ContactFacts(
        "North", datetime.now(UTC) - timedelta(hours=hours, minutes=1), "telephone", "6", "Found alone at night",
        "not_asked", who="PC Dean Ashworth",
    )  # fmt: skip
    contact = uuid4()
    children = tuple(NewChild(uuid4(), name.split()[0], name.split()[1]) for name in names)
    enter_contact(record.session(by), EnterContact.of(contact, facts, children))
    return contact


def opened(hand: Hand, page: ReferralsPage, contact: UUID) -> DecisionPanel:
    """The contact, opened with Enter from the queue."""
    hand.until(lambda: contact in [one.contact_id for one in page.table.lines.records])
    rows = range(page.table.lines.rowCount())
    row = next(n for n in rows if (one := page.table.lines.record(n)) and one.contact_id == contact)
    page.table.setCurrentIndex(page.table.lines.index(row, 0))
    page.table.setFocus()
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: isinstance(page.side, DecisionPanel) and page.side.contact.contact_id == contact)
    assert isinstance(page.side, DecisionPanel)
    return page.side


def test_a_single_letter_says_that_one_more_looks_in_the_whole_office(hand: Hand, record: Record) -> None:
    record.new_child("Xanthe", "Moorcroft")
    _page, panel = desk(hand)
    look_for(hand, panel, "x")
    assert panel.children_.finder.table.lines.rowCount() == 1
    assert panel.children_.finder.said == f"{ONE_MORE_LETTER} Enter adds a new child."
    look_for_more = "xanthe m"
    hand.type(look_for_more[1:])
    hand.until(lambda: panel.children_.finder._asked == look_for_more)
    assert panel.children_.finder.said.startswith("1 child known. Enter chooses;")
    assert ONE_MORE_LETTER not in panel.children_.finder.said


def test_a_contact_about_a_known_and_a_new_child_is_entered_by_keys(hand: Hand, record: Record) -> None:
    there = record.new_child("Rowan", "Ashdown", born=date(2018, 4, 2))
    page, panel = desk(hand)
    look_for(hand, panel, "rowen ashdown")
    assert panel.children_.finder.said.startswith("1 child known")
    hand.press(Qt.Key.Key_Return)
    assert [one.id for one in panel.children_.named] == [there]
    look_for(hand, panel, "Isla Ashdown 3/12/2025")
    hand.press(Qt.Key.Key_Up)
    hand.press(Qt.Key.Key_Down)
    while panel.children_.finder.table.currentIndex().row() < panel.children_.finder.table.lines.rowCount() - 1:
        hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    (new,) = panel.children_.new
    assert (new.called, new.fields["born"]) == ("Isla Ashdown", "3 Dec 2025")
    fill(panel, "Both were left alone overnight")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.banner.words.startswith("Saved, about Rowan Ashdown, Isla Ashdown"))
    assert page.side is panel
    assert (panel.children_.cards, panel.form.text("headline"), panel.begun) == ([], "", False)
    assert hand.focus is panel.children_.finder.box
    (found,) = known(record.session(SUPPORT), FindWords("Isla Ashdown"))
    assert (found.team, found.born) == ("North", date(2025, 12, 3))
    assert hand.workspace._desk.drafts.drafts == ()


def test_how_much_more_a_field_takes_is_said_before_it_is_full_and_what_is_too_long_is_kept(hand: Hand) -> None:
    _, panel = desk(hand)
    look_for(hand, panel, "Ellis Farr")
    hand.press(Qt.Key.Key_Return)
    fill(panel, "Alone at home", wanted="a" * 1_990, who="b" * 203)
    assert panel.form.said("wanted") == "10 characters left"
    assert panel.form.said("headline") == ""
    panel.form.put("detail", "c" + "\nWe saw it ourselves." * 95_239)
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.form.said("who") == "3 characters too many: at most 200."
    assert panel.form.said("detail") == "20 characters too many: at most 2,000,000."
    assert hand.focus is panel.form.widgets["who"]
    assert len(panel.form.text("detail")) == 2_000_020
    panel.form.put("detail", "")


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("Isla Ashdown 3/12/2025", ("Isla", "Ashdown", "3 Dec 2025", "")),
        ("Kelly Stevens born 2014", ("Kelly", "Stevens", "2014", "")),
        ("Maja Nowak, about 2015", ("Maja", "Nowak", "about 2015", "")),
        ("jaiden blume may 2019", ("jaiden", "blume", "May 2019", "")),
        ("Zoë-Mae O’Brien born 31/2/2020", ("Zoë-Mae", "O’Brien", "31/2/2020", "")),
        ("baby Smith due March 2027", ("baby", "Smith", "March 2027", "")),
        ("Kelly Stevens aged 6", ("Kelly", "Stevens", "aged 6", "")),
        ("Muhammad al-Rashid, 12 Mill Road", ("Muhammad", "al-Rashid", "", "12 Mill Road")),
        ("12 Mill Road", ("", "", "", "12 Mill Road")),
    ],
)
def test_what_was_typed_of_a_new_child_stands_in_its_fields(typed: str, fields: tuple[str, ...]) -> None:
    named = new_from(typed, find_words(typed, today=date(2026, 11, 23)))
    assert tuple(named.fields[key] for key in ("given", "family", "born", "address")) == fields


def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(hand: Hand) -> None:
    _, panel = desk(hand)
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.banner.words == (
        "Name at least one child. Type the name: who is known is found. 2 more fields are marked."
    )
    assert panel.children_.finder.said.startswith("Name at least one child")
    assert panel.form.said("source") == "Choose where the contact comes from."
    assert panel.form.said("headline") == "Say in one sentence what is told."
    assert hand.focus is panel.children_.finder.box
    look_for(hand, panel, "Nobody Known")
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.banner.words.startswith("Choose the child")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.form.said("source") == "Choose where the contact comes from."
    fill(panel, "", received="tomorrow 9:00")
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.form.said("headline") == "Say in one sentence what is told."
    panel.form.put("headline", "He came hungry again")
    hand.press(Qt.Key.Key_S, CTRL)
    assert "still to come" in panel.form.said("received")
    panel.form.put("received", "today")
    hand.press(Qt.Key.Key_S, CTRL)
    assert "the day and the time" in panel.form.said("received")
    panel.children_.cards[0].form.put("born", "some day")
    panel.form.put("received", "today 0:01")
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.children_.cards[0].form.said("born")
    assert panel.form.text("headline") == "He came hungry again"


def test_a_half_written_contact_is_among_the_drafts_and_goes_on_from_there(hand: Hand) -> None:
    page, panel = desk(hand)
    look_for(hand, panel, "Quill Marsh")
    hand.press(Qt.Key.Key_Return)
    fill(panel, "Bruises seen at swimming")
    panel.children_.cards[0].form.put("said", "would not undress")
    hand.press(Qt.Key.Key_Escape)
    assert beside(page) is None
    (draft,) = hand.workspace._desk.drafts.drafts
    assert [one.called for one in unpack(draft.values["children"])] == ["Quill Marsh"]
    hand.press(Qt.Key.Key_2, CTRL)
    drafts = hand.workspace.unfinished.drafts
    line = [str(drafts.table.lines.index(0, column).data()) for column in range(drafts.table.lines.columnCount())]
    assert line[:2] == ["Quill Marsh\ncontact being entered", "Bruises seen at swimming"]
    hand.press(Qt.Key.Key_Return)
    again = beside(page)
    assert isinstance(again, DeskPanel)
    assert (again.form.text("headline"), again.form.text("who")) == ("Bruises seen at swimming", "Mrs Joan Price")
    assert again.children_.cards[0].form.text("said") == "would not undress"
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.banner.words.startswith("Saved, about Quill Marsh"))


def test_the_same_notification_is_shown_before_saving_and_never_blocked(hand: Hand, record: Record) -> None:
    there = record.new_child("Tamsin", "Orchard", born=date(2016, 4, 2))
    facts = ContactFacts(
        "North", datetime.now(UTC) - timedelta(hours=2), "email", "2A", "x", "knows", who="Mrs Joan Price"
    )  # fmt: skip
    enter_contact(record.session(MANAGER), EnterContact.of(uuid4(), facts, (KnownChild(there, "Tamsin Orchard"),)))
    page, panel = desk(hand)
    look_for(hand, panel, "Tamsin Orchard")
    hand.press(Qt.Key.Key_Return)
    fill(panel, "Came to school without a coat")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "may have come in already" in panel.banner.words)
    assert "by e-mail, the same caller, entered by Tl Manager A; it waits" in panel.banner.words
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: not hand.opened.tasks.busy)
    assert "may have come in already" in panel.banner.words, "the same keys once more are no answer"
    assert panel.begun
    hand.choose("Save it all the same", panel)
    hand.until(lambda: page.banner.words.startswith("Saved, about Tamsin Orchard"))


def test_a_contact_that_is_saved_by_two_presses_leaves_nothing_above_the_next(hand: Hand, record: Record) -> None:
    there = record.new_child("Perpetua", "Orchard")
    page, panel = desk(hand)
    look_for(hand, panel, "Perpetua Orchard")
    hand.press(Qt.Key.Key_Return)
    assert [one.id for one in panel.children_.named] == [there]
    fill(panel, "Came to school without a coat")
    for _ in range(3):
        hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.banner.words.startswith("Saved, about Perpetua Orchard"))
    hand.until(lambda: not hand.opened.tasks.busy)
    assert panel.banner.words == ""
    assert panel.children_.finder.said.startswith("Type")


def test_without_the_server_a_contact_waits_goes_off_by_itself_and_may_be_sent_back(hand: Hand, record: Record) -> None:
    page, panel = desk(hand)
    look_for(hand, panel, "Perran Coombe")
    hand.press(Qt.Key.Key_Return)
    fill(panel, "Sent home alone at noon")
    drafts = hand.workspace._desk.drafts
    drafts.use(None)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.banner.words.startswith("The server does not answer"))
    assert not panel.begun
    drafts.flush()
    (waiting,) = drafts.drafts
    assert (waiting.state, waiting.child) == (DraftState.WAITING, "Perran Coombe")
    entered(record, "Perran Coombe")
    drafts.use(hand.workspace.signed_in.session)
    hand.until(lambda: "was sent back, with every word: A child of this name is known here" in page.banner.words)
    page.banner.choices[0].click()
    back = beside(page)
    assert isinstance(back, DeskPanel)
    assert (back.form.text("headline"), len(back.children_.cards)) == ("Sent home alone at noon", 1)
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "is known here" in back.banner.words)
    hand.choose("It is another child", back)
    hand.until(lambda: not drafts.drafts)
    assert len(known(record.session(SUPPORT), FindWords("Perran Coombe"))) == 2


def test_a_child_called_like_a_known_one_is_asked_about(hand: Hand, record: Record) -> None:
    entered(record, "Merle Sandford")
    page, panel = desk(hand)
    look_for(hand, panel, "Merle Sandford")
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Return)
    assert panel.children_.new
    fill(panel, "Another child of this name")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: "is known here" in panel.banner.words)
    assert panel.form.text("headline") == "Another child of this name"
    hand.choose("It is another child", panel)
    hand.until(lambda: page.banner.words.startswith("Saved, about Merle Sandford"))
    assert len(known(record.session(SUPPORT), FindWords("Merle Sandford"))) == 2


def test_a_contact_that_another_window_sends_leaves_the_form_as_if_it_had_gone_from_here(
    hand: Hand, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, panel = desk(hand)
    drafts, session = hand.workspace._desk.drafts, hand.workspace.signed_in.session
    other_window = DraftStore(drafts._store.folder, drafts._store.vault)
    monkeypatch.setattr(draft_post, "_deliver", lambda *_: None)  # the other window is sending
    look_for(hand, panel, "Jory Trewin")
    hand.press(Qt.Key.Key_Return)
    fill(panel, "Sent home alone at noon")
    entered(record, "Jory Trewin")
    hand.press(Qt.Key.Key_S, CTRL)
    drafts.flush()
    assert isinstance(send_first(session, other_window), Held)
    drafts.look()
    hand.until(lambda: "is known here" in panel.banner.words)
    assert panel.form.text("headline") == "Sent home alone at noon"
    hand.choose("It is another child", panel)
    drafts.flush()
    assert isinstance(send_first(session, other_window), Sent)
    drafts.look()
    hand.until(lambda: page.banner.words.startswith("Saved, about Jory Trewin"))
    assert not panel.begun


def test_the_manager_is_told_what_waits_reads_it_and_decides(hand: Hand, record: Record) -> None:
    contact = entered(record, "Ivo Larkin", "Ines Larkin", hours=50)
    hand.sign_in(MANAGER)
    hand.press(Qt.Key.Key_1, CTRL)
    line = hand.workspace.caseload.waiting
    hand.until(lambda: "wait" in line.go.text() and not line.isHidden())
    assert "the oldest 50 hours" in line.go.text() or "for 50 hours" in line.go.text()
    line.go.click()
    page = hand.workspace.unfinished.referrals
    assert hand.opened.window.page is page
    hand.until(lambda: page.table.lines.rowCount() > 0)
    first = page.table.lines.record(0)
    assert first is not None
    assert first.contact_id == contact
    panel = opened(hand, page, contact)
    words = " ".join(one.text() for one in panel.text.findChildren(type(panel.heading)))
    assert "Found alone at night" in words
    assert "PC Dean Ashworth" in words
    assert panel.text.isAncestorOf(hand.focus)
    hand.press(Qt.Key.Key_F6)
    assert panel.forms.isAncestorOf(hand.focus)
    hand.press(Qt.Key.Key_S, CTRL)
    assert panel.banner.words == "Choose what is decided."
    common = panel.forms.shown[0][1]
    for key, said in {"outcome": "assessment", "family_knows": "knows", "why": "Twice this month."}.items():
        common.put(key, said)
    panel.forms.apart.setChecked(True)
    (_, ivo), (_, ines) = panel.forms.shown
    assert ivo.text("why") == ines.text("why") == "Twice this month."
    for form in (ivo, ines):
        form.put("referrer_told", "That we visit")
    first_child = panel.forms.children_[0].name
    ivo.put("outcome", "strategy")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.side is None)
    hand.until(lambda: contact not in [one.contact_id for one in page.table.lines.records])
    assert page.banner.words.startswith("Decided. ")
    assert f"{first_child}: Strategy discussion" in page.banner.words
    page.decided.click()
    done = opened(hand, page, contact)
    outcomes = {one.name: one.decision.outcome for one in done.contact.children if one.decision}
    assert outcomes[first_child] == "strategy"
    assert set(outcomes.values()) == {"strategy", "assessment"}
    page.decided.click()


def test_the_palette_leads_to_the_referrals(hand: Hand) -> None:
    page = referrals(hand, MANAGER)
    hand.press(Qt.Key.Key_1, CTRL)
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("referrals")
    find = hand.workspace.find
    hand.until(lambda: find._asked == "referrals")
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: hand.opened.window.page is page)


def test_a_half_written_decision_is_kept(hand: Hand, record: Record) -> None:
    contact = entered(record, "Una Marlow")
    page = referrals(hand, MANAGER)
    panel = opened(hand, page, contact)
    panel.forms.shown[0][1].put("why", "Seen with her aunt")
    hand.press(Qt.Key.Key_Escape)
    hand.press(Qt.Key.Key_2, CTRL)
    drafts = hand.workspace.unfinished.drafts
    assert "decision on a contact" in str(drafts.table.lines.index(0, 0).data())
    hand.press(Qt.Key.Key_Return)
    hand.until(lambda: isinstance(page.side, DecisionPanel))
    assert isinstance(page.side, DecisionPanel)
    form = page.side.forms.shown[0][1]
    assert form.text("why") == "Seen with her aunt"
    assert hand.focus is form.widgets["outcome"]


def test_desk_staff_see_that_it_waits_and_not_what_colleagues_entered(hand: Hand, record: Record) -> None:
    theirs, own = entered(record, "Wes Farrow", by=WORKER), entered(record, "Win Farrow", by=SUPPORT)
    page = referrals(hand, SUPPORT)
    panel = opened(hand, page, own)
    assert not panel.forms.isVisible()
    assert panel.save_button.isHidden()
    hand.press(Qt.Key.Key_Escape)
    row = next(
        n
        for n in range(page.table.lines.rowCount())
        if (one := page.table.lines.record(n)) and one.contact_id == theirs
    )
    assert "Farrow" not in "".join(str(page.table.lines.index(row, column).data()) for column in range(4))
    page.table.setCurrentIndex(page.table.lines.index(row, 0))
    hand.press(Qt.Key.Key_Return)
    assert "for the managers of North" in page.banner.words


def test_a_manager_who_knows_the_family_reads_why_the_contact_is_shut_and_whom_to_ask(
    hand: Hand, record: Record
) -> None:
    theirs = entered(record, "Orla Pennington", by=WORKER)
    with record.superuser() as connection:
        row = connection.execute("select child_id from core.contact_child where contact_id = %s", [theirs]).fetchone()
    assert row is not None
    record.act(MANAGER, "declare_interest", interest=uuid4(), child=row[0], why="our neighbours")
    page = referrals(hand, MANAGER)
    hand.until(lambda: theirs in [one.contact_id for one in page.table.lines.records])
    at = next(
        n
        for n in range(page.table.lines.rowCount())
        if (one := page.table.lines.record(n)) and one.contact_id == theirs
    )
    page.table.setCurrentIndex(page.table.lines.index(at, 0))
    hand.press(Qt.Key.Key_Return)
    assert page.banner.words == contact_shut_in_words("North")


def test_a_member_of_a_sealed_file_keeps_what_seems_to_name_its_child(hand: Hand, record: Record) -> None:
    hidden = record.new_child("Saskia", "Thornbury", born=date(2015, 5, 5))
    seal(record, hidden)
    page, panel = desk(hand)
    look_for(hand, panel, "Saskia Thornbury 5/5/2015")
    assert panel.children_.finder.said.startswith("Nobody like this is known")
    hand.press(Qt.Key.Key_Return)
    fill(panel, "Her grandmother asks after her")
    hand.press(Qt.Key.Key_S, CTRL)
    hand.until(lambda: page.banner.words.startswith("Saved, about Saskia Thornbury"))
    page = referrals(hand, MANAGER)
    hand.until(lambda: any("Saskia" in one.names for one in page.table.lines.records))
    (line,) = (one for one in page.table.lines.records if "Saskia" in one.names)
    panel_of_member = opened(hand, page, line.contact_id)
    (meant,) = panel_of_member.contact.sealed
    assert (meant.child_id, meant.answered) == (hidden, False)
    panel_of_member.forms.shown[0][1].put("why", "Her grandmother is known to us")
    panel_of_member.text.answered.emit(meant, True)
    hand.until(lambda: page.side is None)
    assert opened(hand, page, line.contact_id).forms.shown[0][1].text("why") == "Her grandmother is known to us"
    with record.superuser() as connection:
        row = connection.execute("select headline from core.chronology where child_id = %s", [hidden]).fetchone()
    assert row == ("Her grandmother asks after her",)


def test_a_birth_still_to_come_is_an_unborn_child() -> None:
    told = to_command(Named(False, fields={"family": "Hale", "born": "3 March 2027"}), date(2026, 11, 22))
    assert isinstance(told, NewChild)
    assert (told.born, told.expected_on) == (None, date(2027, 3, 3))


def test_a_day_without_a_year_may_be_a_birth_or_expected_and_is_asked_about() -> None:
    """The next 20 January and the last one are ten months and a birth apart; last Friday is last Friday."""
    today = date(2026, 11, 22)
    with pytest.raises(NotUnderstood) as asked:
        to_command(Named(False, fields={"family": "Hale", "born": "20 January"}), today)
    assert (asked.value.key, asked.value.words[:16]) == ("born", "Say the year too")
    told = to_command(Named(False, fields={"family": "Hale", "born": "last Friday"}), today)
    assert isinstance(told, NewChild)
    assert told.born is not None
