"""A window on a long table: what is fetched, kept, dropped and ignored."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.row_window import BLOCK, IN_FLIGHT, KEPT, RowWindow


@dataclass(frozen=True)
class Line:
    """A line that is nothing but its key."""

    order_key: int


class Asked:
    """Remembers what was asked, and answers when told to."""

    def __init__(self) -> None:
        self.window: RowWindow[Line] = RowWindow(self.fetch)
        self.questions: list[tuple[int, int, Sequence[int]]] = []

    def fetch(self, generation: int, number: int, keys: Sequence[int]) -> None:
        """Take a question."""
        self.questions.append((generation, number, keys))

    def answer(self) -> range | None:
        """Answer the oldest question."""
        generation, number, keys = self.questions.pop(0)
        return self.window.arrived(generation, number, [Line(key) for key in keys])


def _keys(count: int) -> array[int]:
    return array("q", range(10, 10 + count * 3, 3))


def test_row_0_is_the_newest_and_comes_once_it_is_fetched() -> None:
    asked = Asked()
    asked.window.show(_keys(1000))
    assert asked.window.line(0) is None
    assert asked.answer() == range(0, BLOCK)
    assert asked.window.line(0) == Line(_keys(1000)[-1])


def test_an_answer_from_before_the_keys_changed_is_ignored() -> None:
    asked = Asked()
    asked.window.show(_keys(1000))
    asked.window.line(0)
    asked.window.show(_keys(2000))
    assert asked.answer() is None
    assert asked.window.line(0) is None


def test_a_dragged_scroll_bar_fetches_where_it_stops_first() -> None:
    asked = Asked()
    asked.window.show(_keys(100 * BLOCK))
    for block in range(90):
        asked.window.line(block * BLOCK)
    assert len(asked.questions) == IN_FLIGHT
    asked.answer()
    assert asked.questions[-1][1] == 89


def test_only_so_many_blocks_are_kept_and_the_last_looked_at_stays() -> None:
    asked = Asked()
    asked.window.show(_keys((KEPT + 5) * BLOCK))
    for block in range(KEPT + 5):
        asked.window.line(block * BLOCK)
        asked.answer()
        asked.window.line(0)
    assert asked.window.line(0) is not None
    assert asked.window.line(BLOCK) is None


def test_the_newest_page_grows_into_the_whole_without_being_read_again() -> None:
    asked = Asked()
    whole = _keys(1000)
    asked.window.show(whole[-BLOCK:], [Line(key) for key in reversed(whole[-BLOCK:])])
    assert asked.window.extend(whole)
    assert asked.window.line(0) == Line(whole[-1])
    assert asked.questions == []


def test_a_failed_fetch_is_asked_again_when_somebody_looks() -> None:
    asked = Asked()
    asked.window.show(_keys(10))
    asked.window.line(0)
    generation, number, _ = asked.questions.pop()
    asked.window.failed(generation, number)
    assert asked.window.settled
    asked.window.line(0)
    assert len(asked.questions) == 1


@given(st.lists(st.integers(0, 10**6), unique=True, min_size=1, max_size=700), st.integers(0, 10**6))
def test_every_key_is_found_at_its_row_and_a_lost_one_at_its_neighbour(keys: list[int], lost: int) -> None:
    asked = Asked()
    ascending = array("q", sorted(keys))
    asked.window.show(ascending)
    for row in range(len(ascending)):
        assert asked.window.row_of(asked.window.key(row)) == row
    near = asked.window.key(asked.window.row_of(lost))
    older = [key for key in keys if key <= lost]
    assert near == (max(older) if older else min(keys))


def test_row_0_is_the_oldest_when_time_runs_that_way() -> None:
    asked = Asked()
    asked.window.oldest_first = True
    asked.window.show(_keys(1000))
    asked.window.line(0)
    asked.answer()
    assert asked.window.line(0) == Line(_keys(1000)[0])
    assert asked.window.row_of(_keys(1000)[3] + 1) == 3
    assert not asked.window.extend(_keys(2000))


def test_after_a_change_the_lines_at_hand_stay_until_they_are_read_again() -> None:
    asked = Asked()
    asked.window.show(_keys(10))
    asked.window.line(0)
    asked.answer()
    asked.window.renew(_keys(11))
    assert asked.window.line(0) is None
    assert asked.window.line(1) == Line(_keys(10)[-1])
    assert asked.questions[-1][0] == asked.window.generation
    assert asked.window.holds(_keys(11)[-1])
    assert not asked.window.holds(_keys(11)[-1] + 1)
