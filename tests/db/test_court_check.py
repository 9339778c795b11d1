"""The check of a text on the server: what counts as hidden, who may ask, how often, and what is left on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from db.commands.court_check import CheckText, check_text
from db.domain.court_check import Finding, fold
from db.errors import NotPermitted, Refused
from db.queries.find import notices
from tests.db.seats import Seats
from tests.faults.hidden_details import Hand, Hidden, forget_checks
from tests.record import Record
from tests.security.stage import COLLEAGUE, FRONT_DOOR, MANAGER, SUPPORT, WORKER, seal

_HOME = Hidden("address", "12 Bramble Road, Leeds", "LS6 2AB")
_PLAIN = "The mother moved to 12 Bramble Rd in March."


@pytest.fixture(scope="module")
def seats(shared_record: Record) -> Seats:
    """One record for the module."""
    return Seats(shared_record)


@pytest.fixture(autouse=True)
def another_day(seats: Seats) -> None:
    """What was checked before counts no more."""
    forget_checks(seats.record)


@contextmanager
def writing(seats: Seats) -> Iterator[Hand]:
    """A superuser's hand."""
    with seats.record.superuser() as connection:
        yield Hand(connection, seats.record.staff[MANAGER])


def again(hand: Hand, party: UUID, hidden: str, *, mistaken: bool = False) -> None:
    """The next version of a party."""
    hand.connection.execute(
        "insert into core.party (party_id, version, proceedings_id, child_id, person_id, name, part, hidden, mistaken,"
        " recorded_by) select party_id, version + 1, proceedings_id, child_id, person_id, name, part, %s, %s,"
        " recorded_by from core.party where party_id = %s order by version desc limit 1",
        [hidden, mistaken, party],
    )


@dataclass(frozen=True, slots=True)
class Family:
    """A child and its mother, who fled."""

    child: UUID
    mother: UUID


@pytest.fixture(scope="module")
def family(seats: Seats) -> Family:
    """A child with hidden things around it."""
    child = seats.child("Amira", WORKER)
    with writing(seats) as hand:
        mother = hand.person("Selin", "Demir", child, "mother")
        hand.hide(mother, _HOME)
        hand.hide(child, Hidden("school", "Hollybush Primary School"))
    return Family(child, mother)


def found(
    seats: Seats, child: UUID, *pages: str, login: str = WORKER, with_children: tuple[UUID, ...] = ()
) -> list[Finding]:
    """What a check of these pages finds."""
    session = seats(login, child)
    for other in with_children:
        seats(login, other)
    return list(check_text(session, CheckText(child, pages, with_children)).findings)


def kinds(findings: list[Finding]) -> list[tuple[str, bool, str]]:
    """Kind, sure, and the words of the text."""
    return [(finding.kind, finding.sure, finding.words) for finding in findings]


def test_an_address_a_postcode_and_a_street_are_found_in_their_places(seats: Seats, family: Family) -> None:
    pages = ("Nothing.", f"Seen twice.\n{_PLAIN} Post to ls6-2ab; she hates Bramble Road.")
    found_now = found(seats, family.child, *pages)
    assert kinds(found_now) == [
        ("address", True, "12 Bramble Rd"), ("address", True, "ls6-2ab"), ("address", False, "Bramble Road"),
    ]  # fmt: skip
    assert [(finding.page, finding.line) for finding in found_now] == [(2, 2)] * 3
    assert pages[1][found_now[0].start : found_now[0].end] == "12 Bramble Rd"


def test_another_house_number_is_only_perhaps_the_address(seats: Seats, family: Family) -> None:
    assert kinds(found(seats, family.child, "At 112 Bramble Road.")) == [("address", False, "Bramble Road")]


def test_words_that_only_begin_or_end_like_it_are_none(seats: Seats, family: Family) -> None:
    assert found(seats, family.child, "Abramble roads, 12 brambles, Hollybushes, LS6 2ABC, 19LS6 2") == []


