"""Finishes a drawn PDF with pikepdf: structure tree, bookmarks, page labels, language, title, and no stray metadata.

Screen readers and e-bundle software live on these; ReportLab writes none of them as the court's reader needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Pdf, Stream, String

from desktop.reporting.paper import Tag
from desktop.reporting.structure import Structure

LANGUAGE = "en-GB"
PRODUCER = "Throughline"
NOWHERE: Mapping[str, tuple[int, float]] = {}
_MAPPING = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,6})>")


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    made_on: date
    section_letter: str
    first_page: int


def finish(
    drawn: bytes,
    root: Tag,
    parents: Sequence[Sequence[Tag]],
    bookmarks: Sequence[tuple[str, int, float, bool]],
    about: About,
    *,
    links: Sequence[tuple[str, str]] = (),
    places: Mapping[str, tuple[int, float]] = NOWHERE,
    bind: Callable[[Pdf], None] | None = None,
    check: Callable[[], None] = lambda: None,
) -> bytes:
    """Return the tagged, labelled and bookmarked PDF.

    `links` are the places that the links lead to, and what is there; `bind` brings in the pages of other documents;
    `check` may raise; it is asked while the file is written too, so that other threads have their turn meanwhile.
    """
    with Pdf.open(BytesIO(drawn)) as pdf:
        Structure(pdf, links, places, check).write(root, parents)
        _bookmark(pdf, bookmarks)
        _label(pdf, about)
        _say_what_it_is(pdf, about)
        _map_to_unicode(pdf)
        if bind is not None:
            bind(pdf)
        out = BytesIO()
        pdf.save(
            out,
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
            force_version="1.7",
            fix_metadata_version=False,
            progress=lambda _percent: check(),
        )
    return out.getvalue()


def _bookmark(pdf: Pdf, bookmarks: Sequence[tuple[str, int, float, bool]]) -> None:
    with pdf.open_outline() as outline:
        for title, page, top, outer in bookmarks:
            item = OutlineItem(title, page, "XYZ", left=0, top=round(top + 6, 1), zoom=0)
            if outer or not outline.root:
                outline.root.append(item)
            else:
                outline.root[-1].children.append(item)
    pdf.Root.PageMode = Name.UseOutlines


def _label(pdf: Pdf, about: About) -> None:
    label = Dictionary(S=Name.D, St=about.first_page)
    if about.section_letter:
        label.P = String(about.section_letter)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, label]))


def _say_what_it_is(pdf: Pdf, about: About) -> None:
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    del pdf.docinfo
    made = f"D:{about.made_on:%Y%m%d}"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(about.title), Author=String(about.author), Producer=String(PRODUCER), CreationDate=String(made)
        )
    )
    packet = Stream(pdf, _xmp(about).encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)


def _xmp(about: About) -> str:
    title, author = escape(about.title), escape(about.author)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        "<dc:format>application/pdf</dc:format>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{about.made_on.isoformat()}</xmp:CreateDate>"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def _map_to_unicode(pdf: Pdf) -> None:
    """Write the fonts' maps to Unicode afresh.

    ReportLab maps unused codes to U+0000, puts more than 100 in a block, and writes characters beyond U+FFFF as five
    digits, which readers take for something else.
    """
    for font in _fonts(pdf):
        pairs = [(code, int(value, 16)) for code, value in _MAPPING.findall(font.ToUnicode.read_bytes())]
        used = [(code, chr(value).encode("utf-16-be").hex().upper()) for code, value in pairs if value]
        blocks = []
        for start in range(0, len(used), 100):
            block = used[start : start + 100]
            lines = "\n".join(f"<{code.decode()}> <{value}>" for code, value in block)
            blocks.append(f"{len(block)} beginbfchar\n{lines}\nendbfchar")
        font.ToUnicode = Stream(pdf, _CMAP.replace("MAPPINGS", "\n".join(blocks)).encode())


def _fonts(pdf: Pdf) -> Iterator[Object]:
    seen = set()
    for page in pdf.pages:
        for font in page.obj.Resources.Font.as_dict().values():
            if font.ToUnicode.objgen not in seen:
                seen.add(font.ToUnicode.objgen)
                yield font
        return  # all pages share one dictionary of fonts


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
MAPPINGS
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
