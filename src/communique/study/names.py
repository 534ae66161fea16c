"""Names to be judged: pairs of entities that may be one, and names that documents hold and the project does not."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from communique.coding.names import Named, match_key, pairs
from communique.model.records import Entity
from communique.model.words import FindingKind, FindingStatus
from communique.project import reads

Json = dict[str, Any]

_KINDS = (FindingKind.SIGNATORY, FindingKind.QUOTATION, FindingKind.AUTHOR)


def proposals_view(connection: sa.Connection, as_of: int | None = None, entity_type: str | None = None) -> Json:
    """What a person may judge: ``pairs`` of entities of one type that may be one, and ``new`` names.

    A pair has ``type``, ``a`` and ``b`` (``id`` and ``name``), ``score`` and ``reason``; ``unite`` makes one of them,
    reversibly. A new name has ``name``, ``documents`` (numbers) and ``count``: it stands in a roster, a quotation or a
    byline and is no name or alias of any entity. Nothing is merged here.
    """
    entities = list(reads.entities(connection, as_of))
    types = {t.id: t.name for t in reads.entity_types(connection, as_of)}
    groups: dict[int, list[Entity]] = defaultdict(list)
    for entity in entities:
        groups[entity.type].append(entity)
    found: list[Json] = []
    for number, members in groups.items():
        if entity_type is not None and types.get(number) != entity_type:
            continue
        names = {e.id: e.name for e in members}
        for pair in pairs([Named(e.id, e.name, tuple(e.aliases)) for e in members]):
            found.append(
                {
                    "type": types[number],
                    "a": {"id": pair.a, "name": names[pair.a]},
                    "b": {"id": pair.b, "name": names[pair.b]},
                    "score": pair.score,
                    "reason": pair.reason,
                }
            )
    return {"pairs": sorted(found, key=lambda p: -p["score"]), "new": _new(connection, as_of, entities)}


def _new(connection: sa.Connection, as_of: int | None, entities: list[Entity]) -> list[Json]:
    known = {match_key(form) for e in entities for form in (e.name, *e.aliases)}
    seen: dict[tuple[str, ...], Json] = {}
    for document in reads.documents(connection, as_of):
        place = reads.Place(document)
        for text_id in dict.fromkeys(piece.text for piece in document.ranges):
            for finding in reads.findings(connection, text_id, as_of):
                if finding.kind not in _KINDS or finding.status is FindingStatus.REJECTED:
                    continue
                if finding.start is not None and not place.to_document(text_id, finding.start, finding.end or 0):
                    continue
                for name in _names(finding.kind, finding.data):
                    key = match_key(name)
                    if key and key not in known:
                        entry = seen.setdefault(key, {"name": name, "count": 0, "documents": []})
                        entry["count"] += 1
                        if document.id not in entry["documents"]:
                            entry["documents"].append(document.id)
    return sorted(seen.values(), key=lambda entry: (-entry["count"], entry["name"]))


def _names(kind: FindingKind, data: Any) -> list[str]:
    if kind is FindingKind.SIGNATORY:
        return [name for name in (data["name"], data.get("organization"), data.get("parent")) if name]
    name = data.get("speaker") if kind is FindingKind.QUOTATION else data.get("author")
    return [name] if name else []
