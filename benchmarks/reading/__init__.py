"""What the reader makes of texts that it was not made on: chrome, articles, signatories, speakers, figures, archives.

All material is fictional and made here, except the pages that ``--pages`` names (a folder with ``ground-truth.json``
and ``html/``, as the public article extraction benchmark has them), which are only measured. Every part prints its
data and its figures; the goals say what each is judged by. Parts that measure seconds do so as a ratio in one
run: our pages a second against those of trafilatura alone, on the same pages.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.measure import machine


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--pages", type=Path, help="folder of the public article extraction benchmark")
    parser.add_argument("--count", type=int, default=60, metavar="N", help="made newsletters and sites (60)")
    parser.add_argument("--texts", type=int, default=100_000, metavar="N", help="texts among which reuse is looked for")
    parser.add_argument("--archive", type=int, default=1_000, metavar="N", help="pages of the made web archive (1000)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure; returns data, figures and goals."""
    from benchmarks.reading import (
        archive,
        dates,
        figures,
        html_sets,
        made_sets,
        main_text,
        names,
        quotes,
        reuse,
        rosters,
        stripped_pages,
        voices,
        written_html,
        written_sets,
    )

    found: dict[str, Any] = {
        "rosters": {
            "tuned_on": rosters.measure("rosters"),
            "unseen": rosters.measure("rosters_unseen"),
            "fresh": rosters.measure("rosters_fresh"),
            "later": rosters.measure("rosters_later"),
            "next": rosters.measure("rosters_next"),
            "last": rosters.measure("rosters_last"),
            "final": rosters.measure("rosters_final"),
            "sixth": rosters.measure("rosters_sixth"),
            "seventh": rosters.measure("rosters_seventh"),
            "eighth": rosters.measure("rosters_eighth"),
            "ninth": rosters.measure("rosters_ninth"),
            "tenth": rosters.measure("rosters_tenth"),
            "eleventh": rosters.measure("rosters_eleventh"),
            "twelfth": rosters.measure("rosters_twelfth"),
            "thirteenth": rosters.measure("rosters_thirteenth"),
            "fourteenth": rosters.measure("rosters_fourteenth"),
            "fifteenth": rosters.measure("rosters_fifteenth"),
            "sixteenth": rosters.measure("rosters_sixteenth"),
            "seventeenth": rosters.measure("rosters_seventeenth"),
            "eighteenth": rosters.measure("rosters_eighteenth"),
        },
        "quotations": {
            "tuned_on": quotes.measure("quotes"),
            "unseen": quotes.measure("quotes_unseen"),
            "fresh": quotes.measure("quotes_fresh"),
        },
        "voices": voices.measure(),
        "embedded": voices.measure("embedded"),
        "figures": figures.measure(),
        "names": names.measure(),
        "reuse": reuse.measure(options.texts),
        "newsletters": made_sets.newsletters(options.count),
        "chrome": made_sets.chrome(options.count),
        "written": written_sets.measure(),
        "written_html": written_html.measure(),
        "html": {name: html_sets.measure(name, []) for name in html_sets.PAGES},
        "dates": {
            "tuned_on": dates.measure("development"),
            "unseen": dates.measure("held_out"),
            "fresh": dates.measure("fresh"),
        },
        "archive": archive.measure(options.archive),
    }
    # What was written last stands for what nobody has seen.
    last = [found["written"]["letters"][name]["f1"] for name in written_sets.LETTERS[-written_sets.HELD_OUT :]]
    pages = found["written"]["pages"][written_sets.PAGES[-1]]
    dressed, issues = (found["written_html"][name].values() for name in ("pages", "letters"))
    goals = {
        "rosters_f1": _at_least(found["rosters"]["unseen"]["f1"], 0.93),
        "speaker_precision": _at_least(found["quotations"]["unseen"]["speaker_precision"], 0.92),
        "speaker_coverage": _at_least(found["quotations"]["unseen"]["speaker_coverage"], 0.80),
        "ascribed_precision": _at_least(found["voices"]["ascribed"]["precision"], 0.9),
        "reported_precision": _at_least(found["voices"]["reported"]["precision"], 0.9),
        "figures_f1": _at_least(found["figures"]["held_out"]["value_unit"]["f1"], 0.88),
        "names_precision": _at_least(found["names"]["precision"], 0.9),
        "names_recall": _at_least(found["names"]["recall"], 0.8),
        "reprints_recall": _at_least(found["reuse"]["reprints_recall"], 0.98),
        "reprints_precision": _at_least(found["reuse"]["reprints_precision"], 0.98),
        "reuse_linear": _at_least(2.5 * found["reuse"]["seconds_for_half"] / found["reuse"]["seconds"], 1),
        "newsletter_starts_f1": _at_least(sum(last) / len(last), 0.75),
        "made_newsletter_starts_f1": _at_least(found["newsletters"]["f1"], 0.75),
        "chrome_f1": _at_least(pages["f1"], 0.90),
        "content_kept_pct": _at_least(100 - pages["content_wrong_pct"], 97),
        "made_chrome_f1": _at_least(found["chrome"]["f1"], 0.90),
        "made_content_kept_pct": _at_least(100 - found["chrome"]["content_wrong_pct"], 97),
        "html_page_chrome_f1": _at_least(found["html"][html_sets.PAGES[-1]]["f1"], 0.9),
        "html_page_content_kept_pct": _at_least(100 - found["html"][html_sets.PAGES[-1]]["content_wrong_pct"], 97),
        "html_chrome_f1": _at_least(min(page["f1"] for page in dressed), 0.94),
        "html_content_kept_pct": _at_least(100 - max(page["content_wrong_pct"] for page in dressed), 99),
        "html_newsletter_starts_f1": _at_least(min(one["f1"] for one in issues), 0.8),
        "dates_right": _at_least(found["dates"]["unseen"]["right"], 0.85),
        "dates_not_false": _at_least(1 - found["dates"]["unseen"]["false"], 0.95),
        "archive_complete": _at_least(float(found["archive"]["complete"]), 1),
    }
    if options.pages is not None:
        found["main_text"] = main_text.measure(options.pages)
        found["stripped_pages"] = stripped_pages.measure(options.pages)
        goals["stripped_chrome_f1"] = _at_least(found["stripped_pages"]["chrome_char_f1"], 0.90)
        goals["stripped_content_kept_pct"] = _at_least(100 - found["stripped_pages"]["content_wrong_pct"], 97)
        goals["main_text_f1"] = _at_least(found["main_text"]["f1"], 0.97)
        goals["pages_against_trafilatura"] = _at_least(found["main_text"]["pages_per_second_ratio"], 0.5)
    return {"benchmark": "reading", "machine": machine(), "figures": found, "goals": goals}


def _at_least(value: float, least: float) -> dict[str, Any]:
    return {"value": round(value, 4), "at_least": least, "met": value >= least}
