"""Small fictional studies for tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.model.reading import DocumentDraft
from communique.model.records import Value
from communique.model.words import Layer
from communique.project.anchors import anchor_at
from communique.project.history import changing
from communique.project.reads import codebook, content, document, entities
from communique.project.store import Store
from communique.project.writes import (
    StatementDraft,
    put_capture,
    put_coder,
    put_document,
    put_entities,
    put_statements,
    put_text,
)

TEXT = (
    "The Harbour Guild welcomes the tram. The Garden Circle does not: “Not through our lane,” it says. "
    "🚋 Both want shade."
)


@dataclass
class Study:
    """A store with the acts that tests need, each one change."""

    store: Store
    actor: str = "Ada"
    session: str = "test"
    names: int = field(default=0)

    def act(self, verb: str):  # type: ignore[no-untyped-def]
        return changing(self.store, verb, verb, actor=self.actor, session=self.session)

    def add_document(self, text: str = TEXT, title: str = "On the tram", date: str | None = "2031-05-03") -> int:
        """A document on a text of its own; returns its number."""
        with self.act("add") as writer:
            capture = put_capture(writer, text.encode(), name=f"{title}.txt", media_type="text/plain")
            text_id = put_text(writer, text, capture=capture, reader="text", reader_version="1")
            return put_document(writer, text_id, DocumentDraft(((0, len(text)),), title=title), date=date)

    def code(
        self,
        document_id: int,
        quote: str,
        organization: str,
        concept: str,
        agreement: bool,
        *,
        layer: Layer = Layer.PRIMARY,
        coder: str = "Ada",
    ) -> int:
        """A claim; returns its number."""
        with self.act("code") as writer:
            book = codebook(writer.connection)
            kind = book.type("Claim")
            assert kind is not None
            found = {(e.type, e.name): e.id for e in entities(writer.connection)}
            values = []
            for name, text in (("organization", organization), ("concept", concept)):
                variable = kind.variable(name)
                assert variable is not None
                assert variable.entity_type is not None
                entity = found.get((variable.entity_type, text))
                if entity is None:
                    entity = put_entities(writer, variable.entity_type, [text])[0]
                values.append(Value(variable.id, 0, 0, entity=entity))
            qualifier = kind.variable("agreement")
            assert qualifier is not None
            values.append(Value(qualifier.id, 0, 0, value=agreement))
            piece = document(writer.connection, document_id).ranges[0]
            text = content(writer.connection, piece.text)
            start = text.index(quote)
            draft = StatementDraft(
                kind.id,
                document_id,
                put_coder(writer, coder),
                layer,
                (anchor_at(piece.text, text, start, start + len(quote)),),
                tuple(values),
            )
            (ids,) = put_statements(writer, [draft])
            return ids[0]
