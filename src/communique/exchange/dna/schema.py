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

CODER_RANGES = {"Refresh": (0, 9999), "FontSize": (1, 99), "PopupWidth": (100, 9999)}
"""Lowest and highest value of what is no flag."""

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


def _flag(name: str, default: int = 1) -> str:
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} IN (0, 1))"


def _range(name: str, default: int) -> str:
    low, high = CODER_RANGES[name]
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} BETWEEN {low} AND {high})"


def _name(name: str, more: str = "NOT NULL") -> str:
    return f"{name} TEXT {more} CHECK (length({name}) <= {LONGEST})"


def _refers(name: str, table: str, more: str = "NOT NULL") -> str:
    return f"{name} INTEGER {more} REFERENCES {table} (ID) ON DELETE CASCADE"


_ID = "ID INTEGER NOT NULL PRIMARY KEY"
_RGB = ", ".join(f"{c} INTEGER NOT NULL DEFAULT 0 CHECK ({c} BETWEEN 0 AND 255)" for c in ("Red", "Green", "Blue"))
_CODED = f"{_refers('StatementId', 'STATEMENTS')}, {_refers('VariableId', 'VARIABLES')}"
_BLANK = "NOT NULL DEFAULT ''"
_ONCE = "UNIQUE (StatementId, VariableId)"

TABLES = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT NOT NULL",
    "CODERS": f"{_ID}, {_name('Name')}, {_RGB}, {_range('Refresh', 0)}, {_range('FontSize', 14)}, "
    f"{_name('Password')}, {_range('PopupWidth', 300)}, {_flag('ColorByCoder', 0)}, "
    f"{_flag('PopupDecoration', 0)}, {_flag('PopupAutoComplete')}, {', '.join(map(_flag, PERMISSIONS))}",
    "DOCUMENTS": f"{_ID}, {_name('Title')}, Text TEXT NOT NULL, {_refers('Coder', 'CODERS', '')}, "
    + ", ".join(_name(column, _BLANK) for column in ("Author", "Source", "Section"))
    + f", Notes TEXT NOT NULL DEFAULT '', {_name('Type', _BLANK)}, Date INTEGER NOT NULL",
    "STATEMENTTYPES": f"{_ID}, {_name('Label')}, {_RGB}",
    "VARIABLES": f"{_ID}, {_name('Variable')}, DataType TEXT NOT NULL DEFAULT 'short text' CHECK (DataType IN "
    f"('short text', 'long text', 'integer', 'boolean')), {_refers('StatementTypeId', 'STATEMENTTYPES', '')}, "
    "UNIQUE (Variable, StatementTypeId)",
    "VARIABLELINKS": f"{_ID}, {_refers('SourceVariableId', 'VARIABLES', '')}, "
    f"{_refers('TargetVariableId', 'VARIABLES', '')}, CHECK (SourceVariableId <> TargetVariableId)",
    "REGEXES": f"{_name('Label', 'PRIMARY KEY')}, {_RGB}",
    "CODERRELATIONS": f"{_ID}, {_refers('Coder', 'CODERS', '')}, {_refers('OtherCoder', 'CODERS', '')}, "
    f"{', '.join(map(_flag, RELATION_RIGHTS))}, CHECK (Coder <> OtherCoder)",
    "STATEMENTS": f"{_ID}, {_refers('StatementTypeId', 'STATEMENTTYPES', '')}, "
    f"{_refers('DocumentId', 'DOCUMENTS', '')}, Start INTEGER NOT NULL CHECK (Start >= 0), Stop INTEGER NOT NULL, "
    f"{_refers('Coder', 'CODERS', '')}, CHECK (Start < Stop)",
    "ENTITIES": f"{_ID}, {_refers('VariableId', 'VARIABLES')}, {_name('Value', _BLANK)}, "
    f"{_RGB.replace(' NOT NULL DEFAULT 0', '')}, {_refers('ChildOf', 'ENTITIES', '')}, UNIQUE (VariableId, Value)",
    "DATABOOLEAN": f"{_ID}, {_CODED}, Value INTEGER NOT NULL DEFAULT 1, {_ONCE}",
    "DATAINTEGER": f"{_ID}, {_CODED}, Value INTEGER NOT NULL DEFAULT 0, {_ONCE}",
    "DATASHORTTEXT": f"{_ID}, {_CODED}, {_refers('Entity', 'ENTITIES')}, {_ONCE}",
    "DATALONGTEXT": f"{_ID}, {_CODED}, Value TEXT DEFAULT '', {_ONCE}",
    "ATTRIBUTEVARIABLES": f"{_ID}, {_refers('VariableId', 'VARIABLES')}, {_name('AttributeVariable')}, "
    "UNIQUE (VariableId, AttributeVariable)",
    "ATTRIBUTEVALUES": f"{_ID}, {_refers('EntityId', 'ENTITIES')}, "
    f"{_refers('AttributeVariableId', 'ATTRIBUTEVARIABLES')}, {_name('AttributeValue', _BLANK)}, "
    "UNIQUE (EntityId, AttributeVariableId)",
}
"""What is in the brackets of each table's CREATE TABLE."""


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
