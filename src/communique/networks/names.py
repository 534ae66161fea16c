"""From the names in a specification to the columns of a relation."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from communique.model.errors import SpecError
from communique.model.relation import Relation
from communique.model.words import VariableKind
from communique.networks.spec import NetworkSpec

_STATEMENT_FIELDS = ("coder", "layer", "attribution", "precision")
_SORTS = {
    VariableKind.BOOLEAN: "boolean",
    VariableKind.INTEGER: "integer",
    VariableKind.NUMBER: "number",
    VariableKind.TEXT: "text",
    VariableKind.ENTITY: "entity",
    VariableKind.DATE: "date",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A column of the relation, as a specification names it.

    Attributes
    ----------
    name
        As asked for.
    column
        The column of the relation's table.
    sort
        ``entity``, ``boolean``, ``integer``, ``number``, ``text``, ``date``, or ``field`` for what belongs to the
        document or statement.
    entity_type
        Whose entities the values are, for sort ``entity``.
    attribute
        The attribute that stands for the value, or ``parent``.
    """

    name: str
    column: str
    sort: str
    entity_type: str | None = None
    attribute: str | None = None

    @property
    def of_document(self) -> bool:
        """Whether it is a field of the document."""
        return self.column.startswith("document.")


@dataclass(frozen=True)
class Bound:
    """A specification and the columns it means in one relation.

    ``levels_matter`` says whether the qualifier takes part in counting: in the default semantics it does not where
    the aggregation is ``ignore``.
    """

    spec: NetworkSpec
    rows: Role | None
    columns: Role | None
    qualifier: Role | None
    filters: tuple[tuple[Role, tuple[str, ...], bool], ...]
    warnings: tuple[str, ...] = ()

    @property
    def levels_matter(self) -> bool:
        """Whether statements are told apart, and dropped where it is missing, by the qualifier."""
        return self.qualifier is not None and self.spec.aggregation != "ignore"

    @property
    def compat(self) -> bool:
        """Whether the semantics are those of Discourse Network Analyzer."""
        return self.spec.compat == "dna"