@pytest.mark.parametrize(
    ("recorded", "written"),
    [
        ("48 2nd Ave, Skipton", "48, Second Avenue"),
        ("12a St. Mary's Rd\nLeeds LS62AB", "12A Saint Marys Road"),
        ("Flat 3\n9 Elm Ct\nLeeds", "9 Elm Court"),
        ("Flat 3, Elm Court, Leeds", "Apt. 3 Elm Ct"),
        ("7 Broadway, Leeds", "7, BROADWAY"),
        ("Rose Cottage, Mill Lane, Otley", "Rose Cott."),
        ("22 The Meadows", "22 Meadows"),
        ("Barn, 4 Hill & Dale Lane, Otley", "4 Hill and Dale Ln"),
        ("100-104 Great North Road, Leeds", "104 Gt. North Rd"),
        ("c/o Kaya, 5 Sea View, Filey, 01723 555 019", "01723-555019"),
    ],
)
def test_an_address_is_found_however_it_was_recorded(seats: Seats, recorded: str, written: str) -> None:
    child = seats.child("Bora", WORKER)
    with writing(seats) as hand:
        hand.hide(child, Hidden("address", recorded))
    (told,) = found(seats, child, f"They said that {written} was it.")
    assert told.sure
    assert told.words in written
    assert len(told.words) >= len(written) - len("Apt. ")


def test_a_number_is_found_where_other_figures_follow_and_not_within_a_longer_one(seats: Seats) -> None:
    child = seats.child("Noor", WORKER)
    with writing(seats) as hand:
        hand.hide(child, Hidden("telephone", "07700 900321"))
    said = ("She rang 07700 900321 14/10/2026.", "O77OO 9OO 321\t2 calls", "or +44 7700 900321 10:30")
    assert [finding.page for finding in found(seats, child, *said)] == [1, 2, 3]
    assert found(seats, child, "Order 077009003214, or 07700 9003217.") == []


def test_a_street_in_which_the_family_is_known_to_live_is_left_out(seats: Seats) -> None:
    child = seats.child("Bea", WORKER)
    with writing(seats) as hand:
        mother = hand.person("Ayla", "Demir", child, "mother")
        hand.hide(mother, Hidden("address", "12 Bramble Road, Leeds"))
        hand.lives(child, "40 Bramble Road, Leeds")
    assert kinds(found(seats, child, "At 40 Bramble Road, not at 12 Bramble Road.")) == [
        ("address", True, "12 Bramble Road")
    ]


def test_a_detail_that_ended_is_hidden_no_more(seats: Seats) -> None:
    child = seats.child("Cem", WORKER)
    with writing(seats) as hand:
        hand.hide(child, _HOME)
        assert kinds(found(seats, child, _PLAIN))
        hand.connection.execute(
            "update core.confidential_detail set to_on = current_date where person_id = %s", [child]
        )
    assert found(seats, child, _PLAIN) == []


def test_a_carers_name_counts_only_while_the_place_is_hidden(seats: Seats) -> None:
    child = seats.child("Deniz", WORKER)
    page = "Mrs Hollis said so. Margaret Hollis, M. Hollis and HOLLIS, Margaret; call her Peggy Hollis."
    with writing(seats) as hand:
        hand.person("Margaret", "Hollis", child, "foster carer")
        assert found(seats, child, page) == []
        hand.hide(child, Hidden("placement", "Tern Cottage, Otley"))
    assert kinds(found(seats, child, page)) == [
        ("carer", False, "Hollis"), ("carer", True, "Margaret Hollis"), ("carer", False, "M. Hollis"),
        ("carer", True, "HOLLIS, Margaret"), ("carer", True, "Peggy Hollis"),
    ]  # fmt: skip


def test_other_childrens_names_are_found_and_not_those_of_whom_it_is_about(seats: Seats) -> None:
    child, sister = seats.child("Elif", WORKER), seats.child("Faruk", WORKER)
    seats.relate(sister, child)
    page = "Elif Demir plays with Faruk. In year two Demir, Faruk is happy."
    assert kinds(found(seats, child, page)) == [("child", False, "Faruk"), ("child", True, "Demir, Faruk")]
    assert found(seats, child, page, with_children=(sister,)) == []


