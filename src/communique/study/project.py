"""A study as an object: its methods are the verbs of the command line and the API."""

from __future__ import annotations

import getpass
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from communique.coding.codebook import load_codebook
from communique.model.errors import UsageError
from communique.networks import NetworkSpec
from communique.networks.spec import spec_of
from communique.project import history, reads, undoing
from communique.project.check import check, state_hash
from communique.project.log import log
from communique.project.store import Store
from communique.study import (
    adding,
    blocks,
    corrections,
    definitions,
    documents,
    entities,
    entity_tables,
    figure_table,
    foreign_files,
    highlighting,
    merging,
    originals,
    recoding,
    safety,
    views,
)
from communique.study.acts import IN_DOUBT, Selection
from communique.study.codebooks import put_codebook
from communique.study.signatures import decide_signatures

if TYPE_CHECKING:
    from communique.figures.report import Report
    from communique.networks.result import NetworkResult
    from communique.study.drawings import Looks

Json = dict[str, Any]


def default_actor() -> str:
    """Who acts unless told otherwise: ``COMMUNIQUE_CODER``, else the login name."""
    name = os.environ.get("COMMUNIQUE_CODER", "").strip()
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def default_session() -> str:
    """The session of scripts and the command line: one per machine, so that ``undo`` finds the last command's act."""
    return f"cli@{platform.node()}"


