"""The tables of a ``.dna`` file, version 3, and how its values are written."""

from __future__ import annotations

from collections.abc import Mapping

from communique.model.words import VariableKind

FORMAT = "dna"
"""What the format is called, in options and in the project's remainder."""

MEDIA_TYPE = "application/x-dna+sqlite"

VERSION, VERSION_DATE = "3.0.11", "2022-06-10"
"""What SETTINGS say in a file that does not come from DNA itself."""

LONGEST = 190
"""Most characters of a name, label, title or attribute value."""

KINDS = {
    "short text": VariableKind.ENTITY,
    "long text": VariableKind.TEXT,
    "boolean": VariableKind.BOOLEAN,
    "integer": VariableKind.INTEGER,
}
"""What the data types of DNA are here."""

DATA_TYPES = {kind: name for name, kind in KINDS.items()} | {
    VariableKind.NUMBER: "long text",
    VariableKind.DATE: "long text",
}
"""The data type in which a variable of each kind is written."""

DATA_TABLES = {
    "short text": ("DATASHORTTEXT", "Entity"),
    "long text": ("DATALONGTEXT", "Value"),
    "boolean": ("DATABOOLEAN", "Value"),
    "integer": ("DATAINTEGER", "Value"),
}
"""Table and column that hold the values of each data type."""

PERMISSIONS = tuple(
    f"Permission{name}"
    for name in (
        "AddDocuments",
        "EditDocuments",
        "DeleteDocuments",
        "ImportDocuments",
        "AddStatements",
        "EditStatements",
        "DeleteStatements",
        "EditAttributes",
        "EditRegex",
        "EditStatementTypes",
        "EditCoders",
        "EditCoderRelations",
        "ViewOthersDocuments",
        "EditOthersDocuments",
        "ViewOthersStatements",
        "EditOthersStatements",
    )
)

CODER_DEFAULTS: Mapping[str, int | str] = {
    "Refresh": 0,
    "FontSize": 14,
    "Password": "",
    "PopupWidth": 300,
    "ColorByCoder": 0,
    "PopupDecoration": 0,
    "PopupAutoComplete": 1,
    **dict.fromkeys(PERMISSIONS, 1),
}
"""What a coder has besides a number, a name and a colour."""

RELATION_RIGHTS = ("viewStatements", "editStatements", "viewDocuments", "editDocuments")

COLUMNS = {
    "SETTINGS": ("Property", "Value"),
    "CODERS": ("ID", "Name", "Red", "Green", "Blue", *CODER_DEFAULTS),
    "CODERRELATIONS": ("ID", "Coder", "OtherCoder", *RELATION_RIGHTS),
    "DOCUMENTS": ("ID", "Title", "Text", "Coder", "Author", "Source", "Section", "Notes", "Type", "Date"),
    "STATEMENTTYPES": ("ID", "Label", "Red", "Green", "Blue"),
    "VARIABLES": ("ID", "Variable", "DataType", "StatementTypeId"),
    "VARIABLELINKS": ("ID", "SourceVariableId", "TargetVariableId"),
    "REGEXES": ("Label", "Red", "Green", "Blue"),
    "STATEMENTS": ("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"),
    "ENTITIES": ("ID", "VariableId", "Value", "Red", "Green", "Blue", "ChildOf"),
    "DATABOOLEAN": ("ID", "StatementId", "VariableId", "Value"),
    "DATAINTEGER": ("ID", "StatementId", "VariableId", "Value"),
    "DATALONGTEXT": ("ID", "StatementId", "VariableId", "Value"),
    "DATASHORTTEXT": ("ID", "StatementId", "VariableId", "Entity"),
    "ATTRIBUTEVARIABLES": ("ID", "VariableId", "AttributeVariable"),
    "ATTRIBUTEVALUES": ("ID", "EntityId", "AttributeVariableId", "AttributeValue"),
}
"""Every table with its columns."""

TEXTS = frozenset(
    {"Property", "Name", "Password", "Title", "Text", "Author", "Source", "Section", "Notes", "Type", "Label"}
    | {"Variable", "DataType", "AttributeVariable", "AttributeValue"}
)
"""Columns that are text wherever they stand; all others but ``Value`` are whole numbers."""

TEXT_VALUES = ("SETTINGS", "ENTITIES", "DATALONGTEXT")
"""Tables in which ``Value`` is text."""


def color_of(red: int | None, green: int | None, blue: int | None) -> str | None:
    """``#rrggbb`` for three numbers from 0 to 255, ``None`` where none is given.

    >>> color_of(239, 208, 51)
    '#efd033'
    """
    if red is None and green is None and blue is None:
        return None
    return "#" + "".join(f"{min(255, max(0, part or 0)):02x}" for part in (red, green, blue))


def rgb_of(color: str | None) -> tuple[int, int, int] | None:
    """The three numbers of a colour written ``#rrggbb`` or ``#rgb``; ``None`` for any other.

    >>> rgb_of("#efd033")
    (239, 208, 51)
    """
    digits = (color or "").removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) != 6 or not color or not color.startswith("#"):
        return None
    try:
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    except ValueError:
        return None