def test_a_name_that_is_a_month_is_none_in_a_date(seats: Seats) -> None:
    child, sister = seats.child("Nuray", WORKER), seats.child("May", WORKER)
    seats.relate(sister, child)
    assert kinds(found(seats, child, "On 12 May 2026, in May 2025 and the 3rd of May May came; may it last.")) == [
        ("child", False, "May"), ("child", False, "May"),
    ]  # fmt: skip


def test_many_names_of_children_crowd_out_nothing_else(seats: Seats) -> None:
    child, sister = seats.child("Ozan", WORKER), seats.child("Pinar", WORKER)
    seats.relate(sister, child)
    with writing(seats) as hand:
        for hidden in (_HOME, Hidden("school", "Hollybush Primary School"), Hidden("vehicle", "AB12 CDE")):
            hand.hide(child, hidden)
    told = found(seats, child, "Pinar came. " * 4_000 + "They live in Bramble Road, go to Hollybush, drive AB12CDE.")
    assert len(told) == 1_000
    assert [finding.kind for finding in told[-4:]] == ["child", "address", "school", "vehicle"]


def test_a_parent_who_is_a_child_may_be_named(seats: Seats) -> None:
    child = seats.child("Gul", WORKER)
    with writing(seats) as hand:
        hand.person("Hatice", "Yilmaz", child, "mother", born=date(2011, 1, 1))
    assert found(seats, child, "Hatice Yilmaz came early.") == []


def test_a_hidden_party_is_found_by_name(seats: Seats) -> None:
    child = seats.child("Ilker", WORKER)
    with writing(seats) as hand:
        hand.party("Mrs Siân Prys-Davies", child)
        hand.party("Mr Rhys Tremayne", child, hidden="")
    assert kinds(found(seats, child, "Sian Prys Davies and Ms Prys-Davies; Rhys Tremayne")) == [
        ("party", True, "Sian Prys Davies"), ("party", False, "Prys-Davies"),
    ]  # fmt: skip


def test_where_a_party_lives_and_is_reached_is_found_where_that_is_hidden(seats: Seats) -> None:
    child = seats.child("Irem", WORKER)
    page = "Rhys Tremayne of 9 Kestrel Cl (LS8 1AB), on 07700 900 321 or r.tremayne@mail.example; Kestrel Close."
    with writing(seats) as hand:
        uncle = hand.person("Rhys", "Tremayne", child, "uncle")
        hand.lives(uncle, "9 Kestrel Close, Otley", "LS8 1AB")
        hand.reached(uncle, "07700 900321")
        hand.reached(uncle, "r.tremayne@mail.example")
        party = hand.party("Rhys Tremayne", child, "", uncle)
        assert found(seats, child, page) == []
        again(hand, party, "contact")
    assert kinds(found(seats, child, page)) == [
        ("address", True, "9 Kestrel Cl"), ("address", True, "LS8 1AB"), ("telephone", True, "07700 900 321"),
        ("e-mail", True, "r.tremayne@mail.example"), ("address", False, "Kestrel Close"),
    ]  # fmt: skip


def test_a_hidden_party_is_found_by_the_names_of_the_person_too_even_where_they_are_told_elsewhere(
    seats: Seats,
) -> None:
    child = seats.child("Jan", WORKER)
    page = "Rhys Tremayne, Siân Hollis, his solicitor Grace Bell. The second respondent."
    with writing(seats) as hand:
        uncle = hand.person("Rhys", "Tremayne", child, "uncle")
        hand.person("Siân", "Hollis", child, "aunt")
        hand.party("The uncle", child, "name", uncle, representative="Ms Grace Bell")
        hand.party("Sian Hollis", child, "name", part="second_respondent")
    assert kinds(found(seats, child, page)) == [
        ("party", True, "Rhys Tremayne"), ("party", True, "Siân Hollis"), ("party", False, "Grace Bell")
    ]  # fmt: skip


