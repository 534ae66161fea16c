"""Full texts of others: found where a document says so, with whose they are, and no further than they go."""

from __future__ import annotations

import pytest

from communique.model.reading import Source
from communique.model.words import FindingKind
from communique.reading.registry import read

BODY = """The Assembly asks the council for three things, in this order, and it will ask for them again next year.

First, the line. We want it through the old quarter, because only there does it meet the people and the market.

Secondly, honesty. We have been told three dates, and an estimate for which nobody answers is a rumour with a comma.

Thirdly, a voice. If there is a vote in the whole town, then Northmoor votes too, all nine thousand of us, every one."""
AFTER = """So much for the Assembly. For our part we add only this: on the vote we are more sceptical than our friends,
and on the compensation of the traders we go further than anyone in the council has gone so far."""
BEFORE = """There is a great deal of talk about Northmoor and rather little by it. On Tuesday the assembly passed a
statement with only two votes against."""


def embedded(text: str) -> list[tuple[str, str]]:
    reading = read(Source(text.encode(), "page.txt"))
    found = [f for f in reading.findings if f.kind is FindingKind.SEGMENT]
    return [(f.data["speaker"], reading.text[f.start : f.end]) for f in found]


@pytest.mark.parametrize(
    ("lead", "heading", "speaker"),
    [
        ("We document it in full.", "Statement of the Northmoor Assembly", "Northmoor Assembly"),
        ("Wir dokumentieren sie im Wortlaut.", "Erklärung der Versammlung Nordmoor", "Versammlung Nordmoor"),
        ("Nous en publions le texte intégral.", "Déclaration de l’Assemblée de Northmoor", "Assemblée de Northmoor"),
        ("Reproducimos el texto íntegro.", "Declaración de la Asamblea de Northmoor", "Asamblea de Northmoor"),
        ("Публикуем полный текст.", "Заявление Северной Ассамблеи", None),
    ],
)
def test_a_text_under_its_own_heading_is_its_authors(lead: str, heading: str, speaker: str | None) -> None:
    found = embedded(f"Northmoor speaks\n\n{BEFORE} {lead}\n\n{heading}\n\n{BODY}\n\n{AFTER}\n")
    if speaker is None:
        # Nobody's name can be told from these forms: then nothing is said rather than something wrong.
        assert found == []
        return
    ((name, words),) = found
    assert name == speaker
    assert words.startswith(heading)
    assert words.endswith("every one.")


def test_a_signature_ends_it_and_belongs_to_it() -> None:
    ((_, words),) = embedded(
        f"Northmoor speaks\n\n{BEFORE} We print it in full.\n\nStatement of the Northmoor Assembly\n\n{BODY}\n\n"
        f"Yara Castellan, speaker of the Assembly\n\n{AFTER.partition('. ')[2]}\n"
    )
    assert words.endswith("Yara Castellan, speaker of the Assembly")


def test_a_lead_that_names_the_author_needs_no_heading() -> None:
    ((name, words),) = embedded(
        f"Northmoor speaks\n\n{BEFORE}\n\nSee the full statement from the Northmoor Assembly below.\n\n{BODY}\n\n"
        "* * *\n\nAnd now for something else, which is of no less weight for those who live there.\n"
    )
    assert name == "Northmoor Assembly"
    assert words.startswith("The Assembly asks")
    assert words.endswith("every one.")


@pytest.mark.parametrize(
    "text",
    [
        f"{BEFORE}\n\n{BODY}\n",
        "The council answered in full.\n\nThe budget is as it was, and nobody has asked for more of anything at all.\n",
        f"Statement of the Northmoor Assembly\n\n{BODY}\n\nYara Castellan, speaker of the Assembly\n",
    ],
)
def test_what_is_not_said_to_be_embedded_is_not(text: str) -> None:
    assert embedded(text) == []
