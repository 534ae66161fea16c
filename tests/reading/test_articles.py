from __future__ import annotations

import random

import pytest

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading.plain import PlainTextReader

from .checks import check_reading
from .pages import BODY

TOPICS = {
    "Rails in the old quarter": "tram rails depot wheels track signal driver sleeper platform",
    "The river rises again": "river flood meadow dam water willow bank ferry reservoir",
    "A choir for the harbour": "choir song concert singer drum organ rehearsal tenor harmony",
    "Rents on the hill": "rent landlord lease flat stairs cellar heating mould deposit",
}


def paragraph(words: list[str], chance: random.Random) -> str:
    sentences = []
    for _ in range(4):
        one, two, three = chance.sample(words, 3)
        sentences.append(
            f"The {one} that we saw near the {two} last week has changed what people think of the {three}."
        )
    return " ".join(sentences)


def newsletter(separator: str = "\n", *, bylines: bool = True) -> str:
    chance = random.Random(5)
    pieces = ["The Lantern", "No. 14 · May 2031", "In this issue", *TOPICS]
    for number, (title, words) in enumerate(TOPICS.items()):
        pieces.append(title)
        if bylines:
            pieces.append(f"By {['Ann Lee', 'Otto Brandt', 'Ines Falk', 'Jo Moor'][number]}")
        pieces += [paragraph(words.split(), chance) for _ in range(4)]
        pieces.insert(-2, "What comes next")
    return separator.join(pieces)


@pytest.mark.parametrize("separator", ["\n", "\n\n", "\r\n"])
def test_a_newsletter_with_bylines_comes_apart_into_its_articles(separator: str) -> None:
    reading = PlainTextReader().read(Source(newsletter(separator).encode(), "lantern.txt"))
    check_reading(reading)
    assert [document.title for document in reading.documents] == list(TOPICS)
    assert [document.author for document in reading.documents] == ["Ann Lee", "Otto Brandt", "Ines Falk", "Jo Moor"]
    first = reading.documents[0].ranges[0][0]
    assert "In this issue" in reading.text[:first]
    assert reading.documents[0].date.value is None


def test_boundaries_are_offered_ranked_whether_taken_or_not() -> None:
    reading = PlainTextReader().read(Source(newsletter().encode(), "lantern.txt"))
    offered = [finding for finding in reading.findings if finding.kind is FindingKind.BOUNDARY]
    scores = [finding.score for finding in offered]
    assert scores == sorted(scores, reverse=True)
    assert [finding.data["line"] for finding in offered if finding.data["taken"]] != []
    for finding in offered:
        assert reading.text[finding.start : finding.end] == finding.data["line"]


def test_an_article_with_subheadings_stays_one() -> None:
    lines = [
        "Council votes for the tram",
        "By Ann Lee",
        BODY[0] + " " + BODY[1],
        "What it costs",
        BODY[2] + " " + BODY[3],
    ]
    lines += ["Who decides", " ".join(BODY), "The next steps", " ".join(reversed(BODY))]
    reading = PlainTextReader().read(Source("\n".join(lines).encode(), "a.txt"))
    assert len(reading.documents) == 1
