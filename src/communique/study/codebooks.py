"""Putting a codebook into a project."""

from __future__ import annotations

from communique.coding.codebook import CodebookDraft
from communique.project.history import FOUNDING, changing
from communique.project.store import Store
from communique.project.writes import checked_name


def put_codebook(store: Store, draft: CodebookDraft, *, actor: str, session: str) -> None:
    """Define all of a codebook's types and variables, as one change."""
    with changing(
        store,
        FOUNDING,
        f"new project with the codebook {draft.name}",
        actor=actor,
        session=session,
        codebook=draft.name,
    ) as writer:
        writer.new("codebook", [{"name": draft.name, "description": draft.description}])
        entity_types = dict(
            zip(
                [name for name, _, _ in draft.entity_types],
                writer.new(
                    "entity_type",
                    [
                        {"name": checked_name(name, "entity type"), "color": color, "description": description}
                        for name, color, description in draft.entity_types
                    ],
                ),
                strict=True,
            )
        )
        types = writer.new(
            "statement_type",
            [
                {
                    "name": checked_name(s.name, "statement type"),
                    "color": s.color,
                    "definition": s.definition,
                    "position": position,
                }
                for position, s in enumerate(draft.types)
            ],
        )
        writer.new(
            "variable",
            [
                {
                    "statement_type_id": number,
                    "name": checked_name(v.name, "variable"),
                    "kind": str(v.kind),
                    "entity_type_id": entity_types[v.entity_type] if v.entity_type else None,
                    "position": position,
                    "qualifier": v.qualifier,
                    "definition": v.definition,
                }
                for number, s in zip(types, draft.types, strict=True)
                for position, v in enumerate(s.variables)
            ],
        )
