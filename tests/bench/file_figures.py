"""What the rest of a child's file costs: search in all one's files, filters, the strip, the band, and what is new.

Where a goal is a ratio, the same rows are read beside it in bare SQL; where it is a bound, the bound is in the goal.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.bench.measure import Figure, against, alone, by_turns, middle, nearly_worst
from tests.bench.record_figures import RecordBench

_MINE = "select a.child_id from core.allocation a join core.staff s using (staff_id) where s.login = %s"
_EVERYWHERE = """
    select c.* from (select p.child_id, p.entry_id, p.order_key from core.search_part p
                      where p.child_id = any (%s) and p.tsv @@ websearch_to_tsquery('core.record', %s)
                      order by p.order_key desc limit 201) h
      join core.chronology c using (child_id, entry_id) order by h.order_key desc
"""
_FILTERED = """
    select string_agg(int8send(c.order_key), ''::bytea order by c.order_key) from core.chronology c
     where c.child_id = %s and c.significant and c.source_agency = any ('{school}')
       and c.order_key >= wall.order_key('2020-01-01', 0, 0)
"""
_FILTER = '{"significant": true, "agencies": ["school"], "since": "2020-01-01"}'


def figures(bench: RecordBench) -> list[Figure]:
    """All of it, on the large file and among all files."""
    return [*_everywhere(bench), *_filters(bench), *_heads(bench)]


def _ask(bench: RecordBench, statement: str, *given: object) -> Callable[[], object]:
    return lambda: bench.person.execute(statement.encode(), given).fetchall()


def _raw(bench: RecordBench, statement: str, *given: object) -> Callable[[], object]:
    return lambda: bench.owner.execute(statement.encode(), given).fetchall()


def _everywhere(bench: RecordBench) -> list[Figure]:
    mine = [child for (child,) in bench.owner.execute(_MINE, [bench.person.info.user])]
    (among,) = bench.owner.execute("select count(*) from core.chronology").fetchone() or (0,)
    found = []
    for label, words in bench.chosen():
        (ticket,) = bench.person.execute("select api.open_search(%s)", [words]).fetchone() or (None,)
        raw, api = by_turns(
            _raw(bench, _EVERYWHERE, mine, words), _ask(bench, "select * from api.search_everywhere(%s)", ticket)
        )
        name = f"word search in all one's files, {len(mine)} files among {among:,} entries, {label}"
        found.append(against(f"{name}: api / raw SQL", "ms", middle(api), middle(raw), "≤ 1.3 or + 0.6 ms"))
        found.append(alone(f"{name}: p95", "ms", nearly_worst(api), "≤ 20 at 2 million, ≤ 30 at 10 million"))
    return found


def _filters(bench: RecordBench) -> list[Figure]:
    keys, empty, raw, api = by_turns(
        _ask(bench, "select api.chronology_keys(%s)", bench.big),
        _ask(bench, "select api.filtered_keys(%s)", bench.big),
        _raw(bench, _FILTERED, bench.big),
        _ask(bench, "select api.filtered_keys(%s, %s::jsonb)", bench.big, _FILTER),
        times=30,
    )
    (counts,) = by_turns(_ask(bench, "select * from api.filter_counts(%s)", bench.big), times=15)
    return [
        against("keys with an empty filter / all keys", "ms", middle(empty), middle(keys), "≤ 1.1"),
        against("keys, significant + school + since 2020: api / raw SQL", "ms", middle(api), middle(raw), "≤ 1.3"),
        alone("counts beside the choices of a filter, 100,000 entries", "ms", middle(counts), "later, never blocks"),
    ]


def _heads(bench: RecordBench) -> list[Figure]:
    timeline, band, news = by_turns(
        _ask(bench, "select api.timeline(%s)", bench.big),
        _ask(bench, "select * from api.child_band(%s)", bench.big),
        _ask(bench, "select * from api.file_news(%s, now() - interval '1 minute')", bench.big),
        times=30,
    )
    return [
        alone("timeline strip of 100,000 entries", "ms", middle(timeline), "≤ 60"),
        alone("band of the child with 100,000 entries", "ms", middle(band), "≤ 20"),
        alone("what is new in the file of 100,000 entries", "ms", middle(news), "≤ 5"),
    ]
