"""The visible text of an HTML page in page order, as blocks that remember the markup they stood in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from communique.model.words import BlockKind
from communique.reading.chrome import mark_length

_BLANK = " \t\n\r\f"
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BLANKS = re.compile(r"[ \t\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_CONTAINERS = frozenset(["html", "body", "main", "article"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN_TAGS = frozenset(
    [
        "script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "canvas",
        "audio", "video", "object", "embed", "iframe", "map", "area", "datalist", "select", "annotation",
    ]
)  # fmt: skip
_BLOCK_TAGS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
        "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p",
        "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    ]
)  # fmt: skip
# Scripts without spaces between words begin here.
_IDEOGRAMS = "\u2e80"
_INLINE = frozenset(["a", "span", "time", "label"])
_SPACED_TAGS = frozenset(
    [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "pre",
        "table", "ul", "ol", "dl", "hr", "section", "article", "header", "footer", "nav",
        "aside", "form",
    ]
)  # fmt: skip
_KINDS = {
    "h1": BlockKind.TITLE,
    **{f"h{level}": BlockKind.SUBHEADING for level in range(2, 7)},
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTATION,
    "button": BlockKind.OTHER,
    "label": BlockKind.OTHER,
    "legend": BlockKind.OTHER,
    "td": BlockKind.OTHER,
    "th": BlockKind.OTHER,
}
# Entries of lists and tables are what their class says they are, if it says something.
_CELLS = frozenset(["li", "dt", "dd", "td", "th"])
_CHROME_TAGS = {
    "nav": "menu",
    "menu": "menu",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "button": "form",
    "search": "search",
    "dialog": "dialog",
}
_CHROME_ROLES = {
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "search",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "form": "form",
}
# Words in class and id; the first that fits says what a site itself calls the box.
_CHROME_NAMES = (
    ("cookie", re.compile(r"cookie|consent|gdpr|\bcmp\b|onetrust|didomi", re.I)),
    ("breadcrumb", re.compile(r"breadcrumb|brotkrumen|fil-ariane|migas", re.I)),
    (
        "share",
        re.compile(
            r"\b(?:share|sharing|sharebar|social|socials|sharedaddy|addtoany|addthis|teilen|compartir|partage)", re.I
        ),
    ),
    (
        "comments",
        re.compile(
            r"\b(?:comments?|commentlist|comment-\w+|disqus\w*|respond|kommentare?|commentaires?|comentarios?)\b", re.I
        ),
    ),
    (
        "related",
        re.compile(
            r"\b(?:related|recommended|recommendations?|read-?more|more-stories|most-read|trending|popular|aehnlich|verwandte|latest|recent-posts)",
            re.I,
        ),
    ),
    ("donation", re.compile(r"\b(?:donate|donation|dons?|spenden?|fundraising|support|support-us)\b(?!-)", re.I)),
    ("newsletter", re.compile(r"newsletter|subscri(?:be|ption)|mailchimp|signup", re.I)),
    (
        "language",
        re.compile(
            r"\b(?:lang|language|languages|locale)-?(?:switch\w*|select\w*|menu|nav|list)|\b(?:wpml|hreflang)", re.I
        ),
    ),
    ("pagination", re.compile(r"paginat|\bpager\b|post-navigation|nav-links|prev-next|page-numbers", re.I)),
    ("ad", re.compile(r"\b(?:ads?|advert\w*|sponsor\w*|promo|banner-ad|adsense|dfp)\b", re.I)),
    ("tags", re.compile(r"\b(?:tags?|tag-?links?|tag-?list|tagcloud|keywords|post-tags|categories|cat-links)\b", re.I)),
    ("search", re.compile(r"\bsearch(?:-?form|-?box|bar)?\b", re.I)),
    ("menu", re.compile(r"\b(?:nav|navbar|navigation|menu|topbar|main-menu|offcanvas|skip-link)\b", re.I)),
    (
        "footer",
        re.compile(
            r"\b(?:site-footer|page-footer|footer|colophon|copyright|imprint|fusszeile|rodape|foot|pied)\b(?!-)", re.I
        ),
    ),
    ("aside", re.compile(r"\b(?:sidebar|side-bar|widget-area|widget)\b", re.I)),
)
_NAMED_KINDS = (
    (
        BlockKind.BYLINE,
        re.compile(
            r"(?<![\w-])by(?![\w-])|\b(?:byline|by-line|created-?by|written-?by|author|authors|post-author|entry-author|article-author|autor|auteur)(?:[-_]?(?:name|line|info))?\b",
            re.I,
        ),
    ),
    (
        BlockKind.DATELINE,
        re.compile(
            r"\b(?:date|pubdate|published|publish-date|post-date|entry-date|posted-on|timestamp|dateline|datum|fecha)\b",
            re.I,
        ),
    ),
    (BlockKind.KICKER, re.compile(r"\b(?:kicker|overline|eyebrow|dachzeile|topline|surtitle|pretitle)\b", re.I)),
    (
        BlockKind.DECK,
        re.compile(
            r"\b(?:deck|dek|standfirst|subtitle|sub-title|subheadline|subhead|lead|lede|teaser-text|article-intro|chapo|entradilla|excerpt)\b",
            re.I,
        ),
    ),
    (
        BlockKind.CAPTION,
        re.compile(
            r"\b(?:caption|wp-caption-text|image-credit|photo-credit|bildunterschrift|legende|pie-de-foto)\b", re.I
        ),
    ),
)
_NO_DISPLAY = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_ATTRIBUTE_MOST = 400
_LINE = 80
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DEEP = re.compile(
    rb"(?:</?(?!(?:p|h[1-6]|script|style|title|head|body|html|meta|noscript|template)\b)[a-z!/?][^<>]{0,2000}>\s*)+",
    re.I,
)


@dataclass(slots=True)
class PageBlock:
    """A stretch of visible text and what the markup around it says; ``kind`` is ``None`` where it says nothing."""

    start: int
    end: int
    kind: BlockKind | None
    chrome: str | None
    heading: int
    linked: float


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """What holds inside one open element. The same is always the same object: :func:`_frame` makes them."""

    kind: BlockKind | None = None
    chrome: str | None = None
    heading: int = 0
    pre: bool = False
    linked: bool = False
    article: bool = False
    hidden: bool = False


_frame = lru_cache(maxsize=4096)(_Frame)
_OUTSIDE, _UNSEEN = _frame(), _frame(hidden=True)


class _Writer:
    """Collects the pieces of the block that is open, and the blocks that are closed."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.blocks: list[PageBlock] = []
        self._length = 0
        self._pieces: list[str] = []
        self._weights: dict[_Frame, int] = {}
        self._gap = 0
        self._breaks = 0

    def write(self, text: str, frame: _Frame) -> None:
        if not self._weights and not text.strip(_BLANK):
            return
        weight = len(text.strip())
        if weight:
            self._breaks = 0
            self._weights[frame] = self._weights.get(frame, 0) + weight
        self._pieces.append(text if frame.pre else _SPACES.sub(" ", text))

    def part(self, frame: _Frame) -> None:
        """Keep what comes next from running into the word before it."""
        before = self._pieces[-1][-1:] if self._pieces else ""
        if before.isalnum() and before < _IDEOGRAMS:
            self.write(" ", frame)

    def line_break(self) -> None:
        self._breaks += 1
        if self._breaks == 2:
            self.close(2)
        elif self._breaks == 1:
            self._pieces.append("\n")

    def close(self, gap: int) -> None:
        """End the open block; at least ``gap`` line ends will stand before the next."""
        if self._weights:
            self._emit("".join(self._pieces))
            self._weights.clear()
        if self._pieces:
            self._pieces.clear()
        self._breaks = 0
        if gap > self._gap:
            self._gap = gap

    def _emit(self, raw: str) -> None:
        frame = max(self._weights, key=lambda frame: self._weights[frame])
        if not frame.pre:
            raw = _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", raw))
        raw = raw.strip(_BLANK)
        before = "\n" * self._gap if self.text else ""
        self.text.append(before + raw)
        start = self._length + len(before) + len(raw) - len(raw.lstrip())
        self._length += len(before) + len(raw)
        self._gap = 0
        whole = sum(self._weights.values())
        linked = sum(weight for piece, weight in self._weights.items() if piece.linked) / whole
        inside = raw.strip()
        for line in [inside] if frame.pre or frame.heading else _own_lines(inside):
            self.blocks.append(PageBlock(start, start + len(line), frame.kind, frame.chrome, frame.heading, linked))
            start += len(line) + 1


