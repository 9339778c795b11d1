"""Commands of administrators about the templates of documents and their usual numbers of pages."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from db.commands.court_documents import PutPageLimit, PutTemplate, put_page_limit, put_template
from db.console.options import DONE, FOUND, Parser, complain, one_day, person_options, show, signed_in, table
from db.domain.document_template import MOST_CHARACTERS, DocumentTemplate, TemplateNotUnderstood, parse_template
from db.errors import Refused
from db.queries.court_documents import page_limits
from db.queries.document_templates import TemplateHere, TemplatesHere, own_templates, templates_here


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    _template_commands(
        commands.add_parser("template", help="list, show or change the templates of documents").add_subparsers(
            required=True
        )
    )
    limits = commands.add_parser("page-limit", help="list or set the usual number of pages").add_subparsers(
        required=True
    )
    parser = limits.add_parser("list", help="how many sides of A4 each kind of document usually may have")
    person_options(parser)
    parser.add_argument("--on", default="", metavar="DATE", help="as it holds on that day; otherwise today")
    parser.set_defaults(run=_list_limits)
    parser = limits.add_parser("set", help="the usual number of pages from a day on; it warns and never blocks")
    person_options(parser)
    parser.add_argument("kind", metavar="KIND", type=_kind, help="chronology, or the name of a template")
    parser.add_argument("pages", metavar="PAGES", type=_pages, help="sides of A4")
    parser.add_argument("--from", dest="from_on", required=True, metavar="DATE", help="the day from which it holds")
    parser.add_argument("--authority", required=True, metavar="TEXT", help="whose rule it is, for example a direction")
    parser.set_defaults(run=_set_limit)


def _template_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    parser = commands.add_parser("list", help="all templates, and whose they are")
    person_options(parser)
    parser.set_defaults(run=_list)
    for name, run, text in (
        ("show", _show, "print a template as a file that can be changed and set"),
        ("reset", _reset, "go back to the program's own template"),
    ):
        parser = commands.add_parser(name, help=text)
        person_options(parser)
        parser.add_argument("kind", metavar="KIND", type=_kind)
        parser.set_defaults(run=run)
    parser = commands.add_parser("set", help="put a template in the place of the program's own, or beside them")
    person_options(parser)
    parser.add_argument("kind", metavar="KIND", type=_kind)
    parser.add_argument("file", metavar="FILE", type=Path, help="TOML; begin with what “template show” prints")
    parser.set_defaults(run=_set)


def _kind(words: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", words):
        raise argparse.ArgumentTypeError(
            "a kind is one word of small letters, digits and low lines, like case_analysis"
        )
    return words


def _pages(words: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", words) or not 1 <= int(words) <= 2000:
        raise argparse.ArgumentTypeError("pages are a number from 1 to 2,000")
    return int(words)


def _list(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        here = templates_here(session)
    lines = [
        [kind, one.template.title, one.template.family, str(len(one.template.sections)), _whose(one)]
        for kind, one in here.by_kind.items()
    ]
    values = [{"kind": line[0], "title": line[1], "family": line[2], "whose": line[4]} for line in lines]
    show(arguments, values, table(["kind", "title", "family", "sections", "whose"], lines))
    return _complain_of(here)


def _whose(one: TemplateHere) -> str:
    return f"version {one.version} of this server" if one.version else "the program's own"


def _complain_of(here: TemplatesHere) -> int:
    """Stored templates that cannot be read are found here and not by somebody who wants to write a statement."""
    for trouble in here.troubles:
        instead = "the program's own is used" if trouble.kind in here.by_kind else "there is no such form"
        complain(f"{trouble.kind}, version {trouble.version}, cannot be read, so {instead}. {trouble.text}")
    return FOUND if here.troubles else DONE


def _show(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        here = templates_here(session)
    one = here.by_kind.get(arguments.kind)
    if one is None:
        raise Refused(f"There is no template {arguments.kind}.")
    show(arguments, one.template, one.toml.rstrip("\n"))
    return DONE


def _set(arguments: argparse.Namespace) -> int:
    text = _text(arguments.file)
    template = _understood(arguments.kind, text, arguments.file.name)
    with signed_in(arguments) as session:
        version = put_template(session, PutTemplate(arguments.kind, text))
    told = f"{arguments.kind} is “{template.title}” with {len(template.sections)} sections from now on."
    show(arguments, {"kind": arguments.kind, "version": version}, told)
    return DONE


def _understood(kind: str, text: str, name: str) -> DocumentTemplate:
    try:
        return parse_template(kind, text)
    except TemplateNotUnderstood as error:
        raise Refused(f"{name} was not sent. {error.text}") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_CHARACTERS * 4 + 1)
        return content.decode("utf-8-sig")
    except OSError:
        raise Refused(f"{path.name} cannot be read.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path.name} was not sent: it is not a text in UTF-8.") from None


def _reset(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        own = arguments.kind in own_templates()
        here = templates_here(session)
        if not own and arguments.kind not in here.by_kind and all(one.kind != arguments.kind for one in here.troubles):
            raise Refused(f"There is no template {arguments.kind}.")
        version = put_template(session, PutTemplate(arguments.kind, ""))
    told = "the program's own holds again" if own else "it is offered no more"
    show(arguments, {"kind": arguments.kind, "version": version}, f"{arguments.kind}: {told}.")
    return DONE


def _list_limits(arguments: argparse.Namespace) -> int:
    on = one_day(arguments.on, "Limits are asked for one day.")
    with signed_in(arguments) as session:
        found = list(page_limits(session, on).values())
    lines = [[one.kind, str(one.pages), one.from_on.isoformat(), one.authority] for one in found]
    show(arguments, found, table(["kind", "pages", "from", "authority"], lines))
    return DONE


def _set_limit(arguments: argparse.Namespace) -> int:
    from_on = one_day(arguments.from_on, "A limit begins on one day.") or date.today()
    wish = PutPageLimit(arguments.kind, from_on, arguments.pages, arguments.authority)
    with signed_in(arguments) as session:
        put_page_limit(session, wish)
    told = f"{wish.kind}: {wish.pages:,} pages from {from_on.day}/{from_on.month}/{from_on.year}. It warns only."
    show(arguments, wish, told)
    return DONE
