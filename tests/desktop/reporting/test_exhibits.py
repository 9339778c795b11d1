"""Exhibits from elsewhere: what is drawn is bound in, and nothing else that came with them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, StreamDecodeLevel, String
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from db.errors import Refused
from db.interchange.paper_text import paper_pages
from desktop.reporting.exhibits import without_origin
from desktop.reporting.page_pictures import pictures_on
from desktop.reporting.report import Exhibit, RenderedPdf, WrittenReport
from desktop.reporting.written import render_written
from tests.desktop.reporting.reading import everything, opened, page_labels, pages_of_text, whole_text
from tests.desktop.reporting.sample_written import foreign_pdf, short_written

SECRET = b"14 Hidden Lane"


def with_exhibits(*exhibits: Exhibit) -> WrittenReport:
    return short_written(exhibits=exhibits, family=None)


def changed(change: Callable[[Pdf], None], pages: int = 1, **saving: Any) -> bytes:
    """A foreign PDF with something done to it."""
    out = BytesIO()
    with Pdf.open(BytesIO(foreign_pdf(pages))) as pdf:
        change(pdf)
        pdf.save(out, **saving)
    return out.getvalue()


def rendered(pdf: bytes) -> RenderedPdf:
    return render_written(with_exhibits(Exhibit("RA1", "A paper", pdf)))


def add_everything(pdf: Pdf) -> None:
    """Scripts, actions, a link, a form with a value, an attachment, metadata, other words than those that are drawn."""
    secret = String(SECRET.decode())
    script = Dictionary(S=Name.JavaScript, JS=secret)
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([secret, script])))
    pdf.attachments["14 Hidden Lane.txt"] = SECRET
    pdf.Root.Metadata = Stream(pdf, SECRET, Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/Subject"] = secret
    pdf.Root.PieceInfo = Dictionary(Word=Dictionary(Private=secret))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(Word=Dictionary(Private=secret))
    page.Metadata = Stream(pdf, SECRET, Type=Name.Metadata)
    page.LastModified = secret
    shown = Stream(
        pdf,
        b"/Tx BMC BT /Helv 12 Tf 2 2 Td (Filled in by hand) Tj ET EMC % " + SECRET,
        Type=Name.XObject,
        Subtype=Name.Form,
    )
    shown.BBox = Array([0, 0, 200, 20])
    shown.Resources = Dictionary(
        Font=Dictionary(Helv=pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
    )
    shown.PieceInfo = Dictionary(Word=Dictionary(Private=secret))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=secret, V=String("Filled in by hand"), F=4,
            Rect=Array([60, 500, 260, 520]), AP=Dictionary(N=shown), A=script, TU=secret,
        )
    )  # fmt: skip
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), A=Dictionary(S=Name.URI, URI=secret)
    )
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=secret)
    page.Annots = Array([field, pdf.make_indirect(link), pdf.make_indirect(note)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), CO=Array([field]))
    page.Resources.Properties = Dictionary(M0=Dictionary(ActualText=secret))
    before = b"/Span <</ActualText (14 Hidden Lane)>> BDC % 14 Hidden Lane\n"
    marked = b" EMC /Span /M0 BDC EMC /Note <</Alt (14 Hidden Lane)>> DP"
    page.Contents = Stream(pdf, before + page.Contents.read_bytes() + marked)


def test_scripts_forms_links_attachments_and_metadata_stay_behind() -> None:
    pdf = changed(add_everything)
    with opened(pdf) as before:
        assert SECRET in everything(before)  # it would be found
    done = rendered(pdf)
    with opened(done.pdf) as after:
        inside = everything(after)
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names", "/PieceInfo"} & set(after.Root.keys())
        assert "/Annots" not in after.pages[-1].obj
    assert SECRET not in inside
    assert SECRET.decode().encode("utf-16-be") not in inside
    for word in (b"/JavaScript", b"/JS", b"/URI", b"/EmbeddedFile", b"/Widget", b"ReportLab", b"Secret working"):
        assert word not in inside
    assert "Filled in by hand" in pages_of_text(done.pdf)[-1]
    assert "Grace: 61 of 75 sessions" in pages_of_text(done.pdf)[-1]


def test_a_photo_loses_place_and_owner_and_not_a_pixel() -> None:
    picture, taken = Image.effect_noise((40, 30), 90).convert("RGB"), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    picture.save(taken, "JPEG", exif=exif, comment=SECRET, quality=90)
    bare = without_origin(taken.getvalue())
    assert SECRET in taken.getvalue() and SECRET not in bare
    assert Image.open(BytesIO(bare)).tobytes() == Image.open(BytesIO(taken.getvalue())).tobytes()

    def add(pdf: Pdf) -> None:
        image = Stream(pdf, taken.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=40, Height=30,
                       ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
        image.Metadata = Stream(pdf, SECRET)
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=image)
        pdf.pages[0].obj.Contents = Stream(pdf, b"q 400 0 0 300 90 400 cm /Im0 Do Q")

    done = rendered(changed(add))
    assert SECRET not in done.pdf
    with opened(done.pdf) as after:
        assert all(SECRET not in item.read_raw_bytes() for item in after.objects if isinstance(item, Stream))
    dark = sum(pixel < 200 for pixel in drawn(done.pdf, done.pages - 1).tobytes())
    assert dark > 10_000  # the noise is there


def drawn(pdf: bytes, page: int) -> Image.Image:
    """A page as a grey picture, a pixel a point."""
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[page].render(scale=1).to_pil()
    document.close()
    return picture.convert("L")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (300, 200), (2000, 3000)])
def test_a_page_of_any_size_and_turn_stands_upright_inside_our_frame(turn: int, size: tuple[float, float]) -> None:
    """A black bar at the head of the page as it was looked at is at the head of the frame."""
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=size)
    wide, high = size
    bars = {0: (0, high - 20, wide, 20), 90: (0, 0, 20, high), 180: (0, 0, wide, 20), 270: (wide - 20, 0, 20, high)}
    canvas.rect(*bars[turn], fill=1)
    canvas.showPage()
    canvas.save()

    def rotate(pdf: Pdf) -> None:
        pdf.pages[0].obj.Rotate = turn

    turned = BytesIO()
    with Pdf.open(BytesIO(out.getvalue())) as pdf:
        rotate(pdf)
        pdf.save(turned)
    done = rendered(turned.getvalue())
    picture = drawn(done.pdf, done.pages - 1)
    middle = picture.crop((48, 68, 547, 700))
    dark = [row for row in range(middle.height) if max(middle.crop((240, row, 260, row + 1)).tobytes()) < 80]
    assert dark and max(dark) < 40
    outside = picture.crop((0, 90, 46, 700)).tobytes() + picture.crop((550, 90, 595, 700)).tobytes()
    assert min(outside) > 200


def test_each_exhibit_has_its_own_page_and_label_before_it() -> None:
    first, second = Exhibit("RA1", "First paper", foreign_pdf(3)), Exhibit("Exhibit RA2", "Second", foreign_pdf(1))
    done = render_written(with_exhibits(first, second))
    texts, labels = pages_of_text(done.pdf), page_labels(done.pdf)
    start = next(number for number, text in enumerate(texts) if "Exhibit RA1 First paper" in text)
    assert done.pages == start + 6
    assert "3 pages." in texts[start]
    for number in (1, 2, 3):
        assert f"Attendance summary, page {number}" in texts[start + number]
        assert f"Exhibit RA1, page {number} of 3" in texts[start + number]
    assert "Exhibit RA2 Second" in texts[start + 4] and "1 page." in texts[start + 4]
    assert f"Exhibit RA2: Second {labels[start + 4]}" in texts[0]
    assert all(
        f"{label} · page" in text and text.count("OFFICIAL-SENSITIVE") == 2
        for label, text in zip(labels, texts, strict=True)
    )
    assert ["9f2c" in text for text in texts] == [False] * (done.pages - 1) + [True]


def test_what_two_pages_share_is_in_the_file_once() -> None:
    one, many = rendered(foreign_pdf(1)), rendered(foreign_pdf(20))
    with opened(many.pdf) as pdf:
        fonts = {font.objgen for item in pdf.objects if isinstance(item, Stream) and item.get("/Subtype") == Name.Form
                 for font in item.Resources.Font.as_dict().values()}  # fmt: skip
    assert len(fonts) == 2
    assert len(many.pdf) < len(one.pdf) + 20 * 2_500


def locked(pdf: Pdf) -> None:
    """Nothing: it is locked when saved."""


def hide_a_layer(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Names")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def wait_for_its_program(pdf: Pdf) -> None:
    pdf.Root.NeedsRendering = True


def no_pages(pdf: Pdf) -> None:
    while pdf.pages:
        del pdf.pages[0]


def blow_up(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, b"0 0 m 9 9 l S\n" * 2_000_000)


def no_size(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 0, 0])


WORD = changed(locked, encryption=Encryption(owner="o", user="u"))
OWNER = changed(locked, encryption=Encryption(owner="o", user=""))


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (b"", "damaged or is not a PDF"),
        (b"PK\x03\x04 a Word file", "damaged or is not a PDF"),
        (foreign_pdf()[:900], "damaged or is not a PDF"),
        (foreign_pdf()[:-400], "damaged or is not a PDF"),
        (re.sub(rb"/Kids \[[^]]*\]", b"/Kids [9 0 R]", foreign_pdf()), "damaged or is not a PDF"),
        (WORD, "protected with a password or against copying"),
        (OWNER, "protected with a password or against copying"),
        (changed(hide_a_layer), "layers that are switched off"),
        (changed(wait_for_its_program), "only its own program can show"),
        (changed(no_pages), "has no pages"),
        (changed(blow_up), "too many strokes"),
        (changed(no_size), "damaged or is not a PDF"),
    ],
)
def test_what_cannot_be_bound_in_is_refused_by_name_and_without_its_title(pdf: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        rendered(pdf)
    assert refused.value.text.startswith("Exhibit RA1")
    assert "A paper" not in refused.value.text


def test_words_of_an_exhibit_are_searchable_and_in_its_order() -> None:
    text = whole_text(rendered(foreign_pdf(2)).pdf)
    assert text.index("page 1 Autumn term 2025 Grace: 61") < text.index("page 2 Autumn term 2025 Grace: 61")


def scanned(*words: str) -> bytes:
    """A page that is a picture of a letter, with a few words typed over it."""
    out, picture = BytesIO(), Image.new("L", (300, 420), 200)
    canvas = Canvas(out)
    canvas.drawInlineImage(picture, 40, 40, 500, 700)
    for number, line in enumerate(words):
        canvas.drawString(60, 780 - 15 * number, line)
    canvas.save()
    return out.getvalue()


def test_a_scanned_exhibit_is_told_as_a_picture_whatever_our_own_page_says_around_it() -> None:
    scans = scanned(), scanned("Scanned with a telephone, received 12 March 2026"), foreign_pdf(1)
    report = with_exhibits(*(Exhibit(f"RA{number}", "A paper", pdf) for number, pdf in enumerate(scans, 1)))
    paper = paper_pages(render_written(report).pdf, "document.pdf")
    assert paper.pictures == {7, 9}, "the scans, and not the pages that name them or the one that has text"


def test_whoever_read_a_scan_did_not_read_another_that_takes_its_page() -> None:
    one, other = scanned("Received 12 March 2026"), scanned("Received 13 March 2026")
    first, second = with_exhibits(Exhibit("RA1", "A paper", one)), with_exhibits(Exhibit("RA1", "A paper", other))
    read = pictures_on(render_written(first).pdf, [7])
    assert pictures_on(render_written(replace(first, version="4", title="Another title")).pdf, [7]) == read
    assert pictures_on(render_written(second).pdf, [7]) != read


def with_picture(data: bytes, how: Any) -> bytes:
    """A foreign PDF that shows a picture which is packed in a way."""

    def add(pdf: Pdf) -> None:
        picture = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=30, Height=30, BitsPerComponent=8)
        picture.ColorSpace = Name.DeviceRGB
        picture.write(data, filter=how)
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=pdf.make_indirect(picture))
        pdf.pages[0].contents_add(Stream(pdf, b"q 90 0 0 90 90 90 cm /Im0 Do Q"))

    return changed(add, stream_decode_level=StreamDecodeLevel.none, compress_streams=False)


def photo(kind: str) -> bytes:
    """A picture that says where it was taken."""
    out, picture = BytesIO(), Image.new("RGB", (30, 30), (90, 120, 60))
    if kind == "JPEG":
        exif = picture.getexif()
        exif[0x010E] = SECRET.decode()
        picture.save(out, kind, exif=exif)
        return out.getvalue()
    picture.save(out, kind)
    return out.getvalue() + struct.pack(">I", 8 + len(SECRET)) + b"xml " + SECRET


@pytest.mark.parametrize(
    ("data", "how"),
    [
        (photo("JPEG"), Array([Name.DCTDecode])),
        (zlib.compress(photo("JPEG")), Array([Name.FlateDecode, Name.DCTDecode])),
        (photo("JPEG").hex().encode() + b">", Array([Name.ASCIIHexDecode, Name.DCTDecode])),
        (photo("JPEG2000"), Name.JPXDecode),
    ],
)
def test_a_photo_loses_its_place_however_it_is_packed(data: bytes, how: Any) -> None:
    pdf = rendered(with_picture(data, how)).pdf
    assert SECRET not in unpacked(pdf)
    shown = pypdfium2.PdfDocument(pdf)
    assert any(one.type == 3 for one in shown[len(shown) - 1].get_objects()), "and is still shown"


def unpacked(pdf: bytes) -> bytes:
    """All that is in a file, with every packing taken off that is none of a picture's own."""
    found = []
    with opened(pdf) as document:
        for item in document.objects:
            found.append(repr(item).encode())
            if isinstance(item, Stream):
                data, packed = item.read_raw_bytes(), item.get("/Filter", Array())
                for way in [packed] if isinstance(packed, Name) else packed:
                    if way == Name.FlateDecode:
                        data = zlib.decompressobj().decompress(data)
                    elif way == Name.ASCIIHexDecode:
                        data = bytes.fromhex(data.decode().rstrip(">"))
                found.append(data)
    return b"\n".join(found)


def test_words_under_names_of_a_strangers_own_stay_behind() -> None:
    def add(pdf: Pdf) -> None:
        secret = String(SECRET.decode())
        resources = pdf.pages[0].obj.Resources
        resources.Address = secret
        resources.ExtGState = Dictionary(G0=Dictionary(Type=Name.ExtGState, Note=secret))
        for font in resources.Font.values():
            font.Address = secret

    assert SECRET not in unpacked(rendered(changed(add)).pdf)


def test_the_label_of_the_pages_says_no_more_than_is_printed() -> None:
    pdf = render_written(replace(with_exhibits(), section_letter="C 14 Hidden Lane, Midford")).pdf
    assert SECRET not in unpacked(pdf)
    with opened(pdf) as document:
        assert str(document.Root.PageLabels.Nums[1].P) == "C 14 Hid…"
