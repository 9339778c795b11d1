"""What people type comes out as text that fits its column, whatever it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.reporting.paper import typefaces
from desktop.reporting.text import Cleaner, Measure, Weight, break_lines


def cleaner() -> Cleaner:
    return Cleaner(typefaces().advances[Weight.REGULAR].keys())


def measure() -> Measure:
    return Measure(typefaces().advances[Weight.REGULAR])


def test_all_weights_print_the_same_characters() -> None:
    regular, bold, italic = (set(table) for table in typefaces().advances)
    assert regular == bold == italic
    for alphabet in (
        "ŵŷŴŶáéíóúâêîôûäëïöüẁ",
        "ąćęłńóśźżŁŻ",
        "ΑΩαωάή",
        "ЖяїґЁ",
        "Nguyễn Thị ơưạ",
        "אבגת",
        "€£½–—“”‘’…✓☐→😀",
    ):
        assert set(alphabet) <= regular | {" "}, alphabet


def test_controls_vanish_and_line_ends_become_one_kind() -> None:
    assert cleaner().clean("a\x00b\x07c\r\nd\u2028e\x0cf\x85g\th") == "abc\nd\ne\nf\ng h"


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    assert cleaner().clean("x\ud800y") == "x\ufffdy"


def test_invisible_characters_cannot_split_a_word() -> None:
    assert cleaner().clean("se\u200bcr\u00adet\ufeff") == "secret"


def test_bidi_controls_are_shown_and_reported() -> None:
    clean = cleaner()
    assert clean.clean("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
    assert tuple(clean.unprinted) == ("U+202E", "U+2066")


def test_scripts_without_a_font_are_shown_by_number_once_each() -> None:
    clean = cleaner()
    assert clean.clean("李明, محمد") == "[U+674E U+660E], [U+0645 U+062D U+0645 U+062F]"
    assert clean.clean("李") == "[U+674E]"
    assert list(clean.unprinted) == ["U+674E", "U+660E", "U+0645", "U+062D", "U+062F"]


def test_letters_of_another_form_are_printed_as_the_plain_ones() -> None:
    clean = cleaner()
    assert clean.clean("\uff22ramble \uff32oad \uff11\uff12, \U000e0041") == "Bramble Road 12, [U+E0041]"
    assert list(clean.unprinted) == ["U+E0041"]


def test_markup_is_only_text() -> None:
    hostile = '<img src="/etc/passwd"/> &amp; <b>x</b> (\\)'
    assert cleaner().clean(hostile) == hostile


def test_a_million_blank_lines_are_one() -> None:
    assert cleaner().clean("a" + "\n \n" * 500_000 + "b") == "a\n\nb"


def test_words_stay_whole_where_they_can() -> None:
    lines = break_lines("Taken to a local church, then to hospital", measure(), 100)
    assert " ".join(lines) == "Taken to a local church, then to hospital"
    assert len(lines) > 2


def test_the_first_line_leaves_room_for_its_label() -> None:
    assert break_lines("wide word", measure(), 60, indent=55)[0] == ""
    assert break_lines("a b", measure(), 60, indent=30) == ["a b"]


def test_a_long_address_breaks_after_its_punctuation() -> None:
    lines = break_lines("gwyneth.ystrad@childrens-services.fernshire.gov.uk", measure(), 120)
    assert "".join(lines) == "gwyneth.ystrad@childrens-services.fernshire.gov.uk"
    assert all(line[-1] in ".@-" for line in lines[:-1])


def test_hebrew_is_drawn_from_right_to_left_with_its_points_behind_their_letter() -> None:
    assert break_lines("said שלום עולם twice", measure(), 500) == ["said םלוע םולש twice"]
    assert break_lines("שָׁל", measure(), 500) == ["לשָׁ"]


def test_breaking_a_huge_text_can_be_stopped() -> None:
    class Stopped(Exception):
        pass

    def check() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        break_lines("\n".join(["a line"] * 5000), measure(), 200, check=check)


@given(
    st.text(max_size=300) | st.text("\u05d0\u05d1\u05b8\u05bc .\nab-", max_size=60),
    st.floats(min_value=30, max_value=300),
    st.booleans(),
)
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: float, labelled: bool) -> None:
    cleaned = cleaner().clean(text)
    sizes = measure()
    lines = break_lines(cleaned, sizes, width, indent=20 if labelled else 0)
    assert sorted("".join(lines).replace(" ", "")) == sorted(cleaned.replace(" ", "").replace("\n", ""))
    assert all(sizes.text(line) <= width + 0.01 for line in lines)
    assert not labelled or sizes.text(lines[0]) <= width - 20 + 0.01 or len(lines[0]) == 1
