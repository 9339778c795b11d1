"""The structure tree of a PDF, which screen readers follow, with the links that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from desktop.reporting.paper import Anchor, Tag

_PRINTED = 4  # the flag of an annotation that is printed as well


@cache
def _name(tag: str) -> Name:
    return Name("/" + tag)


class Structure:
    """Writes the tree of one document, and its links as annotations that belong to an element."""

    def __init__(
        self, pdf: Pdf, links: Sequence[tuple[str, str]], places: Mapping[str, tuple[int, float]],
        check: Callable[[], None],
    ) -> None:  # fmt: skip
        self._pdf, self._check = pdf, check
        self._pages = [page.obj for page in pdf.pages]
        self._made: dict[int, Object] = {}
        self._pressed: list[Object] = []
        self._annotations: list[list[Object]] = [[] for _ in self._pages]
        self._links = [(self._destination(places[key]), String(words)) for key, words in links]

    def write(self, root: Tag, parents: Sequence[Sequence[Tag]]) -> None:
        """Write all of it; `parents` are the owners of each page's marked contents, in their order."""
        pdf = self._pdf
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = self._element(root, tree)
        numbers = Array()
        for number, (page, owners) in enumerate(zip(self._pages, parents, strict=True)):
            page.StructParents = number
            page.Tabs = Name.S
            del page.Trans
            if self._annotations[number]:
                page.Annots = Array(self._annotations[number])
            numbers.append(number)
            numbers.append(pdf.make_indirect(Array([self._made[id(owner)] for owner in owners])))
        for number, element in enumerate(self._pressed, len(self._pages)):
            numbers.append(number)
            numbers.append(element)
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        tree.ParentTreeNextKey = len(self._pages) + len(self._pressed)
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, tag: Tag, parent: Object) -> Object:
        name = _name(tag.name)
        pdf = self._pdf
        if len(tag.kids) == 1 and isinstance(tag.kids[0], tuple):  # nearly all of them
            page, number = tag.kids[0]
            element = pdf.make_indirect(Dictionary(S=name, P=parent, Pg=self._pages[page], K=number))
        else:
            element = pdf.make_indirect(Dictionary(S=name, P=parent))
            element.K = Array([self._kid(kid, element) for kid in tag.kids])
        if tag.name == "TH":
            element.A = Dictionary(O=Name.Table, Scope=Name.Column)
        elif tag.name == "L":
            element.A = Dictionary(O=Name.List, ListNumbering=Name.Disc)
        self._made[id(tag)] = element
        return element

    def _kid(self, kid: Tag | tuple[int, int] | Anchor, parent: Object) -> Object:
        if isinstance(kid, Tag):
            self._check()
            return self._element(kid, parent)
        if isinstance(kid, Anchor):
            return self._annotation(kid, parent)
        page, number = kid
        return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=number)

    def _annotation(self, anchor: Anchor, element: Object) -> Object:
        """A link on a page, and the reference to it in its element."""
        destination, words = self._links[anchor.link]
        box = Array([round(number, 2) for number in anchor.box])
        annotation = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=box, Border=Array([0, 0, 0]), F=_PRINTED, Dest=destination,
                Contents=words, StructParent=len(self._pages) + len(self._pressed),
            )
        )  # fmt: skip
        self._pressed.append(element)
        self._annotations[anchor.page].append(annotation)
        return Dictionary(Type=Name.OBJR, Pg=self._pages[anchor.page], Obj=annotation)

    def _destination(self, place: tuple[int, float]) -> Object:
        page, top = place
        return self._pdf.make_indirect(Array([self._pages[page], Name.XYZ, 0, round(top + 6, 1), 0]))
