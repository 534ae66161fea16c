"""Words that were lost sight of: where they may stand, and that nothing is decided by likeness alone."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from communique.study.doubts import places
from communique.study.project import Project

TEXT = "The Harbour Guild asks for a ferry at night. The Boat Club does not want one. The Guild asks again.\n"


def quotes(text: str, quote: str) -> list[str]:
    return [place["quote"] for place in places(text, quote)]


def test_words_to_the_letter_are_all_the_places_there_are() -> None:
    assert quotes("one tram, two trams, one tram", "one tram") == ["one tram", "one tram"]
    assert [place["score"] for place in places("one tram", "one tram")] == [1.0]


def test_words_that_were_corrected_are_found_from_their_first_to_their_last() -> None:
    corrected = TEXT.replace("a ferry at night", "a night-time ferry service")
    (place,) = places(corrected, "The Harbour Guild asks for a ferry at night.")
    assert place["quote"].startswith("The Harbour Guild asks for a")
    assert 0.6 < place["score"] < 1
    assert corrected[place["start"] : place["end"]] == place["quote"]


def test_where_nothing_resembles_the_words_no_place_is_named() -> None:
    assert places("Quite another matter.", "The Harbour Guild asks for a ferry at night.") == []
    assert places("", "ferry") == []


@example(text="G ", quote="a ")
@given(
    text=st.text(st.sampled_from("ab Gé “”…—\u00a0\u200b🌉.\n"), max_size=60),
    quote=st.text(st.sampled_from("ab Gé “”…—.🌉"), min_size=1, max_size=20).filter(str.strip),
)
def test_a_place_is_a_span_of_the_text(text: str, quote: str) -> None:
    for place in places(text, quote):
        assert 0 <= place["start"] < place["end"] <= len(text)
        assert text[place["start"] : place["end"]] == place["quote"]
        assert place["quote"] == place["quote"].strip()
        assert text.endswith(place["before"] + place["quote"] + place["after"]) or place["after"]


def test_a_correction_leaves_doubts_and_an_anchor_settles_them(anywhere: Project) -> None:
    pasted = anywhere.paste(TEXT, title="Ferry")["documents"][0]
    number = anywhere.code(document=pasted, quote="The Boat Club does not want one", type="Claim")["id"]
    assert anywhere.doubts() == []
    anywhere.correct(pasted, TEXT.replace("does not want one", "wants no ferry at all"))
    (doubt,) = anywhere.doubts()
    assert (doubt["statement"]["id"], doubt["title"], anywhere.doubt_count()) == (number, "Ferry", 1)
    place = doubt["places"][0]
    assert place["quote"].startswith("The Boat Club")
    anywhere.anchor(number, place["start"], place["end"])
    assert (anywhere.doubts(), anywhere.doubt_count()) == ([], 0)
    anywhere.undo()
    assert anywhere.doubt_count() == 1


def test_what_is_coded_blind_is_not_shown_as_a_doubt(project: Project) -> None:
    pasted = project.paste(TEXT, title="Ferry")["documents"][0]
    project.code(document=pasted, quote="The Boat Club does not want one", type="Claim", coder="Grace")
    project.correct(pasted, TEXT.replace("does not want", "wants"))
    project.assign("Ada", [pasted], blind=True)
    assert project.doubts(seen_by="Ada") == []
    assert len(project.doubts(seen_by="Grace")) == 1
