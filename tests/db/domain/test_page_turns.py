"""How a text reads on over the end of a page: past heads and feet, and found once."""

from __future__ import annotations

from db.domain.court_check import Finding, fold
from db.domain.page_turns import Turn, read_on, turns

_HEAD, _FOOT = "Letter of the school", "Page {} of 3\nConfidential"


def _page(number: int, *lines: str) -> str:
    return "\n".join((_HEAD, *lines, _FOOT.format(number)))


def _found(pages: tuple[str, ...], letters: str) -> list[Finding]:
    """The places of these letters, as the server would answer."""
    folded = fold(pages)
    text = folded.text.replace(" ", "").lower()
    starts = [at for at in range(len(text)) if text.startswith(letters, at)]
    return [folded.finding(at, at + len(letters), "address", True) for at in starts]


def test_a_text_reads_on_past_the_lines_that_run_through_the_pages() -> None:
    pages = (_page(1, "They live at 12 Bramble"), _page(2, "Road now.", "He is well."), _page(3, "The end."))
    assert turns(pages) == (
        Turn(0, "They live at 12 Bramble", "Road now.\nHe is well."),
        Turn(1, "Road now.\nHe is well.", "The end."),
    )
    assert turns(("12 Bramble\nPage 1", f"{_HEAD}\nRoad\nPage 2", f"{_HEAD}\nand so on\nPage 3"), 4) == (
        Turn(4, "12 Bramble", "Road"), Turn(5, "Road", "and so on"),
    )  # fmt: skip
    assert turns(("The same", "The same")) == turns(("", "12")) == ()


def test_what_a_turn_alone_shows_is_found_at_the_end_of_its_page() -> None:
    pages = (_page(1, "Nothing.", "They live at 12 Bramble"), _page(2, "Road now.", "He is well."))
    reading = read_on(pages, turns(pages))
    [finding] = reading.findings(_found(reading.pages, "12brambleroad"))
    assert (finding.page, finding.line, finding.words) == (1, 3, "12 Bramble Road")
    assert pages[0][finding.start : finding.end] == "12 Bramble"


def test_what_a_page_shows_by_itself_is_not_found_again_at_its_turn() -> None:
    pages = (_page(1, "They live at 12 Bramble Road"), _page(2, "and 12 Bramble Road it is."))
    reading = read_on(pages, turns(pages))
    found = _found(reading.pages, "12brambleroad")
    assert len(found) == 4
    assert [finding.page for finding in reading.findings(found)] == [1, 2]


def test_a_parted_detail_is_told_although_another_page_has_it_whole() -> None:
    pages = (_page(1, "They live at 12 Bramble"), _page(2, "Road now."), _page(3, "To 12 Bramble Road."))
    reading = read_on(pages, turns(pages))
    assert [finding.page for finding in reading.findings(_found(reading.pages, "12brambleroad"))] == [1, 3]
