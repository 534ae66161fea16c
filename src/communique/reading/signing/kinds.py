"""Whether a name is that of a person or of a body: what the words, their number and their neighbours say."""

from __future__ import annotations

import re
from functools import lru_cache

from communique.reading.countries import country_of
from communique.reading.signing.words import (
    body_word,
    family_names,
    fold,
    function_words,
    given_names,
    honorific,
    known_family_names,
    particles,
)

_HAN = re.compile("^[\u3400-\u9fff々〆ヶ]+$")
_HANGUL_BODY = re.compile("^[\uac00-\ud7a3]{3,}[회원단당부관소실방터망련맹집]$")
_HANGUL = re.compile("^[\uac00-\ud7a3]+$")
# With what given names in Japanese end, and few other words.
_JAPANESE = re.compile("[子郎美恵代江夫男雄介輔也樹彦奈香乃吾]$")
_KANA = re.compile("[\u3040-\u30ff]")
_LETTERS = re.compile(r"[^\W\d_]")
_ARTICLES = frozenset(["the", "les", "los", "las", "die", "gli", "het", "οι", "τα", "το"])
# Longer names may be Vietnamese or American.
_SHORT_ARTICLES = frozenset(["le", "la", "il", "lo", "das", "der", "η", "os", "as"])
# Ramblers, cyclists, librarians: people at work or at play. Shorter words may be family names.
_PLURAL = re.compile(r"^\w{3,}(?:lers|kers|ters|ders|vers|ists|ians|[rst]men|women|folk|innen|isten|fahrer|leute)$")
_SHORT = 5
# Between two words these join, and in longer names they may be Catalan or Portuguese ones of persons.
_ANDS = frozenset(["i", "y", "e", "і", "и", "та", "й"])
_SLAVIC = re.compile(r"(?:[оеё]в|[оеё]ва|ин|ина|ський|ська|ский|ская)$")
# Endings that only family names have.
_FAMILY = re.compile(
    r"(?:ძე|შვილი|յան|յանց|όπουλος|οπούλου|ίδης|ίδου|άδης|άκης|ович|евич|енко|швили|oğlu|dóttir|[^s]sson|enko|shvili|yan)$"
)
_INITIAL = re.compile(r"^[^\W\d_]\.?(?:-?[^\W\d_]\.)*$")


@lru_cache(maxsize=4096)
def leaning(name: str) -> int:
    """How much the name alone says: above 0 for a person, below 0 for a body; 3 and more is sure.

    >>> leaning("Dr Ada Brix") > 2, leaning("Harbour Guild") < -2, leaning("Mieterverein Nordmoor") < -2
    (True, True, True)
    """
    titled = honorific().match(name)
    bare = name[titled.end() :] if titled else name
    words = bare.split()
    score = 0
    if titled and words:
        score += 4
    if not words or not _LETTERS.search(bare):
        return -3
    folded = [fold(word.strip(".,'’\"“”«»()")) for word in words]
    first = folded[0].split("-")[0]
    opening = body_word(words[0])
    article = folded[0] in _ARTICLES or (folded[0] in _SHORT_ARTICLES and len(words) == 2)
    # Of Arabic names the family's may have the article, and never the first.
    article = article or (folded[0].startswith("ال") and len(folded[0]) > 4 and len(words) > 1 and not titled)
    known = first in given_names() and not article and opening != (0, len(words[0]))
    if known and 2 <= len(words) <= 5:
        score += 3
    elif len(words) == 2 and folded[-1] in given_names():
        score += 2  # The family's name first, as in Hungary.
    elif 2 <= len(words) <= 3 and not article and _is_family_name(words[-1], folded[-1]):
        score += 1
    if (hit := body_word(bare)) and not (known and len(words) == 2 and _inside(bare, hit)):
        # Families are called Church and Park; in scripts without capitals what looks like a body's word is one.
        cased = bare.lower() != bare.upper()
        score -= 3 if titled or (known and len(words) == 2 and cased) else 6
    if len(words) > 1 and _opens_with_letters(words, folded):
        score -= 3
    if article:
        score -= 3
    if len(words) > 1 and _PLURAL.search(folded[-1]):
        score -= 3
    if not known and len(words) > 1 and country_of(words[-1]):
        score -= 3
    if any(word in function_words() and word not in particles() for word in folded[1:]):
        score -= 3
    if len(words) == 3 and folded[1] in _ANDS:
        score -= 3
    if len(words) > 1 and not known and all(word.startswith("ה") and len(word) > 3 for word in folded[:2]):
        # "The social mill": in Hebrew the adjective has the article, too.
        score -= 3
    if re.search(r"[\d“”\"«»!?&@+]", bare):
        score -= 3
    score += _shape(words, bare)
    return score


def _is_family_name(word: str, folded: str) -> bool:
    if word[:1].isupper() and _SLAVIC.search(folded):
        return True
    return folded in known_family_names() or _FAMILY.search(folded) is not None


def _opens_with_letters(words: list[str], folded: list[str]) -> bool:
    """Whether letters and no name open one: "ANPI Molo Basso", but not "DUPONT Jean"."""
    shouted = 3 <= len(words[0]) <= 6 and words[0].isupper() and not any(word.isupper() for word in words[1:])
    return shouted and not any(name in given_names() for name in folded) and folded[0] not in known_family_names()


def _inside(name: str, hit: tuple[int, int]) -> bool:
    """Whether a short word only ends a longer one: Kerbrat is no council, and Adebar no bar."""
    start, end = hit
    return end - start <= _SHORT and start > 0 and name[start - 1].isalpha()


def _shape(words: list[str], bare: str) -> int:
    solid = bare.replace(" ", "").replace("\u3000", "")
    if _HAN.match(solid) or _KANA.search(solid):
        return _east_asian(solid, len(words))
    if _HANGUL_BODY.match(solid):
        return -3
    if _HANGUL.match(solid):
        if len(words) <= 2 and len(solid) in (2, 3, 4) and solid.startswith(family_names("korean")):
            return 2 if len(solid) == 3 or len(words) == 2 else 1
        return -1
    if len(words) == 1:
        return -2
    if any(_INITIAL.match(word) for word in words[:-1]) and len(words) <= 4:
        return 3
    if not any(letter.islower() or letter.isupper() for letter in bare):
        # No letter case to go by: names of persons are short.
        return 1 if len(words) in (2, 3) else -1
    small = [word for word in words if word[:1].islower() and word.casefold() not in particles()]
    if small:
        return -2
    if all(len(word) > 1 and word.isupper() for word in words):
        return 1 if len(words) in (2, 3) else -2
    return 1 if len(words) in (2, 3) else 0 if len(words) == 4 else -2


def _east_asian(solid: str, words: int) -> int:
    if "・" in solid or "·" in solid:
        return 2 if not _HAN.search(solid[-1]) else -1
    if _HAN.match(solid) and 3 <= len(solid) <= 5 and solid.startswith(family_names("japanese")):
        return 2 if _JAPANESE.search(solid) or len(solid) == 4 else 1
    if re.fullmatch("[\u3400-\u9fff]{1,3}(?!の)[\u3041-\u3093]{2,4}", solid):
        return 2 if solid.startswith(family_names("japanese")) else 1
    if _KANA.search(solid):
        return 1 if words == 2 and len(solid) <= 7 and _HAN.match(solid[0]) else -2
    if words == 2 and len(solid) <= 6:
        return 2
    if len(solid) in (2, 3) and solid.startswith(family_names("chinese")):
        return 2
    if len(solid) == 4 and solid[:2] in family_names("chinese"):
        return 2
    return 0 if len(solid) in (3, 4, 5) else -2
