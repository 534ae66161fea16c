"""Rosters as statements: a machine's in the layer ``automatic``, and ``decide``, which makes them a coder's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from communique.model.errors import NotFound, Refused, UsageError
from communique.model.reading import FindingDraft
from communique.model.records import Anchor, Document, Finding, StatementType, Value, Variable
from communique.model.words import CoderKind, FindingKind, FindingStatus, Layer, Mode, VariableKind
from communique.project import reads
from communique.project.anchors import anchor_at
from communique.project.history import ChangeWriter
from communique.project.statement_edits import delete_statements
from communique.project.store import Store
from communique.project.writes import StatementDraft, put_coder, put_entities, put_statements
from communique.reading.countries import country_name
from communique.study.acts import acting

Json = dict[str, Any]

TYPE = "Signature"
"""The statement type that holds rosters: one statement a document, a group of values for each signatory."""

READER = "reader"
"""The machine that writes what it reads in the layer ``automatic``."""

_FIELDS = ("person", "organization", "role", "country", "parent")


class Signing:
    """Writes rosters as statements within one change, as far as the codebook has the words for them."""

    def __init__(self, writer: ChangeWriter) -> None:
        self._writer = writer
        codebook = reads.codebook(writer.connection)
        self.type: StatementType | None = next((s for s in codebook.types if s.name == TYPE), None)
        self._variables: dict[str, Variable] = {
            v.name: v
            for v in (self.type.variables if self.type else ())
            if v.name in _FIELDS and v.kind in (VariableKind.ENTITY, VariableKind.TEXT)
        }
        self._entities: dict[tuple[int, str], int] | None = None

    def suggest(self, document: int, text_id: int, text: str, findings: Sequence[FindingDraft]) -> None:
        """Write the roster of a document that was just read as a statement of the machine's."""
        signed = [f for f in findings if f.kind is FindingKind.SIGNATORY and f.start is not None and f.end is not None]
        kept = [(dict(f.data), f.start or 0, f.end or 0) for f in signed if not f.data.get("withdrawn")]
        if not kept or not {"person", "organization"} & set(self._variables):
            return
        anchors = [anchor_at(text_id, text, start, end) for _, start, end in kept]
        coder = put_coder(self._writer, READER, str(CoderKind.MACHINE))
        self.write(document, [data for data, *_ in kept], anchors, coder=coder, layer=Layer.AUTOMATIC)

    def write(
        self,
        document: int,
        signers: Sequence[Json],
        anchors: Sequence[Anchor],
        *,
        coder: int,
        layer: Layer,
        origin: int | None = None,
    ) -> int:
        """Write one statement with a group for each signer; returns its number."""
        assert self.type is not None
        values: list[Value] = []
        positions: dict[int, int] = {}
        for group, signer in enumerate(signers, 1):
            for variable, content in self._contents(signer):
                position = positions.get(variable.id, 0)
                positions[variable.id] = position + 1
                if variable.kind is VariableKind.TEXT:
                    values.append(Value(variable.id, group, position, value=content))
                else:
                    values.append(Value(variable.id, group, position, entity=self._entity(variable, content)))
        draft = StatementDraft(
            self.type.id, document, coder, layer, tuple(anchors), tuple(values), attribution=Mode.SIGNED, origin=origin
        )
        ((number,),) = put_statements(self._writer, [draft])
        return number

    def _contents(self, signer: Json) -> list[tuple[Variable, str]]:
        person = signer["kind"] == "person"
        told = {
            "person": signer["name"] if person else None,
            "organization": signer["organization"] if person else signer["name"],
            "role": signer["role"],
            "country": country_name(signer["country"]) if signer["country"] else None,
            "parent": signer["parent"],
        }
        return [(self._variables[n], content) for n, content in told.items() if content and n in self._variables]

    def _entity(self, variable: Variable, name: str) -> int:
        assert variable.entity_type is not None
        if self._entities is None:
            found = list(reads.entities(self._writer.connection))
            self._entities = {(e.type, alias): e.id for e in found for alias in e.aliases}
            self._entities |= {(e.type, e.name): e.id for e in found}
        key = (variable.entity_type, " ".join(name.split()))
        if key not in self._entities:
            self._entities[key] = put_entities(self._writer, variable.entity_type, [key[1]])[0]
        return self._entities[key]