class Project:
    """An open study.

    Made by :func:`new` or :func:`open_project`; use it as a context manager, or close it. Reading verbs take ``as_of``,
    the number of a change: they show the project as it was then.

    Parameters
    ----------
    store
        The open database.
    actor
        Who acts: written into every change.
    session
        Whose last act ``undo`` takes back.
    """

    def __init__(self, store: Store, actor: str | None = None, session: str | None = None) -> None:
        self.store = store
        self.actor = actor or default_actor()
        self.session = session or default_session()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Project {self.store.place}>"

    def close(self) -> None:
        """Release the project."""
        self.store.close()

    @property
    def _who(self) -> dict[str, Any]:
        return {"actor": self.actor, "session": self.session}

    @contextmanager
    def _reading(self, as_of: int | None) -> Iterator[sa.Connection]:
        with self.store.reading() as connection:
            if as_of is not None and not 0 <= as_of <= history.head(connection):
                raise UsageError(
                    f"there is no change {as_of}",
                    place="--as-of",
                    way_out=f"changes run from 0 (new) to {history.head(connection)}",
                )
            yield connection

    # --- in ----------------------------------------------------------------------------------------------------------

    def add(
        self,
        *paths: str | Path,
        encoding: str | None = None,
        workers: int | None = 0,
        names: str | None = None,
        metadata: str | Path | None = None,
        table: bool = False,
        columns: Mapping[str, str] | None = None,
        preview: bool = False,
        located: bool = True,
        patience: float | None = None,
        progress: Callable[[int, int, Path], None] = lambda *_: None,
    ) -> list[Json]:
        """Take files and folders in as sources; see :func:`communique.study.adding.add`.

        With ``preview`` nothing is read: what names and tables say is shown (:func:`communique.study.adding.preview`).
        """
        sources = [Path(p) for p in paths]
        beside = None if metadata is None else Path(metadata)
        if preview:
            return adding.preview(sources, names=names, metadata=beside, table=table, columns=columns)
        return adding.add(
            self.store,
            sources,
            encoding=encoding,
            workers=workers,
            names=names,
            metadata=beside,
            table=table,
            columns=columns,
            located=located,
            patience=patience,
            progress=progress,
            **self._who,
        )

    def paste(
        self, content: str | bytes, *, title: str | None = None, date: str | None = None, encoding: str | None = None
    ) -> Json:
        """Take a text in from the clipboard or standard input; see :func:`communique.study.adding.paste`."""
        return adding.paste(self.store, content, title=title, date=date, encoding=encoding, **self._who)

    def import_file(
        self,
        path: str | Path,
        format: str | None = None,
        progress: Callable[[int], None] = lambda _: None,
        *,
        columns: Mapping[str, str] | None = None,
    ) -> Json:
        """Take a foreign file in: CSV, JSONL, XLSX, .dna; see :func:`communique.study.foreign_files.import_file`."""
        return foreign_files.import_file(
            self.store,
            Path(path),
            format,
            actor=self.actor,
            session=self.session,
            columns=columns,
            progress=progress,
        )

    def export_file(
        self,
        path: str | Path,
        format: str | None = None,
        as_of: int | None = None,
        progress: Callable[[int], None] = lambda _: None,
        *,
        delimiter: str | None = None,
        excel: bool = False,
    ) -> Json:
        """Write all statements to a file; see :func:`communique.study.foreign_files.export_file`.

        A ``.parquet`` file is a data set of statements: :func:`communique.study.datasets.export_dataset`.
        """
        with self._reading(as_of) as connection:
            if (format or Path(path).suffix.lower().removeprefix(".")) == "parquet":
                from communique.study.datasets import export_dataset

                return export_dataset(self.store, connection, Path(path), as_of)
            return foreign_files.export_file(
                connection, Path(path), format, as_of, progress, delimiter=delimiter, excel=excel
            )

    def decide(
        self,
        document: int | str,
        *,
        signatures: bool = True,
        reject: bool = False,
        layer: str = "primary",
        preview: bool = False,
    ) -> Json:
        """Accept or reject what a machine proposed; see :func:`communique.study.signatures.decide_signatures`.

        Raises
        ------
        UsageError
            If it is not said what is decided: ``signatures`` are all that can be, so far.
        """
        if not signatures:
            raise UsageError("there is nothing else to decide", place="--signatures", way_out="ask for the signatures")
        return decide_signatures(self.store, document, reject=reject, layer=layer, preview=preview, **self._who)

    # --- documents, entities, coders ---------------------------------------------------------------------------------

    def split(self, document: int | str, starts: Sequence[int]) -> list[int]:
        """Let several documents come of one; see :func:`communique.study.documents.split`."""
        return documents.split(self.store, document, starts, actor=self.actor, session=self.session)

    def join(self, *joined: int | str) -> Json:
        """Let one document come of several, in order; see :func:`communique.study.documents.join`."""
        return documents.join(self.store, joined, **self._who)

    def correct(self, document: int | str, content: str, *, preview: bool = False) -> Json:
        """Put the text of a document right; see :func:`communique.study.corrections.correct`."""
        return corrections.correct(self.store, document, content, preview=preview, **self._who)

    def flip_block(self, document: int | str, quote: str, kind: str, *, preview: bool = False) -> Json:
        """Give the blocks that hold a quote another kind; see :func:`communique.study.blocks.flip_block`."""
        return blocks.flip_block(self.store, document, quote, kind, preview=preview, **self._who)

    def edit(
        self,
        document: int | str | Sequence[int | str] | None,
        attributes: Mapping[str, str] | None = None,
        *,
        where: Mapping[str, str] | None = None,
        preview: bool = False,
        unless_changed: str | None = None,
        **fields: str | None,
    ) -> list[int]:
        """Change the metadata of documents; see :func:`communique.study.documents.edit`."""
        return documents.edit(
            self.store,
            document,
            actor=self.actor,
            session=self.session,
            attributes=attributes,
            where=where,
            preview=preview,
            unless_changed=unless_changed,
            **fields,
        )

    def describe(self, entity_type: str, described: Sequence[Mapping[str, Any]]) -> int:
        """Set what is known of entities; see :func:`communique.study.entities.describe`."""
        return entities.describe(self.store, entity_type, described, **self._who)

    def describe_file(self, entity_type: str, path: str | Path, *, create: bool = False, preview: bool = False) -> Json:
        """Set attributes of entities from a CSV file; see :func:`communique.study.entity_tables.describe_file`."""
        return entity_tables.describe_file(
            self.store, entity_type, Path(path), create=create, preview=preview, **self._who
        )

    def describe_one(self, name: str, **what: Any) -> Json:
        """Set what is known of one entity; see :func:`communique.study.entities.describe_one`."""
        return entities.describe_one(self.store, name, **what, **self._who)

    def assign(
        self,
        coder: str,
        assigned: Sequence[int | str],
        *,
        layer: str = "primary",
        state: str = "open",
        blind: bool | None = None,
    ) -> int:
        """Give documents to a coder; see :func:`communique.study.entities.assign`."""
        return entities.assign(
            self.store,
            coder,
            assigned,
            layer=layer,
            state=state,
            blind=blind,
            actor=self.actor,
            session=self.session,
        )

    def assignments(self, as_of: int | None = None) -> list[Json]:
        """Who codes what; see :func:`communique.study.entities.assignments`."""
        with self._reading(as_of) as connection:
            return entities.assignments(connection, as_of)

    # --- codebook and codings -----------------------------------------------------------------------------------------

    def define(self, type: str, variable: str | None = None, **what: Any) -> Json:
        """Add a statement type or variable, or define it anew; see :func:`communique.study.definitions.define`."""
        return definitions.define(self.store, type, variable, **what, **self._who)

    def drop(
        self,
        type: str | None = None,
        variable: str | None = None,
        *,
        entity_type: str | None = None,
        preview: bool = False,
    ) -> Json:
        """Take a statement type, variable or entity type away; see :func:`communique.study.definitions.drop`."""
        return definitions.drop(self.store, type, variable, entity_type=entity_type, preview=preview, **self._who)

    def rename(self, kind: str, name: str, new: str, **how: Any) -> Json:
        """Give an entity, type, variable or coder another name; see :func:`communique.study.recoding.rename`."""
        return recoding.rename(self.store, kind, name, new, **how, **self._who)

    def unite(self, kept: str, *others: str, type: str | None = None, preview: bool = False) -> Json:
        """Let one entity stand for several; see :func:`communique.study.recoding.unite`."""
        return recoding.unite(self.store, kept, others, type=type, preview=preview, **self._who)

    def divide(
        self, name: str, new: str, *, entity_type: str | None = None, preview: bool = False, **filters: Any
    ) -> Json:
        """Let some statements speak of another entity; see :func:`communique.study.recoding.divide`.

        ``filters`` are the fields of :class:`~communique.study.acts.Selection`.
        """
        return recoding.divide(
            self.store, name, new, Selection(**filters), type=entity_type, preview=preview, **self._who
        )

    def code(self, *, statement: int | None = None, unless_changed: str | None = None, **given: Any) -> Json:
        """Code one statement, or code it again; see :func:`communique.study.coding.code`."""
        from communique.study.coding import code

        return code(self.store, given, statement=statement, unless_changed=unless_changed, **self._who)

    def recode(self, settings: Mapping[str, Sequence[str]], *, preview: bool = False, **filters: Any) -> Json:
        """Set values and fields of many statements; see :func:`communique.study.recoding.recode`.

        ``filters`` are the fields of :class:`~communique.study.acts.Selection`.
        """
        return recoding.recode(self.store, Selection(**filters), settings, preview=preview, **self._who)

    def delete(self, *, preview: bool = False, **filters: Any) -> Json:
        """Take statements away; see :func:`communique.study.recoding.delete`.

        ``filters`` are the fields of :class:`~communique.study.acts.Selection`.
        """
        return recoding.delete(self.store, Selection(**filters), preview=preview, **self._who)

    def anchor(
        self, statement: int, start: int | None = None, end: int | None = None, quote: str | None = None
    ) -> Json:
        """Say on which words a statement stands; see :func:`communique.study.corrections.anchor`."""
        return corrections.anchor(self.store, statement, start, end, quote=quote, **self._who)

    def doubts(self, *, seen_by: str | None = None, as_of: int | None = None) -> list[Json]:
        """The statements in doubt and where they may stand; see :func:`communique.study.doubts.doubts_view`."""
        from communique.study.doubts import doubts_view

        with self._reading(as_of) as connection:
            return doubts_view(connection, seen_by, as_of)

    def doubt_count(self, as_of: int | None = None) -> int:
        """How many statements have words in doubt."""
        with self._reading(as_of) as connection:
            return reads.count_anchored(connection, IN_DOUBT, as_of)

    def highlight(self, patterns: Sequence[str], *, color: str | None = None, drop: bool = False) -> Json:
        """Highlight regular expressions, or drop them; see :func:`communique.study.highlighting.highlight`."""
        return highlighting.highlight(self.store, patterns, color=color, drop=drop, **self._who)

    # --- reading -----------------------------------------------------------------------------------------------------

    def documents(self, as_of: int | None = None) -> list[Json]:
        """All documents."""
        with self._reading(as_of) as connection:
            return [views.document_view(d) for d in reads.documents(connection, as_of)]

    def show(self, document: int | str, as_of: int | None = None, *, seen_by: str | None = None) -> Json:
        """One document, by number, uid or title, with text, blocks, segments, findings and statements.

        ``seen_by`` names a coder: what others coded is left out while that coder has the document to code blind.
        """
        with self._reading(as_of) as connection:
            sight = entities.Sight(connection, seen_by, as_of)
            found = reads.document(connection, document, as_of)
            return views.document_whole(connection, found, as_of, sight.sees)

    def originals(self, document: int | str, as_of: int | None = None) -> list[Json]:
        """What a document was read from; see :func:`communique.study.originals.originals_view`."""
        with self._reading(as_of) as connection:
            return originals.originals_view(connection, document, as_of)

    def reading(self, document: int, as_of: int | None = None) -> Json:
        """In a few numbers what was read of a document; see :func:`communique.study.originals.reading_view`."""
        with self._reading(as_of) as connection:
            return originals.reading_view(connection, document, as_of)

    def original(self, document: int | str, capture: int | None = None) -> tuple[str, bytes]:
        """The name and the bytes of what a document was read from; see :func:`communique.study.originals.original`."""
        with self.store.reading() as connection:
            return originals.original(connection, document, capture)

    def codebook(self, as_of: int | None = None) -> Json:
        """Statement types with their variables, and entity types."""
        with self._reading(as_of) as connection:
            return views.codebook_view(reads.codebook(connection, as_of))

    def entities(self, entity_type: str | None = None, as_of: int | None = None) -> list[Json]:
        """All entities, or those of one type."""
        with self._reading(as_of) as connection:
            codebook = reads.codebook(connection, as_of)
            names = [e.name for e in codebook.entity_types]
            if entity_type is not None and entity_type not in names:
                raise UsageError(
                    f"no entity type {entity_type!r}", place="--type", way_out=f"the codebook has: {', '.join(names)}"
                )
            every = views.entities_view(reads.entities(connection, as_of), codebook)
            return [e for e in every if entity_type is None or e["type"] == entity_type]

    def entity_table(self, entity_type: str, as_of: int | None = None) -> list[list[str]]:
        """The entities of a type as a table; see :func:`communique.study.entity_tables.entity_table`."""
        with self._reading(as_of) as connection:
            return entity_tables.entity_table(connection, entity_type, as_of)

    def entity_counts(self, *, seen_by: str | None = None, as_of: int | None = None) -> dict[int, int]:
        """Entity -> how many statements speak of it, of those that the coder ``seen_by`` may see."""
        with self._reading(as_of) as connection:
            return dict(entities.entity_counts(connection, seen_by, as_of))

    def statements_of_entity(self, entity: int, *, seen_by: str | None = None, as_of: int | None = None) -> list[Json]:
        """The statements that speak of an entity, named by its number."""
        with self._reading(as_of) as connection:
            return entities.statements_of(connection, entity, seen_by, as_of)

    def proposals(self, entity_type: str | None = None, as_of: int | None = None) -> Json:
        """Names to be judged; see :func:`communique.study.names.proposals_view`."""
        from communique.study.names import proposals_view

        with self._reading(as_of) as connection:
            return proposals_view(connection, as_of, entity_type)

    def reuse(self, document: int | str | None = None, as_of: int | None = None) -> Json:
        """Copies, reprints and passages that stand in several documents; see :mod:`communique.study.reuse`."""
        from communique.study.reuse import reuse_view

        with self._reading(as_of) as connection:
            return reuse_view(connection, as_of, document)

    def judge(
        self, name: str, other: str, verdict: str | None, *, type: str | None = None, preview: bool = False
    ) -> Json:
        """Say whether two entities are one; see :func:`communique.study.names.judge`."""
        from communique.study.names import judge

        return judge(self.store, name, other, verdict, type=type, preview=preview, **self._who)

    def statements(
        self,
        *,
        ids: Sequence[int] | None = None,
        type: str | None = None,
        document: int | str | None = None,
        coder: str | None = None,
        layer: str | None = None,
        values: Mapping[str, Sequence[str]] | None = None,
        doubtful: bool = False,
        seen_by: str | None = None,
        as_of: int | None = None,
    ) -> list[Json]:
        """All statements, or those that meet the conditions of :class:`~communique.study.acts.Selection`.

        ``seen_by`` names a coder: what others coded is left out in documents that the coder has to code blind.
        """
        return list(
            self.iter_statements(
                ids=ids,
                type=type,
                document=document,
                coder=coder,
                layer=layer,
                values=values,
                doubtful=doubtful,
                seen_by=seen_by,
                as_of=as_of,
            )
        )

    def iter_statements(
        self,
        *,
        ids: Sequence[int] | None = None,
        type: str | None = None,
        document: int | str | None = None,
        coder: str | None = None,
        layer: str | None = None,
        values: Mapping[str, Sequence[str]] | None = None,
        doubtful: bool = False,
        seen_by: str | None = None,
        as_of: int | None = None,
    ) -> Iterator[Json]:
        """The same one by one, for projects that do not fit in memory as JSON."""
        chosen = Selection(None if ids is None else tuple(ids), type, document, coder, layer, values, doubtful)
        with self._reading(as_of) as connection:
            sight = entities.Sight(connection, seen_by, as_of)
            yield from chosen.views(connection, as_of, sees=sight.sees)

    # --- networks ----------------------------------------------------------------------------------------------------

    def coders(self, as_of: int | None = None) -> list[Json]:
        """Who codes: persons and machines."""
        with self._reading(as_of) as connection:
            return [views.coder_view(c) for c in reads.coders(connection, as_of)]

    def statement_counts(self, *, seen_by: str | None = None, as_of: int | None = None) -> dict[int, int]:
        """Document -> how many statements stand in it, of those that the coder ``seen_by`` may see."""
        with self._reading(as_of) as connection:
            return dict(entities.statement_counts(connection, seen_by, as_of))

    def search(self, words: str, as_of: int | None = None) -> list[Json]:
        """Documents that hold words; see :func:`communique.study.search.search_view`."""
        from communique.study.search import search_view

        with self._reading(as_of) as connection:
            return search_view(connection, words, as_of)

    def highlighters(self, as_of: int | None = None) -> list[Json]:
        """The highlighters; see :func:`communique.study.highlighting.highlighters_view`."""
        with self._reading(as_of) as connection:
            return highlighting.highlighters_view(connection, as_of)

    def hits(self, document: int | str, as_of: int | None = None) -> list[Json]:
        """Where they match in a document; see :func:`communique.study.highlighting.hits_view`."""
        with self._reading(as_of) as connection:
            return highlighting.hits_view(connection, document, as_of)

    def figures(
        self,
        *,
        document: int | str | None = None,
        about: str | None = None,
        unit: str | None = None,
        differing: bool = False,
        as_of: int | None = None,
    ) -> Json:
        """Figures for one thing side by side; see :func:`communique.study.figure_table.figures_view`."""
        with self._reading(as_of) as connection:
            return figure_table.figures_view(
                connection, as_of, document=document, about=about, unit=unit, differing=differing
            )

    def network(
        self,
        spec: NetworkSpec | None = None,
        *,
        seen_by: str | None = None,
        as_of: int | None = None,
        backend: Any = None,
        **options: Any,
    ) -> NetworkResult:
        """Compute a network; ``options`` are the fields of :class:`~communique.networks.NetworkSpec`.

        ``seen_by`` names a coder: what others coded does not count in documents that the coder has to code blind.

        ``backend`` is an Ibis connection (PySpark, PostgreSQL …) on which statements are counted; without one they are
        counted in this process.

        Raises
        ------
        SpecError
            If the specification has no meaning; says why and what to use.
        """
        from communique.study import networks

        with self._reading(as_of) as connection:
            return networks.network(
                self.store, connection, spec_of(spec, options), as_of, seen_by=seen_by, backend=backend
            )

    def evidence(
        self,
        a: str,
        b: str,
        spec: NetworkSpec | None = None,
        *,
        seen_by: str | None = None,
        as_of: int | None = None,
        **options: Any,
    ) -> Json:
        """The statements behind the cell between row ``a`` and column ``b``, with their quotes."""
        from communique.study import networks

        with self._reading(as_of) as connection:
            result = networks.network(self.store, connection, spec_of(spec, options), as_of, seen_by=seen_by)
            return networks.evidence_view(networks.described_by_project(connection, as_of), result, a, b)

    def explain(
        self,
        a: str,
        b: str,
        spec: NetworkSpec | None = None,
        *,
        seen_by: str | None = None,
        as_of: int | None = None,
        **options: Any,
    ) -> Json:
        """The same with the formula of the cell and the real counts."""
        from communique.study import networks

        with self._reading(as_of) as connection:
            result = networks.network(self.store, connection, spec_of(spec, options), as_of, seen_by=seen_by)
            return networks.explain_view(networks.described_by_project(connection, as_of), result, a, b)

    def drawing(
        self,
        spec: NetworkSpec | None = None,
        *,
        seed: int = 1,
        least: float = 0,
        still: bool = False,
        looks: Looks | None = None,
        seen_by: str | None = None,
        as_of: int | None = None,
        **options: Any,
    ) -> Json:
        """A network with positions to draw it at; see :func:`communique.study.drawings.drawing_view`."""
        from communique.study.drawings import drawing_view

        with self._reading(as_of) as connection:
            return drawing_view(
                self.store,
                connection,
                spec_of(spec, options),
                seed=seed,
                least=least,
                still=still,
                looks=looks,
                seen_by=seen_by,
                as_of=as_of,
            )

    def picture(
        self,
        spec: NetworkSpec | None = None,
        *,
        seed: int = 1,
        least: float = 0,
        looks: Looks | None = None,
        seen_by: str | None = None,
        as_of: int | None = None,
        **options: Any,
    ) -> str:
        """The drawing of a network as SVG; see :func:`communique.study.drawings.picture`."""
        from communique.study.drawings import picture

        view = self.drawing(spec, seed=seed, least=least, looks=looks, seen_by=seen_by, as_of=as_of, **options)
        return picture(view, seed)

    def report(
        self,
        spec: NetworkSpec | None = None,
        *,
        title: str | None = None,
        summary: str = "",
        seed: int = 1,
        as_of: int | None = None,
    ) -> Report:
        """What a report page on the selected statements shows; see :func:`communique.study.report.build_report`."""
        from communique.study.report import build_report

        name = Path(self.store.location).stem if self.store.is_sqlite else self.store.place
        with self._reading(as_of) as connection:
            return build_report(
                self.store, connection, spec, title=title or name, summary=summary, seed=seed, as_of=as_of
            )

    def save_view(
        self, name: str, drawn: Mapping[str, Any] | None = None, unless_changed: str | None = None, **options: Any
    ) -> Json:
        """Keep the settings of a network, and how it is drawn; see :mod:`communique.study.saved_views`."""
        from communique.study.saved_views import save_view

        return save_view(self.store, name, options, drawn or {}, unless_changed=unless_changed, **self._who)

    def drop_view(self, name: str) -> Json:
        """Forget the settings that were kept under a name."""
        from communique.study.saved_views import drop_view

        return drop_view(self.store, name, **self._who)

    def views(self, as_of: int | None = None) -> list[Json]:
        """The settings of networks that were kept under names."""
        from communique.study.saved_views import views_view

        with self._reading(as_of) as connection:
            return views_view(connection, as_of)

    # --- history -----------------------------------------------------------------------------------------------------

    def log(self, limit: int | None = None) -> list[Json]:
        """The changes, newest first."""
        with self.store.reading() as connection:
            return [views.change_view(c) for c in log(connection, limit=limit)]

    def undo(self, change: int | None = None, *, any: bool = False) -> Json:
        """Undo a change, or the last act of this actor and session (``any``: of anybody)."""
        new, undone = undoing.undo(self.store, change, actor=self.actor, session=self.session, reach=any)
        return self._changed(new, {"undone": undone})

    def redo(self, *, any: bool = False) -> Json:
        """Bring back what was undone last, if no new work came after it."""
        new, redone = undoing.redo(self.store, actor=self.actor, session=self.session, reach=any)
        return self._changed(new, {"redone": redone})

    def _changed(self, change: int, more: Json) -> Json:
        summary = next(c["summary"] for c in self.log() if c["id"] == change)
        return {"change": change, "summary": summary} | more

    def backup(self, path: str | Path | None = None) -> Json:
        """A copy of the project as a file; see :func:`communique.study.safety.backup`."""
        return safety.backup(self.store, None if path is None else Path(path))

    def purge(
        self,
        *,
        documents: Sequence[int | str] = (),
        captures: Sequence[int] = (),
        reason: str,
        keep_backups: bool = False,
        confirm: Callable[[Json], bool] = lambda _: True,
    ) -> Json:
        """Erase documents or captures for good, in every version and backup; see :mod:`communique.study.safety`."""
        return safety.purge(
            self.store,
            documents=documents,
            captures=captures,
            reason=reason,
            keep_backups=keep_backups,
            confirm=confirm,
            actor=self.actor,
            session=self.session,
        )

    def merge(self, other: str | Path) -> Json:
        """Take in what another project has besides; see :func:`communique.study.merging.merge`."""
        return merging.merge(self.store, str(other), actor=self.actor, session=self.session)

    def check(self, progress: Callable[[str], None] = lambda _: None) -> Json:
        """Verify hashes, quotes, references and version intervals."""
        problems, state = check(self.store, progress)
        return {"ok": not problems, "problems": problems, "state": state}

    def state(self, as_of: int | None = None) -> str:
        """The state hash."""
        with self._reading(as_of) as connection:
            return state_hash(connection, as_of)


def new(
    location: str | Path, codebook: str = "claims", *, actor: str | None = None, session: str | None = None
) -> Project:
    """An empty study at a path or ``postgresql://`` URL, with a codebook template or file.

    Raises
    ------
    Refused
        If something is there already.
    UsageError
        If there is no such codebook.
    """
    draft = load_codebook(codebook)
    project = Project(Store.create(str(location)), actor, session)
    put_codebook(project.store, draft, actor=project.actor, session=project.session)
    return project


def open_project(
    location: str | Path, *, read_only: bool = False, actor: str | None = None, session: str | None = None
) -> Project:
    """The study at a path or ``postgresql://`` URL.

    Raises
    ------
    NotFound, NotAProject, NewerFormat, ProjectLocked, ProjectError
        Each names the place and the way out.
    """
    return Project(Store.open(str(location), read_only=read_only), actor, session)
