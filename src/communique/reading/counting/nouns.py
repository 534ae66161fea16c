"""The noun that is counted: what stands behind a number and before the rest of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.reading.counting.tokens import Kind, Token
from communique.reading.counting.vocabulary import Vocabulary

_FARTHEST = 5
_CONNECTORS = ("and", "or", "until", "onto")
# Endings of adjectives that stand before their noun, and of plurals, by language.
_ADJECTIVES = {
    "pl": ("ych", "ich", "nych"),
    "ru": ("ых", "их", "ые", "ие"),
    "uk": ("их", "іх", "і"),
    "nl": ("e",),
    "sv": ("ade", "iga", "ska", "nde", "liga"),
    "no": ("ede", "ige", "ske", "nde"),
    "da": ("ede", "ige", "ske", "nde"),
}
_VERBS = {
    "ru": ("ют", "ят", "ли", "лись", "ется", "ится", "лось"),
    "uk": ("ють", "ять", "ли", "лися"),
    "pl": ("ają", "ali", "ały", "ało", "eli", "iły", "yły"),
    "it": ("anno", "ono", "iamo"),
}
_PLURALS = {"fr": ("s", "x", "z"), "es": ("s",), "pt": ("s",)}
_NO_PLURAL = ("ss", "us", "is")


@dataclass(frozen=True, slots=True)
class Counted:
    """A noun up to token ``end``, and the words from the number to it."""

    noun: str
    end: int
    phrase: str


def counted_noun(tokens: Sequence[Token], i: int, words: Vocabulary, *, single: bool = False) -> Counted | None:
    """The counted noun in the words from token ``i`` on; ``single`` if one thing is counted (per plot)."""
    if i < len(tokens) and tokens[i].folded == "-" and not tokens[i].spaced:
        # "a 40-bed ward": the part of the compound.
        if i + 1 < len(tokens) and tokens[i + 1].kind is Kind.WORD and not tokens[i + 1].spaced:
            return Counted(tokens[i + 1].text, i + 2, tokens[i + 1].text)
        return None
    run = _run(tokens, i, words)
    if not run:
        return None
    head = _head(tokens, run, words, single=single)
    if head is None:
        return None
    chosen = run[: head + 1]
    return Counted(chosen[-1][0], chosen[-1][1], " ".join(word for word, _ in chosen))


def _run(tokens: Sequence[Token], i: int, words: Vocabulary) -> list[tuple[str, int]]:
    """Words up to the first mark or small word; those joined by hyphens are one."""
    run: list[tuple[str, int]] = []
    j = i
    while j < len(tokens) and len(run) < _FARTHEST:
        token = tokens[j]
        written, k = token.text, j + 1
        glued = k < len(tokens) and tokens[k].folded == "-" and not tokens[k].spaced
        if token.kind is not Kind.WORD or (not glued and _is_small(token, words) and not _is_noun(token, words)):
            break
        if not glued and token.folded in words.number:
            # Another number begins.
            break
        while (
            k + 1 < len(tokens)
            and tokens[k].folded == "-"
            and not tokens[k].spaced
            and tokens[k + 1].kind is Kind.WORD
            and not tokens[k + 1].spaced
        ):
            written += tokens[k].text + tokens[k + 1].text
            k += 2
        if k < len(tokens) and tokens[k].folded == "'" and not tokens[k].spaced:
            # An apostrophe parts an article or preposition from its noun: nothing that is counted.
            if words.language in ("fr", "it") and len(written) <= 2:
                break
            if words.language == "en":
                # "six weeks' notice", but "the block's 600 flats"
                owner = k + 1 < len(tokens) and tokens[k + 1].folded == "s" and not tokens[k + 1].spaced
                return run if owner else [*run, (written, k)]
        run.append((written, k))
        j = k
    return run


def _is_small(token: Token, words: Vocabulary) -> bool:
    return token.folded in words.stop or any(token.folded in words.word(name) for name in _CONNECTORS)


def _is_noun(token: Token, words: Vocabulary) -> bool:
    # German small words are small: with a capital they are nouns.
    return (words.language == "de" and token.text[:1].isupper() and len(token.text) > 3) or (
        token.folded in words.word("collective")
    )


def _head(tokens: Sequence[Token], run: list[tuple[str, int]], words: Vocabulary, *, single: bool) -> int | None:
    language = words.language
    names = [word for word, _ in run]
    if language == "de":
        return next((k for k, word in enumerate(names) if word[:1].isupper() and len(word) > 1), None)
    if language == "en":
        closed = run[-1][1] >= len(tokens) or tokens[run[-1][1]].kind is Kind.MARK
        return _english(names, words, single=single, closed=closed)
    adjectives, endings = words.word("adjective"), _ADJECTIVES.get(language, ())
    k = 0
    while k + 1 < len(names) and (names[k].casefold() in adjectives or (endings and names[k].endswith(endings))):
        k += 1
    word = names[k].casefold()
    if len(word) < 2 or word in adjectives or word.endswith(_VERBS.get(language, "\0")):
        return None
    plural = _PLURALS.get(language)
    if plural and not single and not word.endswith(plural) and not _capital(names[k]):
        return None
    if single and _capital(names[k]):
        return None
    return k


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _english(names: list[str], words: Vocabulary, *, single: bool, closed: bool) -> int | None:
    collective, adjectives = words.word("collective"), words.word("adjective")
    if single:
        k = next((k for k, name in enumerate(names) if name.casefold() not in adjectives), 0)
        return None if names[k] != names[k].casefold() else k
    head = None
    for k, name in enumerate(names):
        word = name.casefold()
        if word in collective or (word.endswith("s") and not word.endswith(_NO_PLURAL) and len(word) > 3):
            head = k
        elif head is not None:
            break
    if head is not None:
        return head
    # "90,000 salmon.": a lone word that ends the clause, and is no verb.
    lone = names[0].casefold()
    noun = closed and len(names) == 1 and not lone.endswith(("ed", "ing", "ly")) and lone not in adjectives
    return 0 if noun and lone not in words.word("more") else None