def decide_signatures(
    store: Store,
    document: int | str,
    *,
    reject: bool = False,
    layer: str = Layer.PRIMARY,
    preview: bool = False,
    actor: str,
    session: str,
) -> Json:
    """Accept the roster that was read in a document as a statement of the actor's, or ``reject`` it; one change.

    The statement has one group of values for each signatory, each on its own words, and remembers the machine's
    statement that it came from; that one stays in the layer ``automatic``. A rejected roster goes from there. Returns
    the ``document``, how many ``signatories`` there are, and the new ``statement`` (``None`` if rejected or rehearsed).

    Raises
    ------
    NotFound
        If there is no such document, or no roster in it waits for a decision.
    UsageError
        If the codebook has no statement type Signature, or the layer is none of a person's.
    """
    if layer not in (Layer.PRIMARY, Layer.SECOND, Layer.ADJUDICATED):
        raise UsageError(
            f"a person decides, not {layer!r}", place="--layer", way_out="use primary, second, adjudicated"
        )
    with acting(
        store,
        "decide",
        actor=actor,
        session=session,
        preview=preview,
        document=document,
        reject=reject,
        layer=str(layer),
    ) as writer:
        found = reads.document(writer.connection, document)
        waiting = [f for f in _signatories(writer.connection, found) if f.status is FindingStatus.PROPOSED]
        if not waiting:
            raise NotFound(
                "no roster waits for a decision", place=f"document {found.id}", way_out="`show` lists its findings"
            )
        machine = _suggested(writer.connection, found)
        verdict = FindingStatus.REJECTED if reject else FindingStatus.ACCEPTED
        for finding in waiting:
            writer.replace("finding", (finding.id,), status=str(verdict))
        signing = [f for f in waiting if not f.data.get("withdrawn")]
        number = None
        if reject:
            delete_statements(writer, machine)
        else:
            number = _accepted(writer, found, signing, machine, actor, Layer(layer))
        what = f"{len(signing)} {'signatory' if len(signing) == 1 else 'signatories'} of document {found.id}"
        writer.summary = f"{'reject' if reject else 'accept'} {what}"
    return {
        "document": found.id,
        "signatories": len(signing),
        "rejected": reject,
        "statement": None if preview else number,
    }


def _accepted(
    writer: ChangeWriter,
    document: Document,
    signing: Sequence[Finding],
    machine: Sequence[int],
    actor: str,
    layer: Layer,
) -> int:
    signatures = Signing(writer)
    if signatures.type is None:
        raise UsageError(
            f"the codebook has no statement type {TYPE!r}",
            way_out=f"`define` one with the variables {', '.join(_FIELDS)}",
        )
    texts = {piece.text: reads.content(writer.connection, piece.text) for piece in document.ranges}
    anchors = [anchor_at(f.text, texts[f.text], f.start or 0, f.end or 0) for f in signing]
    if not anchors:
        raise Refused("all signatures were withdrawn", place=f"document {document.id}", way_out="--reject the roster")
    return signatures.write(
        document.id,
        [dict(f.data) for f in signing],
        anchors,
        coder=put_coder(writer, actor),
        layer=layer,
        origin=machine[0] if machine else None,
    )


def _signatories(connection: sa.Connection, document: Document) -> list[Finding]:
    place = reads.Place(document)
    return [
        finding
        for text_id in dict.fromkeys(piece.text for piece in document.ranges)
        for finding in reads.findings(connection, text_id)
        if finding.kind is FindingKind.SIGNATORY
        and finding.start is not None
        and finding.end is not None
        and place.to_document(text_id, finding.start, finding.end)
    ]


def _suggested(connection: sa.Connection, document: Document) -> list[int]:
    types = {s.id for s in reads.codebook(connection).types if s.name == TYPE}
    return [
        statement.id
        for statement in reads.statements(connection, documents=[document.id])
        if statement.layer is Layer.AUTOMATIC and statement.type in types
    ]
