"""Heads of e-mails in a text: who wrote, when, to whom, about what, a line each, as programs and lists print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from communique.model.reading import BlockDraft, Span
from communique.reading.lexicon import lexicon

_LONGEST = 300
_ADDRESS = re.compile(r"[<(\[]?\S+(?:@| at | \(at\) )\S+\.\S+[>)\]]?|[()<>\"\[\]]")


@dataclass(frozen=True, slots=True)
class MailHead:
    """The head of a mail: its first block, what it is about, and who wrote it."""

    first: int
    subject: Span
    author: str | None


def mail_heads(text: str, blocks: Sequence[BlockDraft]) -> list[MailHead]:
    """The heads in a text: lines one below the other, of which one says who wrote a mail, and one what it is about."""
    heads: list[MailHead] = []
    group: list[tuple[int, str, re.Match[str]]] = []
    for number in range(len(blocks) + 1):
        block = blocks[number] if number < len(blocks) else None
        found = _head(text[block.start : block.end]) if block else None
        if found is not None:
            group.append((number, *found))
            continue
        told = {name for _, name, _ in group}
        if "mail_subject" in told and "mail_from" in told:
            heads.append(_of(text, blocks, group))
        group = []
    return heads


def _of(text: str, blocks: Sequence[BlockDraft], group: Sequence[tuple[int, str, re.Match[str]]]) -> MailHead:
    number, match = next((number, match) for number, name, match in group if name == "mail_subject")
    start, end = (blocks[number].start + place for place in match.span("told"))
    author = next((match["told"] for _, name, match in group if name == "mail_from"), "")
    named = " ".join(_ADDRESS.sub(" ", author).split()).strip(" ,;")
    return MailHead(group[0][0], Span(text[start:end], start, end), named or None)


def _head(line: str) -> tuple[str, re.Match[str]] | None:
    if len(line) > _LONGEST:
        return None
    for name, pattern in _patterns():
        if match := pattern.match(line):
            return name, match
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = lexicon("lines")
    return tuple(
        (name, re.compile(rf"(?:{words[name]})\s?[:：]\s*(?P<told>\S.*)$", re.I))
        for name in ("mail_subject", "mail_from", "mail_more")
    )
