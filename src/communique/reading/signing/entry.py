"""One entry of a roster: who signs, as what, for whom, from where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from communique.reading.countries import FLAG, country_of
from communique.reading.lexicon import lexicon
from communique.reading.signing.kinds import leaning
from communique.reading.signing.words import INVISIBLE, body_word, fold, given_names, honorific, office_at, pattern

_BULLET = re.compile(
    r"^(?:[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[•·・▪‣◦●○■□◆◇★☆✓✔➤►▶→※*†‡+–—‒−-](?=\s|[^\W\d_])|[①-⑳㈠-㈩]"
    r"|[(（]?(?:\d{1,4}|[〇一二三四五六七八九十百]{1,4})[.)）、:：।۔]\)?(?!\d)|[(（]\d{1,4}[)）]|\d{1,4}\s*[-–—]\s|\d{1,4}(?=\t|\s{2,}))+"
)
_MARKS = re.compile(r"(?:[*†‡§¹²³⁰⁴-⁹]+|\[\d{1,2}\]|\s\(\d{1,2}\))$")
_TRAIL = re.compile(r"(?:(?<!\b[^\W\d_])\.|[\s,;،؛、，；。|·:\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff])+$")
_BRACKET = re.compile(r"[(（\[［【]([^()（）\[\]［］【】]*)[)）\]］】]")
_OPEN = re.compile(r"[(（\[［【]([^()（）\[\]［］【】]*)$")
_EDGES = " ,;،؛、，；:|·–—" + INVISIBLE
_STRAY = re.compile(r"[()（）\[\]［］【】]")
_SEPARATOR = re.compile(r"(\t+| {2,}|\s[–—−|｜]\s?|\s-\s|\s?[/／]\s?|[,،、，;；؛፣]\s*|——?|\s?[|｜]\s?)")
_INNER_COLON = re.compile(r"\s?(?::(?![a-zß-ÿ])|：)\s*")
_ACRONYM = re.compile(r"^[^\W\d_]*[A-ZÀ-ÞΑ-ΩА-ЯЁІЇЄ][A-ZÀ-ÞΑ-ΩА-ЯЁІЇЄ0-9&.\-/]*[A-ZÀ-ÞΑ-ΩА-ЯЁІЇЄ0-9.][a-z]{0,3}$")
_FOREIGN_ACRONYM = re.compile("^[\u0590-\u05ff]{1,4}[\"״'׳][\u0590-\u05ff]{1,2}$")
_AND = re.compile(lexicon("signing")["together"], re.I)
_OF = re.compile(lexicon("signing")["held_in"], re.I)
_PERSONAL = re.compile(lexicon("signing")["personal"], re.I)
# What trades end with in Chinese and Japanese, where a bracket holds one.
_TRADE = re.compile("[\u3040-\u30ff\u3400-\u9fff][家者員员師师士人長长手工匠]$")
# Articles in small letters before a name: the sentence's, not the name's.
_ARTICLE = re.compile(
    r"(?:(?:the|der|die|das|den|dem|le|la|les|el|los|las|il|lo|gli|o|os|as|de|het)\s|l['’])(?=[A-ZÀ-Þ])"
)
_QUOTED = re.compile(r"^[«“„\"].*[»”“\"]$")
_SCRIPT = re.compile(
    "([A-Za-zÀ-ɏ])|([Ͱ-Ͽἀ-῿])|([Ѐ-ӿ])|([\u0590-\u05ff])|([\u0600-\u06ff])|([\u0900-\u097f])|([\u0980-\u09ff])|([\u0b80-\u0bff])|([\u0e00-\u0e7f])"
    "|([\u3040-\u30ff\u3400-\u9fff])|([\uac00-\ud7a3])|([\u1200-\u137f])|([\u0530-\u058f])|([\u10a0-\u10ff])"
)

_INDIC = (6, 7, 8)
_SPACED_OFFICES = (9, 10, 11)
_ENDS_AS_ROLE = re.compile(f"(?:{lexicon('signing')['office_behind']})$")


@dataclass(frozen=True)
class Signer:
    """A signatory as far as its entry says. ``leaning`` above 0 speaks for a person, below 0 for a body.

    ``personal`` says that a person signs for nobody else: the ``organization`` beside the name does not sign.
    """

    name: str
    aliases: tuple[str, ...] = ()
    organization: str | None = None
    role: str | None = None
    country: str | None = None
    withdrawn: bool = False
    personal: bool = False
    leaning: int = 0
    marks: str = field(default="", compare=False)


def bare(words: str) -> str:
    """An entry without bullet, number, and what trails behind."""
    return _TRAIL.sub("", _BULLET.sub("", words, count=1)).strip()


def has_bullet(words: str) -> bool:
    """Whether a line opens with a bullet or a number."""
    found = _BULLET.match(words)
    return bool(found and found.group().strip())


def parse_entry(words: str) -> list[Signer]:
    """Who signs in an entry; two or more where several persons sign together; none where it names nobody."""
    rest = _TRAIL.sub("", _BULLET.sub("", re.sub(r"\s*[\n\r]+\s*", " ", words), count=1))
    flag = FLAG.search(rest)
    if flag:
        # A flag stands before or behind a name, and never in the middle of one.
        rest = bare(FLAG.sub(" ", rest))
    marks = ""
    while found := _MARKS.search(rest):
        marks += found.group().strip()
        rest = rest[: found.start()].rstrip()
    titled = honorific().match(rest)
    if titled and len(rest) > titled.end() + 1:
        rest = rest[titled.end() :]
    article = _ARTICLE.match(rest)
    if article and leaning(rest[article.end() :]) <= -3:
        rest = rest[article.end() :]
    gone = len(rest) > 3 and pattern("withdrawn").search(rest) is not None
    draft = Signer("", marks=marks, leaning=4 if titled else 0, withdrawn=gone)
    if draft.withdrawn:
        rest = _without_withdrawal(rest)
    behalf = re.match(rf"(?:{pattern('behalf').pattern})\s+(?P<body>[^:：]+?)\s?[:：]\s*(?P<name>.+)$", rest, re.I)
    if behalf:
        (signer, *more) = parse_entry(behalf["name"]) or [draft]
        return [replace(signer, organization=signer.organization or _clean(behalf["body"]), leaning=6), *more]
    notes: list[str] = []
    rest = _BRACKET.sub(lambda found: _noted(found.group(1), notes), rest)
    rest = _OPEN.sub(lambda found: _noted(found.group(1), notes), rest)
    rest = _STRAY.sub(" ", rest)
    pieces = _pieces(rest)
    if not pieces:
        return []
    if flag:
        draft = replace(draft, country=country_of(flag.group()))
    draft = _combined(draft, pieces, notes)
    return _apart(draft)


def _noted(content: str, notes: list[str]) -> str:
    notes.append(content.strip())
    return " \x00 "


def _without_withdrawal(words: str) -> str:
    kept = _BRACKET.sub(lambda m: "" if pattern("withdrawn").search(m.group(1)) else m.group(), words)
    parts = re.split(r"(\s[–—-]\s|[,،，;:：]\s*)", kept)
    while len(parts) > 1 and pattern("withdrawn").search(parts[-1]):
        parts = parts[:-2]
    return "".join(parts)


def _pieces(rest: str) -> list[tuple[str, str]]:
    """The parts of an entry, each with the separator before it."""
    rest = re.sub(" *\x00 *", " ", rest).strip()
    parts = _SEPARATOR.split(rest)
    pieces: list[tuple[str, str]] = []
    mark = ""
    for number, part in enumerate(parts):
        if number % 2:
            mark = part.strip() or ("\t" if "\t" in part or "  " in part else ",")
            continue
        words = _clean(part)
        if words:
            pieces.append((mark, words))
    if len(pieces) == 1 and _INNER_COLON.search(pieces[0][1]):
        left, right = _INNER_COLON.split(pieces[0][1], maxsplit=1)
        if left.strip() and right.strip():
            return [("", left.strip()), (":", right.strip())]
    if len(pieces) > 1 and _INNER_COLON.search(pieces[0][1]):
        left, right = _INNER_COLON.split(pieces[0][1], maxsplit=1)
        if left.strip() and right.strip():
            return [("", left.strip()), (":", right.strip()), *pieces[1:]]
    return pieces


def _clean(words: str) -> str:
    return _TRAIL.sub("", " ".join(words.split())).strip(_EDGES).lstrip(".")


def _is_turned(pieces: list[tuple[str, str]]) -> bool:
    """Whether the first two parts are a family's name and a given one: "BOATENG, Efua"."""
    if len(pieces) < 2 or pieces[1][0] not in (",", "،"):
        return False
    family, given = pieces[0][1], pieces[1][1]
    names = given.split()
    shouted = family.isupper() and not given.isupper() and len(family) > 2
    known = fold(names[0]) in given_names() and fold(family) not in given_names()
    likely = (known and len(names) <= 1 + shouted) or (shouted and len(names) == 1 and given.istitle())
    body = body_word(family) or body_word(given) or is_role(given) or country_of(given)
    return likely and " " not in family and not body


