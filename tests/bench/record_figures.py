"""What the record's server costs beside the same SQL without the wall, and a save beside one flush to the disk."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from db.commands.entries import RecordEntry, record_entry
from db.commands.files import OpenFile, open_file
from db.queries import chronology
from db.session import ServerAddress, Session
from tests.bench.measure import Figure, against, alone, by_turns, middle, nearly_worst
from tests.record import content

PAGE = """
    select c.order_key, c.entry_id, c.version, c.occurred_earliest, c.occurred_latest, c.occurred_precision,
           c.occurred_minute, c.occurred_approximate, c.occurred_words, c.kind, c.headline, c.detail_start,
           c.source_how, c.source_who, c.source_role, c.source_agency, c.source_on, c.significant, c.tone, c.words,
           c.seen, c.seen_alone, c.siblings, c.documents, c.late_days, s.name, c.recorded_at
      from core.chronology c join core.staff s on s.staff_id = c.author_id
     where c.child_id = %s order by c.order_key desc limit 200
"""
_SEARCH = """
    select string_agg(int8send(h.order_key), ''::bytea order by h.order_key)
      from (select distinct p.order_key from core.search_part p
             where p.child_id = %(child)s and p.tsv @@ websearch_to_tsquery('core.record', %(words)s)) h
"""


class RecordBench:
    """The measurements on one loaded server: a child of 100 entries and a child of very many."""

    def __init__(self, owner_dsn: str, person_dsn: str, session: Session, small: UUID, big: UUID) -> None:
        self.owner = psycopg.connect(owner_dsn, autocommit=True)
        self.person = psycopg.connect(person_dsn, autocommit=True)
        self.session = session
        self.small, self.big = small, big
        for child in (small, big):
            open_file(session, OpenFile(child))

    @classmethod
    def at(cls, owner_dsn: str, login: str, password: str, small: UUID, big: UUID) -> RecordBench:
        """Signs in and opens both files."""
        parts = psycopg.conninfo.conninfo_to_dict(owner_dsn)
        person = psycopg.conninfo.make_conninfo(
            host=parts["host"], port=parts["port"], dbname=parts["dbname"], user=login, password=password
        )
        session = Session.connect(ServerAddress.from_dsn(owner_dsn), login, password)
        return cls(owner_dsn, person, session, small, big)

    def close(self) -> None:
        """Gives back the connections."""
        self.owner.close()
        self.person.close()
        self.session.close()

    def figures(self) -> list[Figure]:
        """All measurements."""
        return [*self._pages(), *self._words(), self._save()]

    def _page(self, child: UUID) -> object:
        return self.person.execute("select * from api.chronology_page(%s)", [child]).fetchall()

    def _pages(self) -> list[Figure]:
        raw_small, api_small, raw_big, api_big, client, keys = by_turns(
            lambda: self.owner.execute(PAGE, [self.small]).fetchall(),
            lambda: self._page(self.small),
            lambda: self.owner.execute(PAGE, [self.big]).fetchall(),
            lambda: self._page(self.big),
            lambda: chronology.newest_page(self.session, self.big, 100),
            lambda: chronology.keys(self.session, self.big),
        )
        ninety_nine = "select * from api.chronology_page(%s, 100)"
        same_small, same_big = by_turns(
            lambda: self.person.execute(ninety_nine, [self.small]).fetchall(),
            lambda: self.person.execute(ninety_nine, [self.big]).fetchall(),
        )
        return [
            against("first page, 100 entries: api / raw SQL", "ms", middle(api_small), middle(raw_small), "≤ 1.3"),
            against(
                "first page of 200, 100,000 entries: api / raw SQL", "ms", middle(api_big), middle(raw_big), "≤ 1.3"
            ),
            against("100 lines, 100,000 entries / 100 entries", "ms", middle(same_big), middle(same_small), "≤ 1.3"),
            alone("100 lines as typed values, in the client", "ms", middle(client), ""),
            alone("all order keys of 100,000 entries, in the client", "ms", middle(keys), "about 40"),
        ]

    def _words(self) -> list[Figure]:
        found = []
        for label, words in self.chosen():
            raw, api = by_turns(
                lambda words=words: self.owner.execute(_SEARCH, {"child": self.big, "words": words}).fetchall(),  # type: ignore[misc]
                lambda words=words: self.person.execute("select api.search_file(%s, %s)", [self.big, words]).fetchall(),  # type: ignore[misc]
            )
            name = f"word search in the file, {label}: api / raw SQL"
            found.append(against(name, "ms", middle(api), middle(raw), "≤ 1.3 or + 0.6 ms"))
            found.append(alone(f"word search in the file, {label}: p95", "ms", nearly_worst(api), "≤ 50"))
        return found

    def chosen(self) -> list[tuple[str, str]]:
        """A rare word, a frequent word and a phrase, taken from the file itself."""
        texts = self.owner.execute(
            "select v.detail from core.entry_version v join core.entry_child k using (entry_id)"
            " where k.child_id = %s and k.number %% 97 = 0 and v.detail <> '' limit 1000",
            [self.big],
        ).fetchall()
        words = [word.strip(".,;:“”\"'()").lower() for (text,) in texts for word in text.split()]
        counted: dict[str, int] = {}
        for word in words:
            if word.isalpha() and len(word) > 3:
                counted[word] = counted.get(word, 0) + 1
        by_count = sorted(counted, key=lambda word: counted[word])
        chosen = random.Random(1).choice(texts)[0].split()  # noqa: S311 (a choice that is the same each time)
        return [("rare", by_count[0]), ("frequent", by_count[-1]), ("phrase", f'"{" ".join(chosen[2:5])}"')]

    def _save(self) -> Figure:
        with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
            file = os.open(Path(folder) / "floor", os.O_WRONLY | os.O_CREAT)
            try:
                flushed, saved = by_turns(
                    lambda: self._flush(file),
                    lambda: record_entry(
                        self.session,
                        RecordEntry(uuid4(), uuid4(), self.small, content(self.small, detail="word " * 120)),
                    ),
                )
            finally:
                os.close(file)
        return against(
            "save with audit, words and versions / one fdatasync", "ms", middle(saved), middle(flushed), "≤ 2"
        )

    @staticmethod
    def _flush(file: int) -> None:
        os.write(file, b"x" * 8192)
        os.fdatasync(file)
