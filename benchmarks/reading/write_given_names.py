"""Writes the word list ``given_names`` from the names that Faker, Mimesis and Faker for JavaScript (all MIT) have.

    pip install faker mimesis && npm install @faker-js/faker
    node --input-type=module > fakerjs.json \\
        --eval "import {allLocales} from '@faker-js/faker'; console.log(JSON.stringify(allLocales))"
    python -m benchmarks.reading.write_given_names fakerjs.json

Names that are countries or words for bodies say nothing about persons and are left out. The family names that open a
name written without spaces are kept as they stand in the file.
"""

from __future__ import annotations

import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import category

import faker.providers.person as persons
from anyascii import anyascii

from communique.reading import lexicon
from communique.reading.countries import country_of
from communique.reading.signing.words import body_word, fold, function_words

TARGET = Path(lexicon.__file__).parent / "words" / "given_names.txt"
# Of Mimesis those languages whose lists are of names in use: some of the others hold names of a thousand years.
LANGUAGES = frozenset(
    ["ar", "az", "cs", "de", "el", "fa", "fr", "hr", "hu", "it", "kk", "nl", "pl", "pt", "ru", "tr", "uk"]
)
# Names, too, but more often words with which names of bodies begin.
WORDS = (
    "north|south|east|west|nord|sud|süd|est|norte|star|nova|aurora|mare|terra|verde|vida|fiore|golden|silver|park|forest"
    "|stone|delta|liberty|victory|gull|canal"
)
BESIDES = (
    "loïc|mariame|josias|joss|tamsin|ngozi|nneka|ifeoma|adaeze|abena|declan|ishaan|bárbara|soledad|maëlle|thibault|yannick"
    "|gwenaëlle|siobhán|aoife|niamh|saoirse|eoin|ciarán|rhiannon|gethin|morag|hamish|temitope|chidi|chiamaka|kwame|kofi|ama"
    "|efua|wanjiru|njeri|achieng|thandiwe|sipho|lerato|nomvula|tendai|rudo|chipo|farai"
)
# What it has of names that are jokes.
JOKES = frozenset(["en_AU_ocker"])
# Scripts of which the Latin spelling that one program writes is one in use, in names that are not too short for words.
_ROMANIZED = re.compile("[\u0370-\u03ff\u0400-\u04ff\u0530-\u058f\u10a0-\u10ff]")
_LEAST = 5
LISTS = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_romanized_names")


def mimesis_names() -> Iterator[str]:
    """The given names of the languages in :data:`LANGUAGES`."""
    found = find_spec("mimesis")
    assert found is not None and found.origin is not None
    for file in sorted(Path(found.origin).parent.glob("datasets/*/person.json")):
        if file.parent.name in LANGUAGES:
            names = json.loads(file.read_text("utf-8"))["names"]
            for listed in names.values() if isinstance(names, dict) else [names]:
                yield from (fold(str(name).strip()) for name in listed)


def fakerjs_names(locales: dict[str, Any], kind: str, language: str = "") -> Iterator[str]:
    """The names of one kind (``first_name``, ``last_name``) of Faker for JavaScript, of one language or of all."""
    for locale, data in locales.items():
        if locale.startswith(language) and locale not in JOKES:
            for listed in (data.get("person", {}).get(kind) or {}).values():
                yield from (fold(str(name).strip()) for name in listed or ())


def is_name(name: str) -> bool:
    """Whether words are one word of letters, and no country, body or small word."""
    return (
        len(name) > 2
        and all(letter in "-'" or category(letter)[0] in "LM" for letter in name)
        and country_of(name) is None
        and body_word(name) != (0, len(name))
        and name not in function_words()
        and name not in WORDS.split("|")
    )


def main(fakerjs: str) -> None:
    known = lexicon.lexicon("given_names")
    locales = json.loads(Path(fakerjs).read_text("utf-8"))
    names = {*known["names"].split("|"), *mimesis_names(), *fakerjs_names(locales, "first_name"), *BESIDES.split("|")}
    for module in pkgutil.iter_modules(persons.__path__):
        provider = import_module(f"{persons.__name__}.{module.name}").Provider
        for attribute in LISTS:
            found = getattr(provider, attribute, ())
            if isinstance(found, property):
                continue
            names |= {fold(str(name).strip()) for name in found}
    names |= {latin for name in names if _ROMANIZED.match(name) and len(latin := anyascii(name)) >= _LEAST}
    family = set(fakerjs_names(locales, "last_name"))
    japanese = sorted(name for name in set(fakerjs_names(locales, "last_name", "ja")) if len(name) > 1)
    TARGET.write_text(
        "# Given names that make a signatory a person, in their own script. They tell persons from bodies, no more.\n"
        "# Written by benchmarks/reading/write_given_names.py from lists in Faker and Mimesis (MIT licence, https://pypi.org/project/mimesis)\n"
        "# and in Faker for JavaScript (MIT licence, https://fakerjs.dev).\n"
        f"names = {'|'.join(sorted(filter(is_name, names)))}\n"
        "# Family names.\n"
        f"family = {'|'.join(sorted(filter(is_name, family)))}\n"
        "# Family names that open a name written without spaces.\n"
        f"chinese = {known['chinese']}\nkorean = {known['korean']}\njapanese = {'|'.join(japanese)}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1])