def _combined(draft: Signer, pieces: list[tuple[str, str]], notes: list[str]) -> Signer:
    if _is_turned(pieces):
        (mark, family), (_, given), *rest = pieces
        draft = replace(draft, aliases=(f"{given} {family}",), leaning=draft.leaning + 3)
        pieces = [(mark, f"{family}, {given}"), *rest]
    others = [piece for piece in pieces[1:] if not is_personal(piece[1])]
    draft = replace(draft, personal=len(others) + 1 < len(pieces))
    pieces = [pieces[0], *others]
    if len(pieces) > 1 and is_acronym(pieces[0][1]) and body_word(pieces[1][1]) and pieces[0][0] != ",":
        draft = replace(draft, aliases=(pieces[0][1],))
        pieces = pieces[1:]
    kept: list[tuple[str, str]] = []
    for number, (mark, words) in enumerate(pieces):
        country = country_of(words) if (number or len(pieces) > 1) and not office_at(words) else None
        if country and number == 0 and len(pieces) > 1 and country_of(pieces[1][1]):
            country = None
        if (
            country
            and number
            and is_acronym(words)
            and any(map(country_of, (*(p[1] for p in pieces[number + 1 :]), *notes)))
        ):
            # "Alianza Roja – AR (Perú)": where a country is named besides, what looks like a code is an acronym.
            draft = replace(draft, aliases=(*draft.aliases, words))
        elif country:
            draft = replace(draft, country=draft.country or country)
        elif number and is_acronym(words):
            draft = replace(draft, aliases=(*draft.aliases, words))
        else:
            kept.append((mark, words))
    if not kept:
        kept = [pieces[0]]
    name = kept[0][1]
    if beside := _office_beside(name):
        office, name, body = beside
        draft = replace(draft, role=office, organization=body, leaning=draft.leaning + 4)
    elif before := office_before(name):
        office, name = before
        draft = replace(draft, role=office, leaning=draft.leaning + 4)
    elif inside := _signs_for(name):
        name, body = inside
        draft = replace(draft, organization=body, leaning=draft.leaning + 3)
    draft = replace(draft, name=name, leaning=draft.leaning + leaning(name))
    for number, (mark, words) in enumerate(kept[1:], 2):
        held = number < len(kept) and is_role(kept[number][1]) and not body_word(words)
        draft = _joined(draft, mark, words, named=held)
    for note in notes:
        draft = _with_note(draft, note)
    if draft.organization and draft.leaning <= 0 and not body_word(draft.name):
        draft = replace(draft, leaning=draft.leaning + 3)
    return draft


