"""The language of a document, by character n-grams for texts and by script for short ones."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

# Below this many letters the n-gram model guesses among too many languages (3 of 14 short names were wrong).
_ENOUGH_LETTERS = 60
_SAMPLE = 6_000
# Scripts that one living language of the press uses nearly alone.
_SCRIPT_LANGUAGE = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
}
# fmt: off
_LATIN = frozenset([
    "bs", "ca", "cs", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id", "it", "lt", "lv",
    "ms", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sv", "tr", "vi",
])
# fmt: on


def script_of(text: str) -> str | None:
    """The Unicode script that most letters are in (``LATIN``, ``CYRILLIC``, ``CJK`` …), or ``None`` without letters."""
    counts = _scripts(text[:_SAMPLE])
    return counts.most_common(1)[0][0] if counts else None


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of a text, or ``None`` if it is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    counts = _scripts(sample)
    letters = sum(counts.values())
    if not letters:
        return None
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0.1 * letters:
        return "ja"
    script, most = counts.most_common(1)[0]
    if most >= 0.6 * letters and script in _SCRIPT_LANGUAGE:
        return _SCRIPT_LANGUAGE[script]
    # An ideogram says about as much as three letters.
    if letters < (_ENOUGH_LETTERS // 3 if script == "CJK" else _ENOUGH_LETTERS):
        return None
    ranked = _identifier().rank(" ".join(sample.split()))[:10]
    language, probability = ranked[0]
    # Varieties without a two-letter code (Moroccan Arabic, Wu …) share the probability of their written language.
    coded = sum(share for code, share in ranked if len(code) == 2)
    if len(language) != 2 or probability < 0.8 * coded or coded < 0.5:
        return None
    return None if language in _LATIN and script != "LATIN" else str(language)


def _scripts(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for character, times in Counter(text).items():
        if character.isalpha():
            counts[unicodedata.name(character, "?").split(" ", 1)[0].split("-", 1)[0]] += times
    return counts


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