def _own_lines(words: str) -> list[str]:
    """The lines of a block that are blocks of their own: names, addresses, what stands above a text.

    Not so where one is longer, or begins small and goes on in the one above: a paragraph that somebody typed.
    """
    lines = words.split("\n")
    # Without capitals nothing tells names from such a paragraph but their length.
    most = _LINE if any(map(str.islower, words)) else _LINE // 2
    own = len(lines) > 1 and max(map(mark_length, lines)) <= most and not any(line[:1].islower() for line in lines[1:])
    return lines if own else [words]


def parse_page(html: str) -> tuple[Any, tuple[str, ...]]:
    """The element tree of a page and notes on what had to be done; ``None`` if there is no element in it.

    Markup nested deeper than any parser allows is flattened, so that no text is lost behind it.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True)
    # lxml's HTML elements are what trafilatura and htmldate expect to be given.
    from lxml.html import HtmlElementClassLookup  # type: ignore[import-untyped]

    parser.set_element_class_lookup(HtmlElementClassLookup())
    data = html.encode("utf-8", errors="replace")
    root = _parse(data, parser)
    notes: tuple[str, ...] = ()
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        root = _parse(_DEEP.sub(b" <br> ", data), parser)
        notes = ("the page is nested too deep for any browser: read without its boxes",)
    return root, notes


def _parse(data: bytes, parser: Any) -> Any:
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, AssertionError):
        return None


def visible_text(root: Any) -> tuple[str, list[PageBlock]]:
    """All text of a page that a browser would show, in page order, and its blocks.

    White space collapses as in a browser (no-break spaces stay); block elements begin a new line, paragraphs and
    headings leave a blank one; two ``<br>`` in a row begin a new block.
    """
    writer = _Writer()
    frames: list[_Frame] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or _hidden(element, tag):
                walk.skip_subtree()
                frames.append(_UNSEEN)
                continue
            if tag in _BLOCK_TAGS:
                writer.close(2 if tag in _SPACED_TAGS else 1)
            if tag in _INLINE and _stands_beside(element):
                writer.part(frames[-1])
            frames.append(_enter(element, tag, frames[-1] if frames else _OUTSIDE))
            if tag == "br":
                writer.line_break()
            elif element.text:
                writer.write(element.text, frames[-1])
        else:
            frame = frames.pop()
            if tag in _BLOCK_TAGS and not frame.hidden:
                writer.close(2 if tag in _SPACED_TAGS else 1)
            if element.tail and frames:
                writer.write(element.tail, frames[-1])
    writer.close(0)
    return "".join(writer.text), writer.blocks


def _stands_beside(element: Any) -> bool:
    """Whether two inline elements stand side by side in the source, as in a row of links: a browser sets them apart.

    The first letter of a text may be an element of its own.
    """
    before = element.getprevious()
    if before is None or before.tag not in _INLINE or before.tail or len(before.text or "") == 1:
        return False
    return not element.text or element.text[:1].isalnum()


def _hidden(element: Any, tag: str) -> bool:
    if tag in _HIDDEN_TAGS:
        return True
    if element.get("hidden", "until-found") != "until-found":
        return True
    if tag == "input" or (tag == "dialog" and element.get("open") is None):
        return True
    style = element.get("style")
    return bool(style and tag not in _CONTAINERS and _NO_DISPLAY.search(style[:_ATTRIBUTE_MOST]))


def _enter(element: Any, tag: str, parent: _Frame) -> _Frame:
    if tag == "p" and parent.kind is BlockKind.OTHER:
        # A paragraph in a cell of a table that lays out the page.
        parent = _frame(None, parent.chrome, parent.heading, parent.pre, parent.linked, parent.article)
    called, known = element.get("class"), element.get("id")
    names = f"{called or ''} {known or ''}"[:_ATTRIBUTE_MOST] if called or known else ""
    named = None
    if tag == "time" or element.get("itemprop") in ("datePublished", "dateModified"):
        named = BlockKind.DATELINE
    elif element.get("rel") == "author" or element.get("itemprop") == "author":
        named = BlockKind.BYLINE
    elif len(names) > 1 and tag not in _CONTAINERS:
        named = _named_kind(names)
    return _frame(
        (named if tag in _CELLS else None) or _KINDS.get(tag) or named or parent.kind,
        parent.chrome or _chrome(element, tag, names, article=parent.article),
        int(tag[1]) if tag in _HEADINGS else parent.heading,
        parent.pre or tag in ("pre", "textarea"),
        parent.linked or tag == "a",
        parent.article or tag in ("article", "main"),
    )


def _chrome(element: Any, tag: str, names: str, *, article: bool) -> str | None:
    if tag in _CHROME_TAGS and not (tag == "aside" and article):
        return _CHROME_TAGS[tag]
    role = element.get("role")
    if role in _CHROME_ROLES:
        return _CHROME_ROLES[role]
    if tag in _CONTAINERS or len(names) < 2:
        return None
    return _named_chrome(names)


@lru_cache(maxsize=4096)
def _named_kind(names: str) -> BlockKind | None:
    words = _parted(names)
    return next((kind for kind, pattern in _NAMED_KINDS if pattern.search(words)), None)


@lru_cache(maxsize=4096)
def _named_chrome(names: str) -> str | None:
    words = _parted(names)
    return next((kind for kind, pattern in _CHROME_NAMES if pattern.search(words)), None)


def _parted(names: str) -> str:
    """Names of classes with hyphens between their words: ``article__date`` and ``articleDate`` as ``article-date``."""
    return _HUMP.sub("-", names.replace("__", "-").replace("_", "-"))