def _office_beside(name: str) -> tuple[str, str, str | None] | None:
    """An office, name and body that only spaces part, as East Asian languages and Thai write them."""
    words = name.split()
    if len(words) < 2 or script_of(name) not in _SPACED_OFFICES:
        return None
    if is_role(words[-1]) and not body_word(words[-1]):
        return words[-1], " ".join(words[:-1]), None
    if is_role(words[0]) and not body_word(words[0]):
        return words[0], " ".join(words[1:]), None
    if len(words) == 3 and is_role(words[1]) and not body_word(words[1]) and body_word(words[0]):
        return words[1], words[2], words[0]
    if len(words) == 3 and leaning(words[0]) >= 1 and is_role(words[1]) and not body_word(words[1]):
        # What follows the office is a place.
        return words[1], words[0], None
    return None


def _signs_for(name: str) -> tuple[str, str] | None:
    """A person and the body that only small words part from it: "Adriana Popescu for the Ferry Guild"."""
    for found in pattern("behalf").finditer(name):
        person, body = name[: found.start()].strip(), name[found.end() :].strip()
        if 2 <= len(person.split()) <= 3 and leaning(person) >= 3 and body[:1].isupper():
            return person, body
    return None


def office_before(name: str) -> tuple[str, str] | None:
    """A profession that stands before the name of a person and a space parts from it: "historian Pavel Dronov"."""
    first, _, rest = name.partition(" ")
    person = rest.split()
    named = 2 <= len(person) <= 3 and all(word[:1].isupper() for word in person) and leaning(rest) >= 1
    return (first, rest) if named and first[:1].islower() and is_role(first) else None


