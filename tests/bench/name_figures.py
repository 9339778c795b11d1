"""What finding a name costs among a million people, beside the bare look-up of the same words in their index.

The people are made up in the database by the hundred thousand: their names have the spread of real ones, a few very
common and most of them rare, since it is the common ones that cost.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from db.server.roles import Roles
from tests.bench.measure import Figure, against, alone, by_turns, middle, nearly_worst

PEOPLE = 1_000_000
_BATCH = 100_000
_SYLLABLES = (
    "{ba,ker,lo,min,sta,ven,dri,pol,tu,han,gre,wick,ser,mo,thal,ing,ash,bur,cam,dal,el,far,gil,hol,is,jon,kel,lan,mar,"
    "nor,os,pen,quin,ros,sal,tor,ul,val,wat,yor}"
)
_WORDS = """
    create temporary table made (place serial, word text);
    insert into made (word)
    select w from (
      select distinct array_to_string(array(
        select ({syllables}::text[])[1 + floor(random() * 40)::integer] from generate_series(1, 2 + (n % 3))
         where n is not null), '') as w
        from generate_series(1, 160000) n) d order by md5(w);
    alter table made add primary key (place);
"""
_PERSONS = """
    insert into core.person (person_id, sex, born_earliest, born_latest, recorded_by)
    select gen_random_uuid(), 'U', d, d, {staff}
      from (select date '2005-01-01' + floor(random() * 7800)::integer as d
              from generate_series(1, {batch})) born
"""
_FILES = """
    insert into core.file (child_id, reference, team_id, opened_on, sealed)
    select p.person_id, 'B-' || row_number() over (), {team}, date '2020-01-01', random() < 0.0003
      from core.person p where not exists (select from core.file f where f.child_id = p.person_id)
"""
_NAMES = """
    insert into core.person_name (person_id, kind, given, family, given_sort, family_sort, sounds, recorded_by)
    select p.person_id, 'legal', initcap(g.word), initcap(f.word), g.word, f.word,
           array[ext.dmetaphone(g.word), ext.dmetaphone(f.word)], p.recorded_by
      from (select person_id, recorded_by, 1 + floor(power(random(), 5) * {most})::integer as one,
                   1 + floor(power(random(), 3) * {most})::integer as two from core.person p
             where not exists (select from core.person_name n where n.person_id = p.person_id) offset 0) p
      join made g on g.place = p.one join made f on f.place = p.two
"""
_FLOOR = "select n.person_id from core.person_name n where n.name_words @> %s limit 50"
_FLOOR_FUZZY = "select t.token from core.name_token t where t.token operator(ext.%%) %s"


def add_people(dsn: str, roles: Roles, people: int = PEOPLE) -> None:
    """Fills a loaded bench record with this many more children, each with one name and a file."""
    with psycopg.connect(dsn, options="-c statement_timeout=0 -c idle_in_transaction_session_timeout=0") as connection:
        connection.execute("select setseed(0.5)")
        connection.execute(sql.SQL(_WORDS).format(syllables=sql.Literal(_SYLLABLES)))
        (most,) = connection.execute("select max(place) from made").fetchone() or (1,)
        (staff, team) = connection.execute(
            "select s.staff_id, s.team_id from core.staff s where s.team_id is not null limit 1"
        ).fetchone() or (None, None)
        for _ in range(max(people // _BATCH, 1)):
            given = {"staff": sql.Literal(staff), "team": sql.Literal(team), "batch": sql.Literal(min(people, _BATCH))}
            connection.execute(sql.SQL(_PERSONS).format(**given))
        connection.execute(sql.SQL(_NAMES).format(most=sql.Literal(most)))
        connection.execute(sql.SQL(_FILES).format(team=sql.Literal(team)))
        connection.execute("insert into core.name_token select distinct word from made on conflict do nothing")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set statement_timeout = 0")
        connection.execute("vacuum (analyze) core.person, core.person_name, core.name_token, core.file")


def figures(owner_dsn: str, login: str, password: str) -> list[Figure]:
    """Finding a rare and a common name exactly, by its beginning, by its sound, and nearly."""
    parts = psycopg.conninfo.conninfo_to_dict(owner_dsn)
    person_dsn = psycopg.conninfo.make_conninfo(
        host=parts["host"], port=parts["port"], dbname=parts["dbname"], user=login, password=password
    )
    with psycopg.connect(owner_dsn, autocommit=True) as owner, psycopg.connect(person_dsn, autocommit=True) as person:
        (people,) = owner.execute("select count(*) from core.person_name").fetchone() or (0,)
        return [
            figure for label, words in _asked(owner).items() for figure in _figures(owner, person, people, label, words)
        ]


def _asked(owner: psycopg.Connection) -> dict[str, str]:
    """The words of the questions, from the names themselves."""
    rows = owner.execute(
        "(select n.given_sort, n.family_sort from core.person_name n order by n.family_sort, n.given_sort limit 1)"
        " union all (select min(n.given_sort), n.family_sort from core.person_name n group by 2"
        " order by count(*) desc limit 1)"
        " union all (select n.given_sort, n.family_sort from core.person_name n where length(n.family_sort) between 9"
        " and 11 and length(n.given_sort) > 5 order by md5(n.name_id::text) limit 1)"
    ).fetchall()
    (_, rare), (_, common), (given, family) = rows
    sound = family.translate(str.maketrans({"k": "c", "i": "y", "o": "u"}))
    return {
        "exact, rare": rare,
        "exact, the commonest": common,
        "exact, both names": f"{given} {family}",
        "beginning": family[:6],
        "beginnings of both": f"{given[:3]} {family[:5]}",
        "sound of both": f"{given} {sound}",
        "fuzzy": family[:2] + "x" + family[3:] + "q",
    }


def _figures(
    owner: psycopg.Connection, person: psycopg.Connection, people: int, label: str, words: str
) -> list[Figure]:
    fuzzy = label == "fuzzy"
    floor = _FLOOR_FUZZY if fuzzy else _FLOOR
    asked: list[object] = [words if fuzzy else words.split()]
    raw, api = by_turns(
        lambda: owner.execute(floor.encode(), asked).fetchall(),
        lambda: person.execute("select * from api.known(%s)", [words]).fetchall(),
        times=40,
    )
    name = f"find a name among {people:,}, {label}"
    return [
        against(
            f"{name}: api / bare look-up", "ms", middle(api), middle(raw), f"≤ {60 if fuzzy else 2} ms at {PEOPLE:,}"
        ),
        alone(f"{name}: p95", "ms", nearly_worst(api), ""),
    ]
