"""Writes the word list ``given_names`` from the lists of names that Faker (MIT) has for its locales.

    pip install faker && python -m benchmarks.reading.write_given_names

Names that are countries or words for bodies say nothing about persons and are left out. The family names that open a
name written without spaces are kept as they stand in the file.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import faker.providers.person as persons

from communique.reading import lexicon
from communique.reading.countries import country_of
from communique.reading.signing.words import body_words

TARGET = Path(lexicon.__file__).parent / "words" / "given_names.txt"
LISTS = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")


def main() -> None:
    known = lexicon.lexicon("given_names")
    names = set(known["names"].split("|"))
    for module in pkgutil.iter_modules(persons.__path__):
        provider = import_module(f"{persons.__name__}.{module.name}").Provider
        for attribute in LISTS:
            found = getattr(provider, attribute, ())
            if isinstance(found, property):
                continue
            names |= {str(name).strip().casefold() for name in found}
    kept = sorted(
        name
        for name in names
        if len(name) > 2
        and name.replace("-", "").replace("'", "").isalpha()
        and country_of(name) is None
        and body_words().fullmatch(name) is None
    )
    TARGET.write_text(
        "# Given names that make a signatory a person, in their own script. They tell persons from bodies, no more.\n"
        "# Written by benchmarks/reading/write_given_names.py from lists in Faker (MIT licence, https://pypi.org/project/Faker).\n"
        f"names = {'|'.join(kept)}\n"
        "# Family names that open a name written without spaces.\n"
        f"chinese = {known['chinese']}\nkorean = {known['korean']}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