def _joined(draft: Signer, mark: str, words: str, *, named: bool = False) -> Signer:
    """The signer with what a further part of the entry says; ``named`` if an office follows it."""
    slash, comma = mark in ("/", "／"), mark in (",", "،", "、", "，", ";", "；", "؛")
    behalf = pattern("behalf").match(words)
    body = body_word(words) is not None
    if draft.leaning <= -3 and not slash and len(words.split()) <= 5 and pattern("unit").search(words):
        return replace(draft, name=f"{draft.name}{', ' if comma else f' {mark} '}{words}")
    role = is_role(words)
    if behalf and len(words) > behalf.end() and draft.leaning > -3:
        return replace(draft, organization=_clean(words[behalf.end() :]), leaning=draft.leaning + 4)
    if role and not slash and draft.leaning > -3 and (draft.leaning > 0 or not body or office_at(words)):
        office, at = _office_and_body(words)
        return replace(
            draft,
            role=draft.role or office,
            organization=draft.organization or at,
            leaning=draft.leaning + 4,
        )
    if named and draft.leaning <= 0 and not role and leaning(words) > -3:
        return replace(draft, name=words, aliases=(), organization=draft.name, leaning=6)
    one = " " not in draft.name and mark != "\t" and not comma and draft.leaning < 0
    if draft.leaning <= 0 and body and (words[:1].islower() or one) and not slash:
        # "La Barcaza, revista", "Reedwatch – Campaign for the Shore": what the name is one of.
        return draft if draft.leaning <= -3 else replace(draft, leaning=-3)
    if draft.leaning <= -3:
        return _joined_to_body(draft, mark, words, comma=comma, slash=slash)
    if not comma and mark != "\t" and draft.leaning == leaning(words) == 1:
        # One name in two languages: few persons have two.
        return replace(draft, aliases=(*draft.aliases, words), leaning=-2)
    if leaning(words) >= 2 and slash and draft.leaning > 0:
        return replace(draft, aliases=(*draft.aliases, words))
    if script_of(words) != script_of(draft.name) and slash:
        return replace(draft, aliases=(*draft.aliases, words))
    if body or (not comma and draft.leaning > 0) or (mark == "\t" and leaning(words) <= 0):
        if draft.organization is None:
            return replace(draft, organization=words, leaning=draft.leaning + (2 if body or draft.leaning > 0 else 0))
        return draft
    if slash:
        return replace(draft, aliases=(*draft.aliases, words))
    if comma and draft.leaning > 0 and not (words[:1].isupper() or body) and len(words) < 60:
        return replace(draft, role=draft.role or words, leaning=draft.leaning + 2)
    if draft.leaning <= 0 and leaning(words) >= 2 and not comma:
        return replace(draft, name=words, aliases=(), organization=draft.name, leaning=6)
    return draft


def _joined_to_body(draft: Signer, mark: str, words: str, *, comma: bool, slash: bool) -> Signer:
    their = leaning(words)
    if not slash and (their >= 1 if not comma and not body_word(words) else their >= 3):
        return replace(draft, name=words, aliases=(), organization=draft.name, leaning=6)
    if slash or (not comma and mark != "\t" and (their <= -2 or script_of(words) != script_of(draft.name))):
        return replace(draft, aliases=(*draft.aliases, words))
    described = _QUOTED.search(draft.name)  # «Clear Water», an ecological movement
    if comma and not described and (_AND.search(f" {words} ") or words[:1].islower()) and not is_role(words):
        return replace(draft, name=f"{draft.name}, {words}")
    return draft


