"""Names to be judged: pairs of entities that may be one, and names that documents hold and the project does not."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from communique.coding.names import Named, match_key, pairs
from communique.model.errors import UsageError
from communique.model.records import Entity
from communique.model.words import FindingKind, FindingStatus, Verdict
from communique.project import reads
from communique.project.entity_edits import parents_of, set_judgement, unite_entities
from communique.project.store import Store
from communique.study.acts import acting
from communique.study.recoding import find_several

Json = dict[str, Any]

_KINDS = (FindingKind.SIGNATORY, FindingKind.QUOTATION, FindingKind.NAME)


def proposals_view(connection: sa.Connection, as_of: int | None = None, entity_type: str | None = None) -> Json:
    """What a person may judge: ``pairs`` of entities of one type that may be one, and ``new`` names.

    A pair has ``type``, ``a`` and ``b`` (``id`` and ``name``), ``score``, ``reason`` and ``unsure``: who said so
    (``by`` and ``time``), or ``None``. :func:`judge` decides about it. ``judged`` lists what was decided: ``type``,
    ``a``, ``b``, ``verdict``, ``by`` and ``time``; pairs judged different are not proposed again. A new name has
    ``name``, ``documents`` (numbers), ``count`` and ``acronyms``: it stands in a roster, a quotation or a byline, is an
    issuer or author, or has an acronym behind it in brackets, and is no name or alias of any entity. ``forms`` are
    acronyms that stand behind the name of an ``entity`` (``id`` and ``name``) and are no alias of it yet: ``form``,
    ``documents`` and ``count``. Nothing is merged here.
    """
    entities = list(reads.entities(connection, as_of))
    types = {t.id: t.name for t in reads.entity_types(connection, as_of)}
    shown = {e.id: {"id": e.id, "name": e.name} for e in entities}
    groups: dict[int, list[Entity]] = defaultdict(list)
    for entity in entities:
        if entity_type in (None, types[entity.type]):
            groups[entity.type].append(entity)
    judgements = {(j.entity, j.other): j for j in reads.judgements(connection, as_of)}
    found: list[Json] = []
    judged: list[Json] = []
    for number, members in groups.items():
        for pair in pairs([Named(e.id, e.name, tuple(e.aliases)) for e in members]):
            said = judgements.get((min(pair.a, pair.b), max(pair.a, pair.b)))
            if said is None or said.verdict is Verdict.UNSURE:
                unsure = None if said is None else {"by": said.by, "time": said.time}
                found.append(
                    {"type": types[number], "a": shown[pair.a], "b": shown[pair.b]}
                    | {"score": pair.score, "reason": pair.reason, "unsure": unsure}
                )
        ours = {e.id for e in members}
        judged += [
            {"type": types[number], "a": shown[j.entity], "b": shown[j.other]}
            | {"verdict": str(j.verdict), "by": j.by, "time": j.time}
            for j in judgements.values()
            if j.entity in ours
        ]
    return {
        "pairs": sorted(found, key=lambda p: -p["score"]),
        "judged": judged,
    } | _met(connection, as_of, entities, shown)


def judge(
    store: Store,
    name: str,
    other: str,
    verdict: str | None,
    *,
    type: str | None = None,
    actor: str,
    session: str,
    preview: bool = False,
) -> Json:
    """Say of two entities of one type that they are the ``same``, ``different``, or that one is ``unsure``.

    The same: the first stands for both from now on, as by ``unite``. ``None`` takes back what was said before; so does
    ``undo``. Returns ``a``, ``b`` (names), ``verdict`` and ``statements`` (how many were recoded).

    Raises
    ------
    NotFound
        If one of them is not there.
    UsageError
        If there is no such verdict, or they are not two of one type.
    """
    words = [str(v) for v in Verdict]
    if verdict is not None and verdict not in words:
        raise UsageError(f"no judgement {verdict!r}", place="judgement", way_out=f"say {', '.join(words)}")
    with acting(
        store, "judge", actor=actor, session=session, preview=preview, name=name, other=other, verdict=verdict
    ) as writer:
        first, (second,) = find_several(writer.connection, name, [other], type)
        recoded: list[int] = []
        if verdict == Verdict.SAME:
            recoded = unite_entities(writer, first, second, parents_of(writer.connection))
        else:
            set_judgement(writer, first.id, second.id, None if verdict is None else Verdict(verdict))
        said = verdict or "no judgement"
        writer.summary = f"judge {first.name} and {second.name}: {said}"
    return {"a": first.name, "b": second.name, "verdict": verdict, "statements": len(recoded)}


def _met(
    connection: sa.Connection, as_of: int | None, entities: list[Entity], shown: dict[int, Json]
) -> dict[str, list[Json]]:
    """The names and acronyms of documents that the project does not know: ``new`` and ``forms``."""
    known: dict[tuple[str, ...], int] = {match_key(form): e.id for e in entities for form in (e.name, *e.aliases)}
    new: dict[tuple[str, ...], Json] = {}
    forms: dict[tuple[int, str], Json] = {}

    def meet(name: str, document: int, acronym: str | None = None) -> None:
        key = match_key(name)
        if not key:
            return
        if key not in known:
            entry = new.setdefault(key, {"name": name, "count": 0, "documents": [], "acronyms": []})
            if acronym and acronym not in entry["acronyms"]:
                entry["acronyms"].append(acronym)
        elif acronym and match_key(acronym) not in known:
            entity = known[key]
            unmet = {"entity": shown[entity], "form": acronym, "count": 0, "documents": []}
            entry = forms.setdefault((entity, acronym), unmet)
        else:
            return
        entry["count"] += 1
        if document not in entry["documents"]:
            entry["documents"].append(document)

    for document in reads.documents(connection, as_of):
        place = reads.Place(document)
        for name in dict.fromkeys((document.issuer, document.author)):
            meet(name, document.id)
        for text_id in dict.fromkeys(piece.text for piece in document.ranges):
            for finding in reads.findings(connection, text_id, as_of):
                if finding.kind not in _KINDS or finding.status is FindingStatus.REJECTED:
                    continue
                if finding.start is not None and not place.to_document(text_id, finding.start, finding.end or 0):
                    continue
                for name in _names(finding.kind, finding.data):
                    meet(name, document.id, finding.data.get("acronym"))
    return {
        "new": sorted(new.values(), key=lambda entry: (-entry["count"], entry["name"])),
        "forms": sorted(forms.values(), key=lambda entry: (-entry["count"], entry["form"])),
    }


def _names(kind: FindingKind, data: Any) -> list[str]:
    if kind is FindingKind.SIGNATORY:
        return [name for name in (data["name"], data.get("organization"), data.get("parent")) if name]
    if kind is FindingKind.NAME:
        return [data["name"]]
    return [data["speaker"]] if data.get("speaker") else []
