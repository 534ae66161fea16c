"""Letters, greetings and appeals: to whom, from whom, on what occasion, and who signs them alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from communique.model.reading import BlockDraft, DocumentDraft, FindingDraft
from communique.model.words import BlockKind, FindingKind
from communique.reading.signing.entry import Signer, parse_entry
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Row, is_sentence, rows_of
from communique.reading.signing.words import body_word, pattern

_HEAD, _SHORT, _LINES = 8, 160, 5
_NAME = re.compile(
    r"\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[,:]?\s*(?:the |der |die |das |la |le |les |el |il |a |o |de |het )?"
    r"(?P<name>[^\W\d_a-z][^\n.,;:|·•©!?()]{3,80})",
)
_LATER = re.compile(
    r"\s(?:today|now|online|heute|jetzt|aujourd|maintenant|hoy|ahora|hoje|agora|oggi|ora|сегодня)\b.*$", re.I
)


def described(text: str, blocks: Sequence[BlockDraft], document: DocumentDraft) -> DocumentDraft:
    """The document with addressee, issuer and occasion, where they are said and nothing told them before."""
    start, end = document.ranges[0][0], document.ranges[-1][1]
    rows = rows_of(text, start, min(end, start + 20_000))
    addressee, sender = _addressed(document, rows)
    closing = _closing_rows(text, document)
    body = next((signer.name for signer in closing if _is_body(signer)), None)
    return replace(
        document,
        addressee=document.addressee or addressee,
        issuer=document.issuer or sender or body or _publisher(text, blocks),
        occasion=document.occasion or _occasion(rows),
    )


def find_letter_signatories(text: str, document: DocumentDraft) -> list[FindingDraft]:
    """Who signs a letter or greeting alone, beneath its last paragraph; nothing where there is no salutation."""
    found: list[FindingDraft] = []
    for signer in _closing_rows(text, document):
        if signer.leaning <= 0:
            continue
        data = {
            "name": signer.name,
            "aliases": list(signer.aliases),
            "kind": "person",
            "organization": signer.organization,
            "role": signer.role,
            "country": signer.country,
            "parent": None,
        }
        place = text.rfind(signer.name, document.ranges[0][0], document.ranges[-1][1])
        if place >= 0:
            found.append(FindingDraft(FindingKind.SIGNATORY, place, place + len(signer.name), data))
    return found


def _addressed(document: DocumentDraft, rows: Sequence[Row]) -> tuple[str | None, str | None]:
    """Whom the title or a line at the head is for, and whom a title is from."""
    lines = [document.title or "", *(row.text for row in rows[:_HEAD])]
    for number, line in enumerate(lines):
        if not line or len(line) > _SHORT or is_sentence(line):
            continue
        found = pattern("addressed").match(line)
        if found is None or not line[found.end() :].strip() or not line[found.end() : found.end() + 1].isspace():
            continue
        if number and not _salutes(rows):
            continue
        rest = line[found.end() :].strip()
        parted = re.search(rf"\s(?:{pattern('sender').pattern})\s", rest, re.I)
        name = rest[: parted.start()] if parted else rest
        sender = rest[parted.end() :].strip(" ,.:") if parted else None
        name = re.sub(r"^(?:the|den|die|das|la|le|les|el|los|las|il|lo|gli|o|os|as)\s", "", name, flags=re.I).strip(
            " ,.:"
        )
        if name[:1].isupper() or not name[:1].islower():
            return name or None, sender if sender and body_word(sender) else None
    return None, None


def _salutes(rows: Sequence[Row]) -> bool:
    return any(len(row.text) <= 80 and pattern("salutation").match(row.text) for row in rows[: _HEAD + 2])


def _closing_rows(text: str, document: DocumentDraft) -> list[Signer]:
    """What stands as a signature beneath the last paragraph of a letter."""
    start, end = document.ranges[0][0], document.ranges[-1][1]
    rows = rows_of(text, start, end)
    if not _salutes(rows):
        return []
    last = max((n for n, row in enumerate(rows) if is_sentence(row.text) or len(row.text) > _SHORT), default=None)
    if last is None:
        return []
    found: list[Signer] = []
    for row in rows[last + 1 : last + 1 + _LINES]:
        if pattern("stop").match(row.text) and len(row.text) < 40:
            break
        if row.text.endswith(("!", ":", "?", "！")) or pattern("closing").match(row.text):
            continue
        signers = parse_entry(row.text)
        signed = signers and (signers[0].leaning >= 3 or signers[0].organization or signers[0].role)
        if signers and ((not found and (signed or _titled(row.text))) or (found and _is_body(signers[0]))):
            found.append(signers[0])
        elif found:
            break
    behalf = pattern("behalf")
    return [
        replace(one, name=behalf.sub("", one.name, count=1).strip()) if behalf.match(one.name) else one
        for one in found[:2]
    ]


def _titled(words: str) -> bool:
    """Whether a line is a name of a person and no more: every word of it in capitals."""
    return leaning(words) > 0 and 2 <= len(words.split()) <= 4 and not re.search(r"(?:^|\s)[a-zß-ÿа-яα-ω]{2,}", words)


def _is_body(signer: Signer) -> bool:
    return signer.leaning < 0 and body_word(signer.name) is not None


def _occasion(rows: Sequence[Row]) -> str | None:
    for row in rows[:_HEAD]:
        found = pattern("occasion").search(row.text)
        if found:
            words = re.split(r"[.,;:!?()]|\s[–—-]\s", row.text[found.end() :].strip())[0]
            words = re.sub(r"^(?:the|des|der|dem|du|de la|del|della|dell['’]|do|da)\s", "", words.strip(), flags=re.I)
            return words[:120] or None
    return None


def _publisher(text: str, blocks: Sequence[BlockDraft]) -> str | None:
    """Who a page says it belongs to, in what its site added or beneath the text: the body named most often."""
    counts: Counter[str] = Counter()
    tail = [block for block in blocks if block.kind is not BlockKind.CHROME and block.end - block.start < 200][-8:]
    for block in [*(b for b in blocks if b.kind is BlockKind.CHROME), *tail]:
        words = text[block.start : min(block.end, block.start + 400)]
        for found in pattern("publisher").finditer(words):
            named = _NAME.match(words, found.end())
            name = _LATER.sub("", " ".join(named["name"].split())) if named else ""
            name = re.sub(r"\s\d{4}$", "", name)
            if name and " " in name and body_word(name) and len(name.split()) <= 8:
                counts[name] += 1
    return counts.most_common(1)[0][0] if counts else None
