"""The preview's pixels: right size, white paper, ink where the words are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from desktop.reporting.chronology import render_chronology
from desktop.reporting.raster import page_count, render_page
from tests.desktop.reporting.sample import long_report, short_report


def test_a_page_is_drawn_in_its_size_with_white_paper_and_black_ink() -> None:
    pdf = render_chronology(short_report()).pdf
    width, height, pixels = render_page(pdf, 0, 1.5)
    assert (width, height) == (893, 1263)
    assert len(pixels) == width * height * 4
    assert pixels[:4] == b"\xff\xff\xff\xff"
    assert set(pixels[3::4]) == {255}
    assert min(pixels[0::4]) < 40
    dark = sum(value < 128 for value in pixels[0::4])
    assert 0.005 < dark / (width * height) < 0.2


def test_pages_are_counted() -> None:
    done = render_chronology(long_report(40))
    assert page_count(done.pdf) == done.pages


def test_renderings_at_the_same_time_do_not_disturb_each_other() -> None:
    report = long_report(120)
    alone = render_chronology(report)
    with ThreadPoolExecutor(3) as pool:
        together = [done.result() for done in [pool.submit(render_chronology, report) for _ in range(3)]]
        pictures = list(pool.map(lambda page: render_page(alone.pdf, page, 0.3), [0, 1, 0, 1]))
    assert all(done.sha256 == alone.sha256 for done in together)
    assert pictures[0] == pictures[2] != pictures[1] == pictures[3]