def test_that_there_is_a_hidden_party_is_found_unless_another_may_be_meant(seats: Seats) -> None:
    child = seats.child("Kerem", WORKER)
    page = "The Second Respondent and the intervener came. The carer came."
    with writing(seats) as hand:
        for part in ("second_respondent", "intervener", "carer"):
            hand.party("Siân Prys-Davies", child, "party", part=part)
        hand.party("Rhys Tremayne", child, "name", part="intervener")
    assert kinds(found(seats, child, page)) == [("party", False, "Second Respondent")]


def test_of_a_party_the_newest_version_counts_and_what_was_a_mistake_does_not(seats: Seats) -> None:
    child, page = seats.child("Lale", WORKER), "Sian Prys-Davies came."
    with writing(seats) as hand:
        party = hand.party("Siân Prys-Davies", child)
        assert kinds(found(seats, child, page)) == [("party", True, "Sian Prys-Davies")]
        again(hand, party, "")
        assert found(seats, child, page) == []
        again(hand, party, "party")
        assert kinds(found(seats, child, page)) == [("party", True, "Sian Prys-Davies")]
        again(hand, party, "party", mistaken=True)
        assert found(seats, child, page) == []


def test_a_party_hidden_in_a_sisters_file_is_found_and_an_adopter_who_stands_in_a_sealed_one_is_not(
    seats: Seats,
) -> None:
    child, sister, brother = seats.child("Mina", WORKER), seats.child("Nil", COLLEAGUE), seats.child("Onur", COLLEAGUE)
    with writing(seats) as hand:
        adopter = hand.person("Grace", "Holloway", brother, "adoptive mother")
        for name, person, recorded_in in (("Siân Prys-Davies", None, sister), ("Grace Holloway", adopter, brother)):
            hand.party(name, child, "party", person, recorded_in=str(recorded_in))
    seal(seats.record, brother, COLLEAGUE)
    assert kinds(found(seats, child, "Grace Holloway and Sian Prys-Davies came.")) == [
        ("party", True, "Sian Prys-Davies")
    ]


def test_what_is_hidden_around_everybody_whom_it_is_about_is_looked_for(seats: Seats, family: Family) -> None:
    other = seats.child("Jale", WORKER)
    assert found(seats, other, _PLAIN) == []
    assert kinds(found(seats, other, _PLAIN, with_children=(family.child,))) == [("address", True, "12 Bramble Rd")]


def test_the_server_folds_a_hidden_name_like_the_client_folds_a_text(seats: Seats) -> None:
    letters = [
        chr(code)
        for code in (*range(0x41, 0x180), *range(0x1E00, 0x1E9C), *range(0x1EA0, 0x1EFA), *map(ord, "ẞɓƊɛƘƴ"))
        if chr(code).isalpha()
    ]
    with seats.record.superuser() as connection:
        row = connection.execute(
            "select array_agg(replace(wall.plain('a' || l || 'z'), ' ', '') order by n)"
            " from unnest(%s::text[]) with ordinality x (l, n)", [letters],
        ).fetchone()  # fmt: skip
    folded = {letter: fold([f"a{letter}z"]).text.replace(" ", "").lower() for letter in letters}
    differing = {
        letter for letter, there in zip(letters, row[0] if row else (), strict=True) if folded[letter] != there
    }
    assert len(letters) > 450
    assert not differing


def test_a_check_is_on_record_and_the_text_is_not(seats: Seats, family: Family) -> None:
    found(seats, family.child, "At 12 Bramble Road, Leeds, in March; and Zkwords.")
    with seats.record.superuser() as connection:
        rows = connection.execute(
            "select action, detail from audit.event where child_id = %s order by event_id desc limit 2", [family.child]
        ).fetchall()
        kept = connection.execute("select string_agg(c::text, ' ') from core.text_check c").fetchone()
    assert rows[1] == ("open_check", {"children": 1, "characters": 45, "guesses": 1})
    assert rows[0] == ("check_text", {"places": 1, "sure": 1})
    assert "zkwords" not in str(kept).lower()


def _announce(seats: Seats, child: UUID, words: str, login: str = WORKER) -> UUID:
    check = uuid4()
    seats(login, child).write(
        lambda connection: connection.execute(
            text("select api.open_check(:check, :child, '{}', :words)"),
            {"check": check, "child": child, "words": words},
        )
    )
    return check


