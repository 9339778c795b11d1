"""Commands of the conversation before an allocation: a manager proposes, the two talk, the worker answers."""

from __future__ import annotations

import argparse
from datetime import date
from uuid import uuid4

from db.commands.allocation import (
    AcceptAllocation,
    AgreedChild,
    DeclineAllocation,
    ProposeAllocation,
    ProposedChild,
    RecordTalk,
    WithdrawProposal,
    accept_allocation,
    decline_allocation,
    propose_allocation,
    record_talk,
    withdraw_proposal,
)
from db.console.options import DONE, Parser, child_of, one_day, person_options, show, signed_in, table
from db.errors import Refused
from db.queries.allocation import Discussion, allocation_discussions
from db.queries.staff import colleagues
from db.session import Session

_PARTS = ("allocated_worker", "second_worker", "court_adviser", "cover")


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's commands to the parser."""
    acts = commands.add_parser(
        "allocation", help="propose a child to a worker, record the talk, answer"
    ).add_subparsers(required=True)
    parser = acts.add_parser("list", help="what was proposed to you, or is open about your team's children")
    person_options(parser)
    parser.set_defaults(run=_list)

    parser = acts.add_parser("propose", help="propose children to a worker (managers); several with several --child")
    person_options(parser)
    parser.add_argument("--child", required=True, action="append", metavar="REF", help="the reference of a file")
    parser.add_argument("--urgent", required=True, action="append", help="what is urgent for this child, one a --child")
    parser.add_argument("--to", required=True, metavar="LOGIN", help="the worker")
    parser.add_argument("--why", required=True, help="why this worker")
    parser.add_argument("--part", choices=_PARTS, default="allocated_worker")
    parser.add_argument(
        "--reason",
        default="",
        metavar="CODE",
        help="where somebody holds the child: a code of worker_change_reason",
    )
    parser.add_argument("--from", dest="begins", default="", metavar="DATE", help="cover: the first day")
    parser.add_argument("--until", default="", metavar="DATE", help="cover: the last day")
    parser.add_argument("--at-once", action="store_true", help="tonight: works for 72 hours, and the talk is owed")
    parser.set_defaults(run=_propose)

    parser = _about(acts, "talk", "record the talk (the manager or the worker)")
    parser.add_argument("--talked-on", required=True, metavar="DATE", help="when you talked")
    parser.add_argument("--took-part", required=True, help="who took part")
    parser.add_argument("--agreed", required=True, help="what was agreed to do first")
    parser.add_argument("--by", required=True, metavar="DATE", help="by which day")
    parser.add_argument("--capacity", required=True, help="what the worker said about their capacity")
    parser.add_argument("--handover", default="", help="what is handed over, where somebody holds the child")
    parser.set_defaults(run=_talk)

    _about(acts, "accept", "accept what was talked about (the worker)").set_defaults(run=_accept)
    for name, act, text in (
        ("decline", _decline, "decline (the worker)"),
        ("withdraw", _withdraw, "take a proposal back (managers)"),
    ):
        parser = _about(acts, name, text)
        parser.add_argument("--because", required=True)
        parser.set_defaults(run=act)


def _about(acts: argparse._SubParsersAction[Parser], name: str, text: str) -> Parser:
    parser = acts.add_parser(name, help=text)
    person_options(parser)
    parser.add_argument("--child", required=True, metavar="REF", help="the reference of a file in the proposal")
    return parser


def _open_about(session: Session, reference: str) -> Discussion:
    """The open conversation about a child; Refused if there is none that one has."""
    wanted = reference.strip().upper()
    for one in allocation_discussions(session):
        if not one.settled and any(child.reference == wanted for child in one.children):
            return one
    raise Refused(f"No proposal about {reference} is open for you.")


def _list(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        found = allocation_discussions(session)
    lines = [
        [", ".join(child.reference for child in one.children), one.part, one.proposed_to, one.proposed_by, one.stage]
        for one in found
    ]
    show(arguments, found, table(["children", "part", "to", "by", ""], lines))
    return DONE


def _propose(arguments: argparse.Namespace) -> int:
    if len(arguments.child) != len(arguments.urgent):
        raise Refused("Say for each --child with one --urgent what is urgent.")
    with signed_in(arguments) as session:
        worker = next((person for person in colleagues(session) if person.login == arguments.to), None)
        if worker is None:
            raise Refused(f"Nobody at work here has the login {arguments.to}.")
        children = [
            ProposedChild(child_of(session, reference).child_id, urgent)
            for reference, urgent in zip(arguments.child, arguments.urgent, strict=True)
        ]
        wish = ProposeAllocation(
            discussion_id=uuid4(),
            staff_id=worker.staff_id,
            why=arguments.why,
            children=tuple(children),
            part=arguments.part,
            reason=arguments.reason,
            cover_from=one_day(arguments.begins, "Cover begins on one day: give it."),
            cover_until=one_day(arguments.until, "Cover ends on one day: give it."),
            at_once=arguments.at_once,
        )
        propose_allocation(session, wish)
    said = (
        "begins at once; the talk is owed" if arguments.at_once else "is asked; nothing is allocated until they accept"
    )
    show(arguments, {"discussion": str(wish.discussion_id)}, f"{worker.name} {said}.")
    return DONE


def _talk(arguments: argparse.Namespace) -> int:
    talked_on = one_day(arguments.talked_on, "You talked on one day: give it.")
    by = one_day(arguments.by, "By which day: give one.")
    with signed_in(arguments) as session:
        about = _open_about(session, arguments.child)
        agreed = tuple(
            AgreedChild(
                child.child_id, arguments.agreed, by or date.today(), arguments.handover if child.holder else ""
            )
            for child in about.children
        )
        wish = RecordTalk(
            uuid4(), about.discussion_id, talked_on or date.today(), arguments.took_part, arguments.capacity, agreed
        )
        record_talk(session, wish)
    show(arguments, {"talk": str(wish.talk_id)}, f"The talk is recorded; {about.proposed_to} accepts or declines.")
    return DONE


def _accept(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        about = _open_about(session, arguments.child)
        if not about.talks:
            raise Refused("Talk about it first, and record the talk.")
        accept_allocation(session, AcceptAllocation(about.discussion_id, about.talks[-1].talk_id))
    references = ", ".join(child.reference for child in about.children)
    show(arguments, {"children": [child.reference for child in about.children]}, f"{references}: yours from now on.")
    return DONE


def _decline(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        about = _open_about(session, arguments.child)
        decline_allocation(session, DeclineAllocation(about.discussion_id, arguments.because))
    show(arguments, {"declined": arguments.child}, f"Declined; {about.proposed_by} decides.")
    return DONE


def _withdraw(arguments: argparse.Namespace) -> int:
    with signed_in(arguments) as session:
        about = _open_about(session, arguments.child)
        withdraw_proposal(session, WithdrawProposal(about.discussion_id, arguments.because))
    show(arguments, {"withdrawn": arguments.child}, f"Withdrawn; {about.proposed_to} is told.")
    return DONE
