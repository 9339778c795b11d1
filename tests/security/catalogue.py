"""The golden catalogue: every right on the record, one fact a line, to compare with what was read and approved.

Attacks find what somebody thought of; this finds a right that nobody thought of. After a wanted change, write it anew
with `python -m tests.security.catalogue` and read the difference before committing it.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg

GOLDEN = Path(__file__).with_name("golden_catalogue.txt")
_OURS = "('core', 'audit', 'api', 'wall', 'logins')"
_RIGHTS = """coalesce((select string_agg(g.who || '=' || g.what, ' ' order by g.who) from (
    select case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end as who,
           string_agg(lower(a.privilege_type) || case when a.is_grantable then '*' else '' end, ','
                      order by a.privilege_type) as what
      from aclexplode({acl}) a where a.grantee <> {owner} group by 1) g), '-')"""


def _rights(kind: str, acl: str, owner: str) -> str:
    """A list of who else holds what, in words that are the same on each version; the owner's own rights left out."""
    return _RIGHTS.format(acl=f"coalesce({acl}, acldefault('{kind}', {owner}))", owner=owner)


_QUESTIONS: tuple[tuple[str, str], ...] = (
    (
        "database",
        f"""select 'owner ' || pg_get_userbyid(datdba) || ' rights ' || {_rights("d", "datacl", "datdba")}
              from pg_database where datname = current_database()""",
    ),
    (
        "database setting",
        """select coalesce(nullif(setrole, 0)::regrole::text, 'all') || ' ' || unnest(setconfig)
             from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
            where d.datname = current_database()""",
    ),
    (
        "schema",
        f"""select nspname || ' owner ' || pg_get_userbyid(nspowner) || ' rights '
                   || {_rights("n", "nspacl", "nspowner")}
              from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'""",
    ),
    (
        "table",
        f"""select c.oid::regclass || ' kind ' || relkind::text || ' owner ' || pg_get_userbyid(relowner)
                   || ' row security '
                   || case when relrowsecurity then 'on' else 'off' end
                   || case when relforcerowsecurity then ' forced' else '' end
                   || ' rights ' || {_rights("r", "relacl", "relowner")}
              from pg_class c join pg_namespace n on n.oid = relnamespace
             where (nspname in {_OURS} or nspname = 'public') and relkind in ('r', 'p', 'v', 'm', 'f')""",
    ),
    (
        "sequence",
        f"""select c.oid::regclass || ' owner ' || pg_get_userbyid(relowner) || ' rights '
                   || {_rights("s", "relacl", "relowner")}
              from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in {_OURS} and relkind = 'S'""",
    ),
    (
        "column",
        f"""select attrelid::regclass || '.' || attname || ' rights ' || {_rights("c", "attacl", "relowner")}
              from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
             where nspname in {_OURS} and attacl is not null and attnum > 0""",
    ),
    (
        "policy",
        """select schemaname || '.' || tablename || ' ' || policyname || ' ' || permissive || ' for ' || cmd || ' to '
                  || array_to_string(roles, ',') || ' using ' || coalesce(qual, '-') || ' check '
                  || coalesce(with_check, '-') from pg_policies""",
    ),
    (
        "trigger",
        f"""select tgrelid::regclass || ' ' || case tgenabled when 'A' then 'always' when 'O' then 'enabled' when 'D'
                   then 'DISABLED' else 'replica' end || ' '
                   || regexp_replace(pg_get_triggerdef(t.oid), '^CREATE TRIGGER ', '')
              from pg_trigger t join pg_class c on c.oid = tgrelid join pg_namespace n on n.oid = relnamespace
             where nspname in {_OURS} and not tgisinternal""",
    ),
    (
        "function",
        f"""select p.oid::regprocedure || ' owner ' || pg_get_userbyid(proowner) || ' '
                   || case when prosecdef then 'definer' else 'INVOKER' end || ' ' || case provolatile when 'v' then
                   'volatile' when 's' then 'stable' else 'immutable' end || ' '
                   || lanname || case when proleakproof then ' LEAKPROOF' else '' end || ' with '
                   || coalesce(array_to_string(proconfig, '; '), 'NO SETTINGS')
                   || ' rights ' || {_rights("f", "proacl", "proowner")}
              from pg_proc p join pg_namespace n on n.oid = pronamespace join pg_language l on l.oid = prolang
             where nspname in {_OURS} or nspname = 'public'""",
    ),
    (
        "role",
        """select rolname || ' ' || concat_ws(' ', case when rolcanlogin then 'login' else 'nologin' end,
                  case when rolsuper then 'SUPERUSER' end, case when rolbypassrls then 'BYPASSRLS' end,
                  case when rolreplication then 'REPLICATION' end, case when rolcreatedb then 'CREATEDB' end,
                  case when rolcreaterole then 'createrole' end, case when not rolinherit then 'noinherit' end)
             from pg_roles where rolname ~ '^grp_'""",
    ),
    (
        "login",
        """select login || ' limit ' || rolconnlimit || ' ' || concat_ws(' ', case when rolsuper then 'SUPERUSER' end,
                  case when rolbypassrls then 'BYPASSRLS' end, case when rolreplication then 'REPLICATION' end,
                  case when rolcreatedb then 'CREATEDB' end, case when rolcreaterole then 'CREATEROLE' end)
             from core.staff join pg_roles on rolname = login""",
    ),
    (
        "membership",
        """select member::regrole || ' is in ' || roleid::regrole || case when admin_option then ' admin' else '' end
                  || case when inherit_option then ' inherit' else '' end
                   || case when set_option then ' SET' else '' end
             from pg_auth_members
            where roleid::regrole::text ~ '^grp_' or member::regrole::text ~ '^grp_' or member::regrole::text in
                  (select login from core.staff) or roleid::regrole::text in (select login from core.staff)""",
    ),
    (
        "default privileges",
        f"""select pg_get_userbyid(defaclrole) || ' in ' || coalesce(nullif(defaclnamespace, 0)::regnamespace::text,
                   'every schema') || ' for ' || defaclobjtype::text || ' rights '
                   || {_rights("f", "defaclacl", "defaclrole")}
              from pg_default_acl""",
    ),
    ("extension", "select extname || ' in ' || extnamespace::regnamespace from pg_extension"),
    ("language", "select lanname || case when lanpltrusted then '' else ' UNTRUSTED' end from pg_language"),
    ("rule", "select ev_class::regclass || ' ' || rulename from pg_rewrite"
        " where ev_class >= 16384 and ev_class in (select oid from pg_class where relkind = 'r')"),
    ("event trigger", "select evtname || ' ' || evtenabled::text from pg_event_trigger"),
    ("foreign server", "select srvname::text from pg_foreign_server"),
    ("publication", "select pubname::text from pg_publication"),
    (
        "left open to everybody",
        """select p.oid::regprocedure::text from pg_proc p where pronamespace = 'pg_catalog'::regnamespace
              and proname ~ '^(lo_|pg_notify$|pg_(try_)?advisory|pg_stat_get_|pg_.*_size$|pg_export_snapshot|pg_read_)'
              and proname !~ '^pg_column_size$' and has_function_privilege('grp_people', p.oid, 'execute')""",
    ),
)  # fmt: skip