def nearest(name: str, known: Iterable[str]) -> str:
    """A way out for an unknown name: the nearest one, or all of them."""
    names = sorted(known)
    folded = {one.casefold(): one for one in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    return f"there are {', '.join(names)}" if names else "there are none"


def find(relation: Relation, name: str, option: str) -> Role:
    """The column that ``name`` means.

    Raises
    ------
    SpecError
        If there is none; suggests the nearest name.
    """
    variable = relation.variable(name)
    if variable is not None:
        return Role(name, name, _SORTS[variable.kind], variable.entity_type)
    columns = relation.table.column_names
    for column in (name, f"document.{name}"):
        if column.startswith("document.") and column in columns:
            return Role(name, column, "field")
    bare = name.removeprefix("statement.")
    if bare in _STATEMENT_FIELDS and f"statement.{bare}" in columns:
        return Role(name, f"statement.{bare}", "field")
    head, dot, attribute = name.rpartition(".")
    variable = relation.variable(head) if dot else None
    if variable is not None and variable.entity_type is not None:
        table = relation.entities.get(variable.entity_type)
        known = [] if table is None else [one for one in table.column_names if one not in ("id", "uid")]
        if attribute in known:
            return Role(name, head, "entity", variable.entity_type, attribute)
        raise SpecError(
            f"entities of {variable.entity_type!r} have no attribute {attribute!r}",
            place=option,
            way_out=nearest(attribute, known),
        )
    names = [one.name for one in relation.variables]
    names += [one for one in columns if one.startswith("document.")]
    names += [one.removeprefix("document.") for one in columns if one.startswith("document.")]
    names += [one for one in _STATEMENT_FIELDS if f"statement.{one}" in columns]
    raise SpecError(
        f"statements of type {relation.statement_type!r} have no variable {name!r}",
        place=option,
        way_out=nearest(name, set(names)),
    )


def bind(relation: Relation, spec: NetworkSpec) -> Bound:
    """Find the columns that ``spec`` means in ``relation`` and check that each can play its role.

    Raises
    ------
    SpecError
        For an unknown name, a variable of the wrong kind, or a setting that has no meaning for that kind.
    """
    if spec.statement_type is not None and spec.statement_type != relation.statement_type:
        raise SpecError(
            f"these are statements of type {relation.statement_type!r}, not {spec.statement_type!r}",
            place="--statement-type",
        )
    filters = _filters(relation, spec)
    if spec.compat == "dna":
        from communique.networks.compat import substitute

        spec, rows, columns, qualifier, notes = substitute(relation, spec)
        return Bound(spec, rows, columns, qualifier, filters, tuple(notes))
    rows_name, columns_name = _default_nodes(relation, spec)
    if spec.type == "event-list":
        roles = [find(relation, name, option) if name else None for name, option in _event_roles(relation, spec)]
        return Bound(spec, roles[0], roles[1], roles[2], filters)
    if rows_name is None or columns_name is None:
        raise SpecError(
            f"statements of type {relation.statement_type!r} have too few entity variables",
            way_out="name --rows and --columns; fields of the document can be used as well",
        )
    rows, columns = find(relation, rows_name, "--rows"), find(relation, columns_name, "--columns")
    for role, option in ((rows, "--rows"), (columns, "--columns")):
        _check_node(relation, role, option)
    if (rows.column, rows.attribute) == (columns.column, columns.attribute):
        raise SpecError(
            f"rows and columns are both {rows.name!r}",
            place="--columns",
            way_out="choose another variable"
            + (" that the rows may share" if spec.type == "one-mode" else " to set the rows against"),
        )
    if spec.inside == "keep":
        _check_groups(spec, rows)
    qualifier = _qualifier(relation, spec)
    _check_levels(spec, qualifier)
    return Bound(spec, rows, columns, qualifier, filters)


def _default_nodes(relation: Relation, spec: NetworkSpec) -> tuple[str | None, str | None]:
    entities = [one.name for one in relation.variables if one.kind is VariableKind.ENTITY]
    taken = {spec.rows, spec.columns}

    def choose(wanted: str | None, usual: str) -> str | None:
        if wanted is not None:
            return wanted
        if usual in entities and usual not in taken:
            return usual
        return next((one for one in entities if one not in taken), None)

    rows = choose(spec.rows, "organization")
    taken.add(rows)
    return rows, choose(spec.columns, "concept")


def _event_roles(relation: Relation, spec: NetworkSpec) -> tuple[tuple[str | None, str], ...]:
    rows, columns = _default_nodes(relation, spec)
    found = _qualifier(relation, spec)
    return (rows, "--rows"), (columns, "--columns"), (found.name if found else None, "--qualifier")


def _qualifier(relation: Relation, spec: NetworkSpec) -> Role | None:
    if spec.qualifier == "none":
        return None
    if spec.qualifier is not None:
        role = find(relation, spec.qualifier, "--qualifier")
        if role.sort == "date":
            raise SpecError(
                f"{role.name!r} holds dates, which are no degrees of agreement",
                place="--qualifier",
                way_out="use a boolean, integer, number or text variable, or none",
            )
        return role
    if relation.variable("agreement") is not None:
        return find(relation, "agreement", "--qualifier")
    if spec.aggregation != "ignore" and spec.type != "event-list":
        names = [one.name for one in relation.variables if one.kind in (VariableKind.BOOLEAN, VariableKind.INTEGER)]
        raise SpecError(
            f"{spec.aggregation} needs a qualifier, and statements of type {relation.statement_type!r} "
            "have none called 'agreement'",
            place="--aggregation",
            way_out=f"name one with --qualifier{': ' + ', '.join(names) if names else ''}",
        )
    return None


def _check_node(relation: Relation, role: Role, option: str) -> None:
    if role.sort in ("entity", "field"):
        return
    entities = [one.name for one in relation.variables if one.kind is VariableKind.ENTITY]
    raise SpecError(
        f"{role.name!r} is a {role.sort} variable, and only entities and fields of the document can be nodes",
        place=option,
        way_out=f"use one of {', '.join(entities)}, or keep {role.name!r} for --qualifier",
    )


def _check_groups(spec: NetworkSpec, rows: Role) -> None:
    if rows.attribute is None:
        raise SpecError(
            f"the rows {rows.name!r} are no groups, and nothing is tied to itself",
            place="--inside",
            way_out="group the rows by an attribute or by parent, such as --rows organization.parent",
        )
    if spec.normalization == "jaccard":
        raise SpecError(
            "Jaccard compares two rows, and a tie inside a group has only one",
            place="--inside",
            way_out="use average or cosine",
        )
    wide = spec.window_width
    if wide is not None and wide.unit == "events":
        raise SpecError(
            "members and groups may count different statements, so that windows of events would not agree",
            place="--inside",
            way_out="use windows of time",
        )


def _check_levels(spec: NetworkSpec, qualifier: Role | None) -> None:
    if qualifier is None or spec.aggregation in ("ignore", "combine"):
        return
    if qualifier.sort in ("boolean", "integer", "number"):
        if spec.normalization == "jaccard" and spec.aggregation != "congruence" and qualifier.sort != "boolean":
            raise SpecError(
                "Jaccard compares counts level by level and knows no distance between levels",
                place="--normalization",
                way_out="use cosine or average, or the aggregation congruence",
            )
        return
    if spec.type == "two-mode":
        raise SpecError(
            f"the values of {qualifier.name!r} have no sign that could be subtracted",
            place="--aggregation",
            way_out="use combine or ignore",
        )
    if spec.normalization in ("cosine", "jaccard") and spec.aggregation != "congruence":
        raise SpecError(
            f"with text values {spec.aggregation} divided by {spec.normalization} has no bound",
            place="--normalization",
            way_out="use average, or the aggregation congruence",
        )


def _filters(relation: Relation, spec: NetworkSpec) -> tuple[tuple[Role, tuple[str, ...], bool], ...]:
    found: list[tuple[Role, tuple[str, ...], bool]] = []
    for selection, keep, option in ((spec.exclude, False, "--exclude"), (spec.include, True, "--include")):
        for name, values in selection:
            role = find(relation, name, option)
            if values or not role.of_document:
                found.append((role, values, keep))
    return tuple(found)
