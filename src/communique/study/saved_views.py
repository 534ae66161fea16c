"""The verbs ``view`` and ``views``: settings of networks under names, as part of the project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from communique.model.errors import NotFound
from communique.networks import spec_from_options
from communique.project import reads
from communique.project.store import Store
from communique.project.writes import checked_name
from communique.study.acts import acting, expect
from communique.study.drawings import Looks

Json = dict[str, Any]


def save_view(
    store: Store,
    name: str,
    options: Mapping[str, Any],
    drawn: Mapping[str, Any],
    *,
    unless_changed: str | None = None,
    actor: str,
    session: str,
) -> Json:
    """Keep the settings of a network under a name; those of a view that is there are replaced.

    ``drawn`` says how it is drawn: ``least`` (weight of the weakest tie), ``color_by``, ``shape_by``, ``size_by``
    (:class:`~communique.study.drawings.Looks`). ``unless_changed`` is the ``etag`` of the view as the caller knows it.

    Raises
    ------
    Conflict
        If somebody changed it meanwhile.
    NotFound
        If it should be there, and is not.
    SpecError
        If the settings have no meaning.
    """
    spec_from_options(options)
    drawn = {key: value for key, value in drawn.items() if value not in (None, "", 0)}
    Looks(**{key: value for key, value in drawn.items() if key != "least"})
    name = checked_name(name, "view")
    content = json.dumps(dict(options) | ({"drawn": drawn} if drawn else {}), sort_keys=True, ensure_ascii=False)
    with acting(store, "view", actor=actor, session=session, name=name) as writer:
        expect(unless_changed, f"view {name}", lambda: find_view(writer.connection, name))
        there = {view.name: view for view in reads.saved_views(writer.connection)}
        if name in there:
            writer.replace("saved_view", (there[name].id,), options=content)
        else:
            writer.new("saved_view", [{"name": name, "options": content}])
        writer.summary = f"save the view {name}"
        return find_view(writer.connection, name)


def drop_view(store: Store, name: str, *, actor: str, session: str) -> Json:
    """Forget a view.

    Raises
    ------
    NotFound
        If there is none of this name.
    """
    with acting(store, "view", actor=actor, session=session, name=name, drop=True) as writer:
        view = find_view(writer.connection, name)
        writer.end("saved_view", [(view["id"],)])
        writer.summary = f"drop the view {name}"
    return view


def find_view(connection: sa.Connection, name: str, as_of: int | None = None) -> Json:
    """The view of this name: ``id``, ``name``, ``options`` and ``drawn``.

    Raises
    ------
    NotFound
        If there is none.
    """
    views = views_view(connection, as_of)
    for view in views:
        if view["name"] == name:
            return view
    names = ", ".join(view["name"] for view in views)
    raise NotFound(f"no view {name!r}", place="--view", way_out=f"there are: {names or 'none yet'}")


def views_view(connection: sa.Connection, as_of: int | None = None) -> list[Json]:
    """All saved views: ``id``, ``name``, ``options``, and ``drawn``, how they are drawn."""
    views = []
    for view in reads.saved_views(connection, as_of):
        options = dict(view.options)
        drawn = options.pop("drawn", {})
        views.append({"id": view.id, "name": view.name, "options": options, "drawn": drawn})
    return views