def _compare(seats: Seats, check: UUID, words: str, login: str = WORKER) -> int:
    return seats(login).read(
        lambda connection: len(
            connection.execute(text("select * from api.check_text(:c, :w)"), {"c": check, "w": words}).all()
        )
    )


def test_an_announcement_holds_for_its_text_and_its_person_alone(seats: Seats, family: Family) -> None:
    check = _announce(seats, family.child, "12 Bramble Road")
    assert _compare(seats, check, "12 Bramble Road") == _compare(seats, check, "12 Bramble Road") == 1
    with pytest.raises(NotPermitted):
        _compare(seats, check, "14 Bramble Road")
    seats(MANAGER, family.child)
    with pytest.raises(NotPermitted):
        _compare(seats, check, "12 Bramble Road", MANAGER)


def test_an_announcement_ends_after_ten_minutes_and_with_the_access(seats: Seats) -> None:
    child = seats.child("Kemal", WORKER)
    check = _announce(seats, child, "some words")
    with seats.record.superuser() as connection:
        connection.execute("alter table core.text_check disable trigger append_only_rows")
        connection.execute(
            "update core.text_check set expires_at = now() - interval '1 second' where check_id = %s", [check]
        )
        connection.execute("alter table core.text_check enable always trigger append_only_rows")
    with pytest.raises(NotPermitted):
        _compare(seats, check, "some words")
    check = _announce(seats, child, "some words")
    worker = seats.record.staff[WORKER]
    seats.record.act(MANAGER, "end_allocation", child=child, staff=worker, reason="OTHERS", handover_note="")
    with pytest.raises(NotPermitted):
        _compare(seats, check, "some words")


def test_nothing_is_compared_before_the_announcement_is_committed(seats: Seats, family: Family) -> None:
    seats(WORKER, family.child)
    with seats.record.psql(WORKER) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("begin")
        check = uuid4()
        connection.execute("select api.open_check(%s, %s, '{}', 'at 12 Bramble Road')", [check, family.child])
        connection.execute("select * from api.check_text(%s, 'at 12 Bramble Road')", [check])


def test_a_resent_announcement_lands_once_and_nobody_elses_id_is_taken(seats: Seats, family: Family) -> None:
    wish = CheckText(family.child, (_PLAIN,))
    session = seats(WORKER, family.child)
    assert check_text(session, wish) == check_text(session, wish)
    with pytest.raises(NotPermitted):
        check_text(session, CheckText(family.child, ("other words",), check_id=wish.check_id))
    with seats.record.superuser() as connection:
        row = connection.execute("select count(*) from core.text_check where check_id = %s", [wish.check_id]).fetchone()
    assert row == (1,)


@pytest.mark.parametrize("words", ["", "a  b", " a", "a ", "a,b", "é", "a\nb"])
def test_a_text_that_is_not_folded_is_refused(seats: Seats, family: Family, words: str) -> None:
    with pytest.raises(Refused, match="letters and figures"):
        _announce(seats, family.child, words)


def test_who_may_not_see_the_details_may_check_twenty_texts_an_hour(seats: Seats, family: Family) -> None:
    for number in range(20):
        assert len(found(seats, family.child, f"{_PLAIN} {number}", login=SUPPORT)) == 1
    with pytest.raises(Refused, match="more than one person may have checked"):
        found(seats, family.child, _PLAIN, login=SUPPORT)
    assert len(found(seats, family.child, _PLAIN)) == 1
    with seats.record.superuser() as connection:
        row = connection.execute(
            "select count(*) from core.text_check where opened_at > now() - interval '1 hour'"
        ).fetchone()
    assert row == (21,)


def test_a_child_of_ones_own_lends_no_allowance_for_another(seats: Seats, family: Family) -> None:
    own = seats.child("Rana", FRONT_DOOR)
    for number in range(20):
        found(seats, own, f"{_PLAIN} {number}", login=FRONT_DOOR, with_children=(family.child,))
    with pytest.raises(Refused, match="more than one person may have checked"):
        found(seats, own, _PLAIN, login=FRONT_DOOR, with_children=(family.child,))
    assert found(seats, own, _PLAIN, login=FRONT_DOOR) == []


