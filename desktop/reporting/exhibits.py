"""Takes the pages of a stranger's PDF as drawings, and nothing else that came with them.

Each page becomes one form that our own page shows in a frame. So scripts, actions, forms, links, embedded files, layers
and metadata stay behind by construction; what people wrote into a form or drew on a page is first made part of it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    Page,
    PasswordError,
    Pdf,
    Stream,
    String,
    Token,
    TokenFilter,
    TokenType,
)

from db.errors import Refused
from desktop.reporting.report import Cancelled, Exhibit

MOST_PAGES = 2_000
_MOST_EXPANDED = 8_000_000
_UNSAFE_BELOW = 64_000
_LEFT_BEHIND = (
    "/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/Alternates", "/StructParent", "/StructParents",
    "/LastModified", "/F", "/FFilter", "/FDecodeParms", "/OC", "/Measure", "/PtData",
)  # fmt: skip
_WORDS_THAT_DRAW = frozenset(("/CharSet", "/FontFamily", "/Ordering", "/Panose", "/Registry"))
"""Texts of a typeface; what else has words under a name is no drawing."""
_MOST_OF_A_PHOTO = 100_000_000
_MARKS = frozenset((b"BDC", b"BMC", b"EMC", b"MP", b"DP"))
_NOT_IN_A_PHOTO = frozenset((0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE))
"""Segments of a JPEG that say where and by whom it was taken; kept are its size, profile and colours."""
_OF_A_PHOTO = frozenset((b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c"))
"""Parts of a JPEG 2000 that are drawn."""


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page as a drawing: its box in points, left and low first, with its turn taken into account."""

    form: Object = field(repr=False)
    box: tuple[float, float, float, float]


class Bound:
    """The opened exhibits, to be brought into a document; closed when done."""

    def __init__(self, exhibits: Sequence[Exhibit], check: Callable[[], None]) -> None:
        """Raises Refused, in words for the person, where one cannot be bound in."""
        self._opened: list[Pdf] = []
        self.pages: list[list[BoundPage]] = []
        try:
            for exhibit in exhibits:
                self.pages.append(self._pages(exhibit, check))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the opened documents."""
        for pdf in self._opened:
            pdf.close()

    def _pages(self, exhibit: Exhibit, check: Callable[[], None]) -> list[BoundPage]:
        name = exhibit_name(exhibit)
        try:
            pdf = Pdf.open(BytesIO(exhibit.pdf), suppress_warnings=True, attempt_recovery=False)
        except PasswordError:
            raise Refused(_LOCKED.format(name)) from None
        except Exception:
            raise Refused(_DAMAGED.format(name)) from None
        self._opened.append(pdf)
        _refuse_what_would_be_lost(pdf, name)
        try:
            return _drawn(pdf, name, check)
        except (Refused, Cancelled):
            raise
        except Exception:  # the same
            raise Refused(_DAMAGED.format(name)) from None

    def into(self, document: Pdf, placed: Sequence[tuple[int, int, int]]) -> None:
        """Bring in what stands on our pages: page of ours, exhibit and page of it, in the order of their names."""
        for number, (page, exhibit, part) in enumerate(placed):
            form = document.copy_foreign(self.pages[exhibit][part].form)
            document.pages[page].obj.Resources.XObject = Dictionary({f"/Bound{number}": form})


def exhibit_name(exhibit: Exhibit) -> str:
    """How an exhibit is called: "Exhibit RA1"."""
    label = " ".join(exhibit.label.split())
    return label if label.lower().startswith("exhibit") else f"Exhibit {label}"


_LOCKED = (
    "{} is protected with a password or against copying, so it cannot be bound in. "
    "Ask for a copy without the protection, or print it to a new PDF."
)
_DAMAGED = "{} is damaged or is not a PDF, so it cannot be bound in. Open it, print it to a new PDF, and take that."
_EMPTY = "{} has no pages."
_LONG = "{} has more than " + f"{MOST_PAGES:,}" + " pages. Bind in the part that is relied on."
_LAYERS = (
    "{} has layers that are switched off, which would not stay hidden. Print it to a new PDF as it should be seen."
)
_WAITING = "{} is a form that only its own program can show. Print it to a new PDF, and take that."
_HEAVY = "{}, page {}, is drawn with too many strokes to be bound in. Print it to a new PDF as a picture."


def _refuse_what_would_be_lost(pdf: Pdf, name: str) -> None:
    if pdf.is_encrypted:
        raise Refused(_LOCKED.format(name))
    layers = pdf.Root.get("/OCProperties", Dictionary()).get("/D", Dictionary())
    if [*layers.get("/OFF", Array())] or layers.get("/BaseState") == Name.OFF:
        raise Refused(_LAYERS.format(name))
    if pdf.Root.get("/NeedsRendering"):
        raise Refused(_WAITING.format(name))


def _drawn(pdf: Pdf, name: str, check: Callable[[], None]) -> list[BoundPage]:
    """All pages as drawings."""
    if not pdf.pages:
        raise Refused(_EMPTY.format(name))
    if len(pdf.pages) > MOST_PAGES:
        raise Refused(_LONG.format(name))
    if pdf.Root.get("/AcroForm", Dictionary()).get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    heavy = _HEAVY.format(name, "{}")
    for item in list(pdf.objects):
        check()
        _leave_behind(pdf, item, heavy.format("of many"))
    pages = []
    for number, page in enumerate(pdf.pages, 1):
        check()
        contents = page.obj.get("/Contents", Array())
        for stream in [contents] if isinstance(contents, Stream) else contents:
            _bounded(stream, heavy.format(number))
        page.obj.Contents = Stream(pdf, page.get_filtered_contents(_DrawingOnly()))
        page.obj.TrimBox = page.cropbox
        form = page.as_form_xobject()
        pages.append(BoundPage(form, _box(form)))
    return pages


def _box(form: Object) -> tuple[float, float, float, float]:
    """Where the drawing comes to stand by its own matrix: left, low, right, high."""
    x1, y1, x2, y2 = (float(number) for number in form.BBox)
    a, b, c, d, e, f = (float(number) for number in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x1, x2) for y in (y1, y2)]
    left, low = min(x for x, _ in corners), min(y for _, y in corners)
    right, high = max(x for x, _ in corners), max(y for _, y in corners)
    if not (1 < right - left < 20_000 and 1 < high - low < 20_000):
        raise ValueError
    return left, low, right, high


_NO_TOKEN = Token(TokenType.eof, b"")


class _DrawingOnly(TokenFilter):
    """Lets the drawing through, without comments and the marks that can say other words than those that are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[Token] = []

    def handle_token(self, token: Token = _NO_TOKEN) -> list[Token] | None:
        kind = token.type_
        if kind == TokenType.comment:
            return None
        self._held.append(token)
        if kind not in (TokenType.word, TokenType.eof):
            return None
        held, self._held = self._held, []
        return None if token.raw_value in _MARKS else held