def catalogue(connection: psycopg.Connection) -> list[str]:
    """Every right in this database, each line beginning with its kind; the same for each clone."""
    (database,) = connection.execute("select current_database()").fetchone() or ("",)
    lines = []
    for kind, question in _QUESTIONS:
        for (fact,) in connection.execute(question.encode()).fetchall():
            if "tl_suspended" not in str(fact):
                lines.append(re.sub(r"\s+", " ", f"{kind}: {fact}".replace(str(database), "<database>")))
    return sorted(lines)


def difference(golden: Sequence[str], found: Sequence[str]) -> str:
    """What was taken away (-) and what came (+), a line each; empty if the same."""
    lines = difflib.unified_diff(golden, found, "golden", "found", n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def golden(*, clone: bool = False) -> list[str]:
    """The catalogue that was read and approved; a clone of a database has lost the database's own settings."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not (clone and line.startswith("database setting:"))]


def write() -> None:
    """Deploys on a throw-away server and writes the catalogue down."""
    from db.server.launcher import EmbeddedServer, write_hba
    from tests.record import TEMPLATE, make_template

    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "home") as server:
        write_hba(Path(folder) / "home", "/^tl_")
        make_template(server)
        with psycopg.connect(server.dsn(TEMPLATE)) as connection:
            GOLDEN.write_text("\n".join(catalogue(connection)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