@pytest.mark.parametrize(
    "guesses",
    [
        [f"LS{area} {sector}A{letter}" for area in range(1, 7) for sector in range(6) for letter in "BDEFGHJLN"],
        [f"l s {area} {sector} a {letter}" for area in range(1, 7) for sector in range(6) for letter in "bdefghjln"],
        [f"07700 900{number:03}" for number in range(301)],
        [f"AB{number:02} CD{letter}" for number in range(10, 50) for letter in "EFGHJKLM"],
        [f"{name}{other} Road" for name in ("Ash", "Oak", "Elm", "Fir", "Yew", "Bay") for other in
         (first + second for first in "abcdefgh" for second in "abcdefgh")],
    ],
)  # fmt: skip
def test_a_list_of_guesses_is_not_compared_for_who_may_not_see(
    seats: Seats, family: Family, guesses: list[str]
) -> None:
    assert len(guesses) > 300
    with pytest.raises(Refused, match="more than one person may have checked"):
        found(seats, family.child, ". ".join(guesses), login=FRONT_DOOR)
    found(seats, family.child, ". ".join(guesses[:250]), login=FRONT_DOOR)
    with pytest.raises(Refused):
        found(seats, family.child, ". ".join(guesses[250:]), login=FRONT_DOOR)
    found(seats, family.child, ". ".join(guesses))


def test_announcements_made_beside_each_other_are_counted_before_anything_is_compared(
    seats: Seats, family: Family
) -> None:
    seats(SUPPORT, family.child)
    made: list[UUID] = []
    with seats.record.psql(SUPPORT, autocommit=False) as first, seats.record.psql(SUPPORT, autocommit=False) as second:
        for connection in (first, second):
            for _ in range(15):
                made.append(uuid4())
                connection.execute("select api.open_check(%s, %s, '{}', 'guess')", [made[-1], family.child])
        first.commit()
        assert _compare(seats, made[0], "guess", SUPPORT) == 0
        second.commit()
    for check in (made[0], made[-1]):
        with pytest.raises(Refused, match="more than one person"):
            _compare(seats, check, "guess", SUPPORT)


def test_the_members_of_a_sealed_file_are_told_when_its_detail_is_met(seats: Seats) -> None:
    child, brother = seats.child("Leyla", WORKER), seats.child("Metin", COLLEAGUE)
    seats.relate(brother, child, "brother")
    with writing(seats) as hand:
        hand.hide(brother, Hidden("address", "7 Kestrel Close, Otley"))
        hand.connection.execute("select wall.add_name(%s, 'legal', 'Robert', 'Newname', %s)", [brother, hand.by])
    seal(seats.record, brother, COLLEAGUE)
    told = len(notices(seats(COLLEAGUE)))
    assert kinds(found(seats, child, "He met Robert Newname at the park.")) == []
    assert len(notices(seats(COLLEAGUE))) == told
    assert kinds(found(seats, child, "It was sent to 7 Kestrel Cl, for Metin Demir.")) == [
        ("address", True, "7 Kestrel Cl"), ("child", True, "Metin Demir"),
    ]  # fmt: skip
    assert [notice.child_id for notice in notices(seats(COLLEAGUE))][:1] == [brother]


def test_a_text_without_a_word_or_too_long_is_refused_in_plain_words(
    seats: Seats, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.commands.court_check.MOST", 2_000)
    with pytest.raises(Refused, match="no text"):
        found(seats, family.child, "", " -- ")
    with pytest.raises(Refused, match="in parts"):
        found(seats, family.child, "a" * 2_001)


def test_a_long_text_is_checked_to_its_end_and_at_most_a_thousand_places_are_told(seats: Seats, family: Family) -> None:
    filler = "He was seen at school and at home, and he was well. " * 2_000
    assert [finding.words for finding in found(seats, family.child, filler, filler + "LS62AB")] == ["LS62AB"]
    assert len(found(seats, family.child, "LS6 2AB. " * 1_200)) == 1_000
