"""What a page says of itself in its head: JSON-LD, OpenGraph, other ``<meta>`` elements, ``<title>``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_ARTICLE = re.compile(r"Article|Posting|Report|Statement|WebPage|CreativeWork|Review|Opinion|Press", re.I)
# Of these the pages that are one text each.
_ONE_TEXT = re.compile(r"Article|Posting|Review|Opinion|Statement", re.I)
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")
_IN_ADDRESS = re.compile(r"/((?:19|20|21)\d{2})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?:[/_-]|$)")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_SITES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_DATES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "citation_date",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published_time_telegram",
    "published-date",
    "date.release",
    "last-published",
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the head of a page says; ``date`` is a day in ISO 8601 and when the page came out, not when it changed."""

    title: str | None = None
    author: str | None = None
    site: str | None = None
    date: str | None = None
    language: str | None = None
    address: str | None = None
    is_article: bool = False
    """Whether it says that the page is one article."""


def page_metadata(root: Any, uri: str | None) -> PageMetadata:
    """Read the head of a page; later sources only fill what earlier ones leave open."""
    items = [item for item in _json_ld(root) if _ARTICLE.search(str(item.get("@type", "")))]
    meta = _meta(root)
    address = _link(root, "canonical") or meta.get("og:url") or _on_the_web(uri)
    window_title = _clean(" ".join(root.xpath("string(//head/title)").split())) if root is not None else None
    site = _first(*(_name(item.get("publisher")) for item in items), *(meta.get(key) for key in _SITES))
    heads = (*(item.get("headline") for item in items), *(meta.get(key) for key in _TITLES), window_title)
    title = _without_site(_first(*heads), site)
    authors = (*(_name(item.get("author")) for item in items), *(meta.get(key) for key in _AUTHORS))
    author = next((name for name in map(_clean, authors) if name and "://" not in name and name != site), None)
    dates = (
        *(item.get("datePublished") or item.get("dateCreated") for item in items),
        *(meta.get(key) for key in _DATES),
    )
    date = next((day for day in (*map(written_date, dates), *_timed(root), _in_address(address)) if day), None)
    language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower()
    told = re.fullmatch("[a-z]{2}", language)
    article = meta.get("og:type") == "article" or "article:published_time" in meta
    article = article or any(_ONE_TEXT.search(str(item.get("@type"))) for item in items)
    return PageMetadata(title, author, site, date, language if told else None, address, article)


def published_by_markup(html_root: Any) -> str | None:
    """The day that htmldate tells from the whole page, its running text and footers included: a proposal, no more.

    ``max_date`` is far off so that the answer does not depend on the day of the reading.
    """
    import logging

    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        return written_date(
            find_date(
                html_root, original_date=True, extensive_search=True, min_date="1990-01-01", max_date="2199-12-31"
            )
        )
    except Exception:
        # Not worth losing the page for; its date stays unknown.
        return None


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.xpath("//script[contains(@type, 'ld+json')]")[:50]:
        try:
            waiting: list[Any] = [json.loads((script.text or "").strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < 1000:
            item = waiting.pop(0)
            seen += 1
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                yield item
                waiting.extend(
                    item[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage")
                    if isinstance(item.get(key), (list, dict))
                )


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.xpath("//meta[@content]")[:1000]:
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(key.strip().lower(), element.get("content"))
    return found


def _link(root: Any, relation: str) -> str | None:
    return next((str(href) for href in root.xpath("//link[@rel=$relation]/@href", relation=relation)), None)


def _timed(root: Any) -> Iterator[str | None]:
    for element in root.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")[:5]:
        yield written_date(element.get("datetime") or element.get("content") or element.text)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_name, value[:20]) if name]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        value = value.get("name")
        return _name(value) if isinstance(value, list) else _clean(value)
    return _clean(value)


def _clean(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value.encode("utf-8", errors="ignore").decode("utf-8").split())[:1000] or None


def _first(*values: Any) -> str | None:
    return next((text for text in map(_clean, values) if text), None)


def _without_site(title: str | None, site: str | None) -> str | None:
    if title is None or site is None:
        return title
    stripped = re.sub(rf"\s*[|–—:·«»-]\s*{re.escape(site)}\s*$", "", title, flags=re.I)
    return stripped or title


def written_date(value: Any) -> str | None:
    from datetime import date

    found = _DAY.match(value) if isinstance(value, str) else None
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def _on_the_web(uri: str | None) -> str | None:
    """The URI, unless it is a place on somebody's disk: its folders are private, and no date in them is the page's."""
    return uri if (uri or "").startswith(("http://", "https://")) else None


def _in_address(address: str | None) -> str | None:
    try:
        found = _IN_ADDRESS.search(urlsplit(address).path) if address else None
    except ValueError:
        return None
    return written_date("-".join(found.groups())) if found else None
