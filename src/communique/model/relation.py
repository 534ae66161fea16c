"""The flat relation of statements: all that networks know of a project, or of a Parquet data set.

One row is one statement of one statement type. Columns (Arrow types; a column that nothing fills may be missing
in a data set, except those marked *):

=========================  ===========  ======================================================================
column                     type         meaning
=========================  ===========  ======================================================================
``statement.id`` *         int64        number of the statement
``statement.rank``         int64        order of counting: by first second, document, start, end, statement;
                                        undated statements last
``statement.start/.end``   int64        code points within the document
``statement.first/.last``  int64        earliest and latest second since 1970 (wall clock), both inclusive;
                                        null where undated
``statement.precision``    string       ``second``, ``minute``, ``day``, ``month``, ``year``, ``span``; null
``statement.day``          int32        days since 1970-01-01 of the first second; null if less precise
``statement.week``         int32        ISO year x 100 + ISO week; null if less precise than a day
``statement.month``        int32        year x 12 + month - 1; null if less precise than a month
``statement.year``         int32        null if less precise than a year
``statement.coder``        string       name; ``statement.coder_id`` (int64) the coder's number
``statement.layer``        string       see :class:`~communique.model.words.Layer`
``statement.attribution``  string       see :class:`~communique.model.words.Mode`
``statement.counts``       bool         whether the statement stands in the layer that counts by default for its
                                        document: ``adjudicated`` where that is done, else ``primary``
``statement.quote``        string       the words; only where they are asked for
``statement.first_document``  int64     number of the earliest document in which its words stand; only where reprints
                                        are to count once
``document.id`` *          int64        number of the document
``document.FIELD``         string       ``title author issuer addressee source section type language status``
                                        and every free attribute
``VARIABLE``               see below    one column per variable of the statement type
=========================  ===========  ======================================================================

Strings are dictionary-encoded. A variable's column holds scalars (entity, text and date: string; boolean: bool;
integer: int64; number: double), null where nothing was coded; or, as soon as one statement has several values of it
or a group, ``list<struct<group: int32, value: …>>`` in order of position, ``group`` 0 where values belong to none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.model.words import VariableKind

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class RelationVariable:
    """A variable of the relation: its kind and, for entities, the entity type its values share with others."""

    name: str
    kind: VariableKind
    entity_type: str | None = None
    several: bool = False


@dataclass(frozen=True)
class Relation:
    """The statements of one type, at one change, ready to be counted.

    Attributes
    ----------
    statement_type
        The name of the type.
    table
        The rows, with the columns described above.
    variables
        What the type's own columns are.
    entities
        Entity type -> one row per live entity: ``id``, ``uid``, ``name``, ``parent`` (a name), ``color``, and one
        string column per attribute. Names are unique within a type.
    span
        First and last second of all dated documents of the project, whether coded or not; ``None`` without any.
    head
        The change it was read at; 0 for a data set.
    origin
        Path or URL of the project or data set.
    double_coded
        Number of documents in which more than one of our layers holds statements.
    """

    statement_type: str
    table: pa.Table
    variables: tuple[RelationVariable, ...]
    entities: Mapping[str, pa.Table] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    head: int = 0
    origin: str = ""
    double_coded: int = 0

    def variable(self, name: str) -> RelationVariable | None:
        """The variable called ``name``, or ``None``."""
        return next((v for v in self.variables if v.name == name), None)