def _leave_behind(pdf: Pdf, item: Object, heavy: str) -> None:
    """Take out of an object what is not drawn."""
    _without_words(item)
    if isinstance(item, Stream):
        for key in _LEFT_BEHIND:
            if key in item:
                del item[key]
        if item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1:
            _bounded(item, heavy)
            alone = pdf.make_indirect(Dictionary(Type=Name.Page, Contents=item, MediaBox=[0, 0, 9, 9]))
            item.write(Page(alone).get_filtered_contents(_DrawingOnly()))
        else:
            _repack_photo(pdf, item, heavy)
    if isinstance(item, Stream | Dictionary) and "/Resources" in item:
        resources = item.Resources
        if isinstance(resources, Dictionary) and "/Properties" in resources:
            del resources.Properties


def _without_words(item: Object) -> None:
    """Take texts under names out of an object and of what stands in it."""
    parts: list[object] = [*item.as_list()] if isinstance(item, Array) else []
    if isinstance(item, Stream | Dictionary):
        for key, value in list(item.items()):
            if isinstance(value, String) and key not in _WORDS_THAT_DRAW:
                del item[key]
            else:
                parts.append(value)
    for part in parts:
        if isinstance(part, Object) and not part.is_indirect:
            _without_words(part)


def _repack_photo(pdf: Pdf, item: Object, heavy: str) -> None:
    """Take the origin out of a photo, however it is packed."""
    packed, parameters = item.get("/Filter", Array()), item.get("/DecodeParms")
    names = [Name(str(one)) for one in ([packed] if isinstance(packed, Name) else packed)]
    if not names or names[-1] not in (Name.DCTDecode, Name.JPXDecode):
        return
    kind = names[-1]
    data = item.read_raw_bytes()
    for name in names[:-1]:
        data = _unpacked(pdf, data, name, heavy)
    last = parameters[-1] if isinstance(parameters, Array) and len(parameters) == len(names) else parameters
    item.write(
        without_origin(data) if kind == Name.DCTDecode else _drawn_parts(data),
        filter=kind, decode_parms=last if isinstance(last, Dictionary) else None,
    )  # fmt: skip


def _unpacked(pdf: Pdf, data: bytes, name: Name, heavy: str) -> bytes:
    if name == Name.FlateDecode:
        plain = zlib.decompressobj().decompress(data, _MOST_OF_A_PHOTO + 1)
    elif name in (Name.ASCII85Decode, Name.ASCIIHexDecode):  # these only become smaller
        around = Stream(pdf, b"")
        around.write(data, filter=name)
        plain = around.read_bytes()
    else:
        raise Refused(heavy)
    if len(plain) > _MOST_OF_A_PHOTO:
        raise Refused(heavy)
    return plain


def _bounded(stream: Object, heavy: str) -> None:
    """Refuse contents that would take minutes or all memory, before they are unpacked."""
    raw, filters = stream.read_raw_bytes(), stream.get("/Filter", Array())
    names = [filters] if isinstance(filters, Name) else [*filters]
    if not names:
        size = len(raw)
    elif names == [Name.FlateDecode]:
        size = len(zlib.decompressobj().decompress(raw, _MOST_EXPANDED + 1))
    else:
        size = _MOST_EXPANDED * len(raw) // _UNSAFE_BELOW
    if size > _MOST_EXPANDED:
        raise Refused(heavy)


def without_origin(photo: bytes) -> bytes:
    """A JPEG without what its camera and its programs say of place, time, maker and owner."""
    kept, at = [photo[:2]], 2
    while at + 4 <= len(photo) and photo[at] == 0xFF and photo[at + 1] != 0xDA:
        (length,) = struct.unpack(">H", photo[at + 2 : at + 4])
        if photo[at + 1] not in _NOT_IN_A_PHOTO:
            kept.append(photo[at : at + 2 + length])
        at += 2 + length
    return b"".join((*kept, photo[at:]))


def _drawn_parts(photo: bytes) -> bytes:
    """A JPEG 2000 without the parts that are words; one without parts as it is."""
    kept, at = [], 0
    while at + 8 <= len(photo) and photo[4:8] == b"jP  ":
        (length,) = struct.unpack(">I", photo[at : at + 4])
        if length == 1:
            (length,) = struct.unpack(">Q", photo[at + 8 : at + 16])
        end = at + length if length >= 8 else len(photo)
        if photo[at + 4 : at + 8] in _OF_A_PHOTO:
            kept.append(photo[at:end])
        at = end
    return b"".join(kept) or photo