def _with_note(draft: Signer, note: str) -> Signer:
    """The signer with what stands in brackets."""
    words = _clean(note.replace("\x00", " "))
    if not words or pattern("withdrawn").search(words):
        return draft
    if is_personal(words):
        rest = ", ".join(part for part in re.split(r"[,،、，;；]\s*", words) if not is_personal(part))
        return _with_note(replace(draft, personal=True), rest)
    country = country_of(words)
    if country and is_acronym(words) and words == _initials(draft.name):
        return replace(draft, aliases=(*draft.aliases, words))
    if country:
        return replace(draft, country=draft.country or country)
    joint = [country_of(_clean(part)) for part in _AND.split(words) if part and part.strip()]
    if len(joint) > 1 and all(joint):
        # Several countries: the first counts, for a signer has one.
        return replace(draft, country=draft.country or joint[0])
    if is_acronym(words):
        return replace(draft, aliases=(*draft.aliases, words))
    parts = [_clean(part) for part in re.split(r"[,،、，;；]|\s[–—-]\s", words)]
    if len(parts) > 1:
        countries = [country_of(part) for part in parts]
        if any(countries):
            draft = replace(draft, country=draft.country or next(code for code in countries if code))
            for part, code in zip(parts, countries, strict=True):
                if not code:
                    draft = _with_note(draft, part)
            return draft
        if all(is_acronym(part) or (draft.leaning <= -3 and body_word(part)) for part in parts):
            return replace(draft, aliases=(*draft.aliases, *parts))
        if is_role(parts[0]) or is_role(parts[-1]):
            for part in parts:
                draft = _joined(draft, ",", part)
            return draft
    if draft.leaning <= -3:
        if leaning(words) >= 3:
            return replace(draft, name=words, aliases=(), organization=draft.name, leaning=6)
        if body_word(words) or script_of(words) != script_of(draft.name):
            return replace(draft, aliases=(*draft.aliases, words))
        return draft
    behalf = pattern("behalf").match(words)
    if behalf and len(words) > behalf.end():
        return replace(draft, organization=_clean(words[behalf.end() :]), leaning=draft.leaning + 4)
    if is_role(words) or _TRADE.search(words):
        office, at = _office_and_body(words)
        return replace(
            draft, role=draft.role or office, organization=draft.organization or at, leaning=draft.leaning + 3
        )
    if body_word(words) and words[:1].islower() and draft.leaning < 2:
        return replace(draft, leaning=-3)  # "Grey Wolf (cultural centre)"
    if body_word(words):
        if draft.leaning > 0 or leaning(draft.name) >= 0:
            return replace(draft, organization=draft.organization or words, leaning=draft.leaning + 2)
        return replace(draft, aliases=(*draft.aliases, words))
    if script_of(words) != script_of(draft.name):
        return replace(draft, aliases=(*draft.aliases, words))
    return draft


def _initials(name: str) -> str:
    """The first letters of the words of a name that have capitals: ITA of "International Tideworkers' Association"."""
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())


def is_role(words: str) -> bool:
    """Whether words begin with an office or profession, and are no name of a body for that."""
    end = office_at(words)
    parts = words.split()
    if not end and words[:1].islower() and 1 < len(parts) <= 4 and office_at(parts[-1]):
        return True
    if not end or len(words) > 120:
        return len(words) < 40 and _ENDS_AS_ROLE.search(words) is not None
    rest = words[end:]
    if (body := body_word(words)) and body[0] == 0 and body[1] > end:
        # Pastoral begins as pastor does.
        return False
    if script_of(words) in _INDIC and len(rest.split(" ")[0]) > 1:
        # The name Kavita begins as the word for a poet does.
        return False
    if len(parts) > 1 and body_word(parts[-1]) and not _OF.search(words) and body_word(rest):
        # "Retired teachers' union" in Turkish, "student front" in Hindi.
        return False
    # "Wave of the workers" in Korean; "Students' Union", "Writers for the River": the plural heads a name.
    return not re.match(r"의|s['’]|s\b", rest)


def is_personal(words: str) -> bool:
    """Whether words say that somebody signs for no body."""
    return _PERSONAL.search(words) is not None


def is_acronym(words: str) -> bool:
    """Whether words are the initials of a name."""
    if _FOREIGN_ACRONYM.match(words):
        return True
    return 2 <= len(words) <= 12 and " " not in words and _ACRONYM.match(words) is not None


def script_of(words: str) -> int:
    """The number of the first script that words are written in."""
    found = _SCRIPT.search(words)
    return found.lastindex or 0 if found else 0


def _office_and_body(words: str) -> tuple[str, str | None]:
    """An office, and the body it is held in: "chair of the Ferry Guild"."""
    for found in _OF.finditer(words):
        rest = words[found.end() :]
        if body_word(rest) and rest[:1].isupper():
            return words[: found.start()].strip(), rest.strip()
    return words, None


def _apart(signer: Signer) -> list[Signer]:
    """Two persons who sign in one entry, each by name."""
    parts = [_clean(part) for part in _AND.split(signer.name) if part and part.strip()]
    if len(parts) == 2 and signer.leaning > -3 and all(leaning(part) >= 1 and " " in part for part in parts):
        return [replace(signer, name=part, leaning=max(3, leaning(part))) for part in parts]
    return [signer]
