"""`throughline`: opens the window, shows what it can do without a display, or prints for scripts.

Arguments are looked at before Qt is imported, so that a wrong one is answered at once.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; the exit status is 0, 1 (refused, or it went wrong) or 2 (usage)."""
    asked = _parser().parse_args(arguments)
    if asked.command == "print-chronology":
        from desktop.app.print_chronology import print_chronology  # noqa: PLC0415 (no Qt)

        return print_chronology(asked, dict(os.environ))
    if asked.command == "print-band":
        from desktop.app.print_band import print_band_page  # noqa: PLC0415 (no window)

        return print_band_page(asked, dict(os.environ))
    if asked.command == "check-document":
        from desktop.app.check_document import check_document  # noqa: PLC0415 (no Qt)

        return check_document(asked, dict(os.environ))
    if asked.demo:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from desktop.app.demo import run_demo  # noqa: PLC0415

        return run_demo(asked.demo, asked.server)
    from desktop.app.opening import open_window  # noqa: PLC0415

    return open_window(asked.server)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="throughline", description="The record of children's lives.")
    parser.add_argument("--server", default="", metavar="DSN", help="the server: host=… dbname=… (else PGHOST …)")
    parser.add_argument("--demo", default="", metavar="DIR", help="do the main job without a display; pictures in DIR")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    printing = commands.add_parser("print-chronology", help="print a court chronology without a window")
    printing.add_argument("--child", required=True, metavar="REF", help="the child's reference")
    printing.add_argument("--as", required=True, dest="login", metavar="LOGIN", help="who prints")
    printing.add_argument("--out", required=True, metavar="FILE.pdf", help="where to")
    printing.add_argument("--since", default="", metavar="DATE", help="from this day on, or month, or year")
    printing.add_argument("--until", default="", metavar="DATE", help="up to this day")
    printing.add_argument("--significant", action="store_true", help="significant entries only")
    printing.add_argument("--case-number", default="", help="the court's number, for the head of each page")
    printing.add_argument("--section", default="", metavar="LETTER", help="the bundle's section letter")
    printing.add_argument("--server", default=argparse.SUPPRESS, metavar="DSN", help="the server")
    page = commands.add_parser("print-band", help="print the child on one page without a window")
    page.add_argument("--child", required=True, metavar="REF", help="the child's reference")
    page.add_argument("--as", required=True, dest="login", metavar="LOGIN", help="who prints")
    page.add_argument("--out", required=True, metavar="FILE.pdf", help="where to")
    page.add_argument("--server", default=argparse.SUPPRESS, metavar="DSN", help="the server")
    check = commands.add_parser("check-document", help="look for hidden addresses, numbers and names in a document")
    check.add_argument("file", metavar="FILE", help="a PDF or a text, also one written elsewhere")
    check.add_argument("--child", required=True, metavar="REF", help="whom the document is about")
    check.add_argument(
        "--with", action="append", default=[], dest="others", metavar="REF", help="another child whom it is about"
    )
    check.add_argument("--as", required=True, dest="login", metavar="LOGIN", help="who checks")
    check.add_argument("--json", action="store_true", help="the findings for a script")
    check.add_argument("--server", default=argparse.SUPPRESS, metavar="DSN", help="the server")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
