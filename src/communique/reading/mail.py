"""E-mail messages: who wrote what to whom and when, as the header says, and the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

from communique.model.errors import CommuniqueError, SourceError
from communique.model.reading import BlockDraft, DateDraft, DocumentDraft, Reading, Source, Span
from communique.model.words import BlockKind, DateBasis
from communique.reading.articles import describe, documents_of, headed, proposals
from communique.reading.decoding import decode
from communique.reading.lineshapes import is_prose
from communique.reading.mailheads import mail_heads
from communique.reading.pagekinds import page_blocks
from communique.reading.secondlook import second_look
from communique.reading.sniffing import opens_as_mail, suffix
from communique.reading.structure import text_blocks
from communique.reading.visible import parse_page, visible_text

_SHOWN = (
    ("From", BlockKind.BYLINE),
    ("To", BlockKind.OTHER),
    ("Date", BlockKind.DATELINE),
    ("Subject", BlockKind.TITLE),
)
_NAMED = re.compile(r"^\s*\"?([^\"<]+?)\"?\s*<[^>]*>\s*$")


class MailReader:
    """Reads ``.eml`` files. The text is the header's From, To, Date and Subject, then the body."""

    name = "mail"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether the suffix is ``.eml`` or, without a telling suffix, the first lines are a message's header."""
        ending = suffix(source.name)
        return ending == "eml" or (ending not in ("txt", "text", "html", "htm") and opens_as_mail(source.data))

    def read(self, source: Source) -> Reading:
        """Read the message as one document, or as several where it is the issue of a newsletter.

        Attachments are named in the notes and not read.

        Raises
        ------
        SourceError
            If it is no message or has no text.
        """
        if not source.data.strip():
            raise SourceError("the file is empty", place=source.name, way_out="leave it out")
        message = message_from_bytes(source.data, policy=policy.default)
        text, blocks, spans = _header(message)
        body, body_blocks, encoding, notes = _body(message, source)
        if not body_blocks:
            raise SourceError(
                "the message has no text", place=source.name, way_out="leave it out, or save its attachments"
            )
        offset = len(text) + 2 if text else 0
        whole = f"{text}\n\n{body}" if text else body
        below = [BlockDraft(b.start + offset, b.end + offset, b.kind, b.chrome_kind) for b in body_blocks]
        blocks += below
        document = _document(whole, blocks, message, spans)
        content = [block for block in below if block.kind is not BlockKind.CHROME]
        parts, offers = documents_of(whole, content, may_part=lambda _: not _forwards(whole, content))
        documents = tuple(_part(part, document) for part in parts) if len(parts) > 1 else (document,)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="message/rfc822",
            encoding=encoding,
            text=whole,
            blocks=tuple(headed(whole, blocks, documents)) if len(documents) > 1 else tuple(blocks),
            findings=(*(finding for one in documents for finding in proposals(one)), *offers),
            documents=documents,
            options={"encoding": source.encoding} if source.encoding else {},
            notes=notes,
        )


def _value(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name) or "")
    except Exception:
        # The parser of structured headers breaks on some that are malformed; the header is left out then.
        return ""
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd").split())


def _header(message: EmailMessage) -> tuple[str, list[BlockDraft], dict[str, Span]]:
    text, blocks, spans = "", [], {}
    for name, kind in _SHOWN:
        value = _value(message, name)
        if not value:
            continue
        start = len(text) + bool(text)
        text += f"{chr(10) if text else ''}{name}: {value}"
        blocks.append(BlockDraft(start, len(text), kind))
        spans[name] = Span(value, len(text) - len(value), len(text))
    return text, blocks, spans


def _body(message: EmailMessage, source: Source) -> tuple[str, list[BlockDraft], str | None, tuple[str, ...]]:
    parts = [part for part in message.walk() if not part.is_multipart()]
    attached = [str(part.get_filename()) for part in parts if part.get_filename()]
    notes = tuple(f"attachment not read: {' '.join(name.split())[:200]}" for name in attached)
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() != wanted or part.get_filename():
                continue
            payload: Any = part.get_payload(decode=True)
            declared = f"{wanted}; charset={part.get_param('charset') or ''}"
            inner = Source(payload or b"", source.name, media_type=declared, encoding=source.encoding)
            try:
                decoded = decode(inner, page=wanted == "text/html")
            except CommuniqueError:
                if len(parts) == 1:
                    raise
                continue
            if wanted == "text/plain":
                return decoded.text, text_blocks(decoded.text), decoded.encoding, (*decoded.notes, *notes)
            root, more = parse_page(decoded.text)
            text, boxes = visible_text(root) if root is not None else ("", [])
            if boxes:
                # Mails are laid out in tables, which tell an extractor of pages nothing.
                main = frozenset(number for number, box in enumerate(boxes) if box.chrome is None)
                main = second_look(text, boxes, main or range(len(boxes)))
                blocks = page_blocks(text, boxes, main, _value(message, "Subject"))
                return text, list(blocks), decoded.encoding, (*decoded.notes, *more, *notes)
    return "", [], None, notes


def _forwards(text: str, blocks: Sequence[BlockDraft]) -> bool:
    """Whether somebody writes above other mails: a message with what it forwards is no digest."""
    first = next((head.first for head in mail_heads(text, blocks)), 0)
    return any(is_prose(text[block.start : block.end]) for block in blocks[:first])


def _part(part: DocumentDraft, whole: DocumentDraft) -> DocumentDraft:
    """An article of a newsletter: who sent it is the issuer, and when it was sent its date, if it names no other."""
    undated = part.date.basis is DateBasis.NONE and whole.date.basis is not DateBasis.NONE
    date = DateDraft(whole.date.value, DateBasis.METADATA) if undated else part.date
    return replace(part, issuer=whole.author, addressee=whole.addressee, kind=whole.kind, date=date)


def _document(text: str, blocks: list[BlockDraft], message: EmailMessage, spans: dict[str, Span]) -> DocumentDraft:
    described = describe(text, blocks)
    sender = spans.get("From")
    named = _NAMED.match(sender.quote) if sender else None
    date = DateDraft(None, DateBasis.NONE)
    try:
        sent = parsedate_to_datetime(_value(message, "Date"))
        date = DateDraft(sent.date().isoformat(), DateBasis.EXPLICIT, spans.get("Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        date = described.date
    subject, to = spans.get("Subject"), spans.get("To")
    return DocumentDraft(
        ranges=described.ranges,
        title=subject.quote if subject else None,
        title_span=subject,
        author=named[1] if named else (sender.quote if sender else None),
        addressee=to.quote if to else None,
        kind="message",
        language=described.language,
        date=date,
    )
