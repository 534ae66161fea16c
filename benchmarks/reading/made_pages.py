"""Fictional pages of many site designs, already stripped to lines, with what is content and what the site added."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from benchmarks.reading import made_more_words as more
from benchmarks.reading import made_words as first
from benchmarks.reading.made_words import COUNTRIES, GROUPS, NAMES, PLACES

PROSE = first.PROSE | more.PROSE
CHROME = first.CHROME | more.CHROME
DAYS = first.DAYS | more.DAYS
BYLINES = first.BYLINES | more.BYLINES
CAPTIONS = first.CAPTIONS | more.CAPTIONS
LEADS = first.LEADS | more.LEADS
GREETINGS = first.GREETINGS | more.GREETINGS
# Languages that put no spaces between words, and full stops of their own.
_UNSPACED = ("zh", "ja")
_HEADERS = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "el": "Ελληνικά",
    "it": "Italiano",
    "pt": "Português",
    "nl": "Nederlands",
    "pl": "Polski",
    "tr": "Türkçe",
    "ar": "العربية",
    "zh": "中文",
    "ja": "日本語",
}


@dataclass
class Page:
    language: str
    site: int
    lines: list[str] = field(default_factory=list)
    chrome: list[str | None] = field(default_factory=list)
    date: str | None = None

    def add(self, line: str, kind: str | None = None) -> None:
        self.lines.append(line)
        self.chrome.append(kind)


class Maker:
    """Makes the pages of one site: its design is drawn once, its pages differ."""

    def __init__(self, seed: int, *, known: bool = False) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.language = self.chance.choices(list(PROSE), weights=[6, 2, 2, 2, 1.5, 1, *[0.8] * 8])[0]
        self.kinds = CHROME[self.language]
        if known and self.chance.random() < 0.6:
            # Real sites say "Home" and "Read more" in the words that the reader knows, too.
            shipped = labels_of(self.language)
            self.kinds = {
                kind: forms
                if self.chance.random() < 0.3
                else f"{forms}|{'|'.join(shipped[kind])}"
                if kind in shipped
                else forms
                for kind, forms in self.kinds.items()
            }
        self.fixed = {kind: [self.fill(self.pick(forms)) for _ in range(40)] for kind, forms in self.kinds.items()}
        pool = [
            "menu",
            "search",
            "language",
            "breadcrumb",
            "cookie",
            "share",
            "meta",
            "donation",
            "newsletter",
            "events",
            "ad",
            "tags",
            "donation",
        ]
        self.top = self.chance.sample(pool, self.chance.choice([0, 0, 1, 2, 3, 4, 5]))
        pool = [*pool, "related", "comments", "footer", "pagination", "menu"]
        self.bottom = self.chance.sample(pool, self.chance.choice([0, 1, 2, 3, 4, 5, 6, 7]))
        self.middle = self.chance.sample(
            ["ad", "related", "newsletter", "donation", "share", "meta"], self.chance.choice([0, 0, 0, 1, 2])
        )
        self.portal = self.chance.random() < 0.5
        if self.portal:
            self.top = list(dict.fromkeys(["menu", *self.top]))
            self.bottom = [
                *self.bottom,
                *self.chance.sample(["related", "related", "menu", "footer", "events"], self.chance.randint(1, 4)),
            ]
        self.talkative = self.chance.random() < 0.7
        self.talks = self.chance.choice(["one", "says", "three", "name"])
        self.answers = self.chance.choice([0, 0.5, 1])
        self.biographies = self.chance.choice([0, 0, 0, 0.7])
        self.labels = [self.label() for _ in range(160)]
        self.own_words = self.chance.random() * 0.9
        self.teasers = self.chance.choice(["titles", "titles", "dated", "teasers", "long"])
        self.sizes = {
            kind: self.chance.choice(
                [1, 2, 3, 5, 8, 14, 30] if kind in ("menu", "related", "comments", "footer") else [1, 1, 2, 3, 4, 6]
            )
            for kind in self.kinds
        }

    def pick(self, forms: str) -> str:
        return self.chance.choice(forms.split("|"))

    def fill(self, form: str) -> str:
        for slot, make in (
            ("{NAME}", lambda: self.chance.choice(NAMES)),
            ("{P}", lambda: self.chance.choice(PLACES)),
            ("{G}", lambda: self.chance.choice(GROUPS)),
            ("{H}", self.heading),
            ("{S}", lambda: self.paragraph(1, 2)),
            ("{D}", self.day),
            ("{Y}", lambda: str(self.chance.randint(2024, 2039))),
            ("{N}", lambda: str(self.chance.randint(2, 99))),
        ):
            while slot in form:
                form = form.replace(slot, make(), 1)
        return form

    def day(self) -> str:
        form = self.pick(DAYS[self.language])
        day, year = self.chance.randint(1, 28), self.chance.randint(2024, 2039)
        self.last_day = (
            f"{year}-{'03' if '/03/' in form or '.03.' in form else '04' if '-04-' in form else '05'}-{day:02}"
        )
        if self.language == "en" and "/03/" in form and day <= 12:
            self.last_day = ""  # day and month cannot be told apart
        return form.format(d=day, y=year)

    def label(self) -> str:
        """A label of a menu that no word list knows."""
        if self.chance.random() < 0.2:
            return self.chance.choice([*NAMES, *PLACES, *GROUPS])
        words = [word.strip(",.?!:") for word in " ".join(PROSE[self.language]).replace("|", " ").split()]
        picked = [word for word in self.chance.sample(words, self.chance.choice([1, 1, 1, 2, 2, 3])) if word]
        joined = " ".join(picked) or self.chance.choice(PLACES)
        return joined[:1].upper() + joined[1:] if self.chance.random() < 0.6 else joined.title()

    def teaser(self, page: Page) -> None:
        """An item of a list of other articles."""
        page.add(self.heading(), "related")
        if self.teasers in ("dated", "long") and self.chance.random() < 0.8:
            page.add(
                self.chance.choice([self.day(), f"{self.chance.randint(1, 23)} h", self.chance.choice(NAMES)]),
                "related",
            )
        if self.teasers in ("teasers", "long"):
            page.add(self.chance.choice([self.sentence(), self.paragraph(1, 2), self.sentence()[:70] + "…"]), "related")

    def comment(self, page: Page, forms: list[str]) -> None:
        """A reader's comment: name, time and text in the order of the site."""
        chance = self.chance
        name, day = chance.choice(NAMES), self.day()
        page.add(
            {"one": f"{name} {day}", "says": f"{name}, {day}, 10:{chance.randint(10, 59)}"}.get(self.talks, name),
            "comments",
        )
        if self.talks == "three":
            page.add(
                chance.choice([day, f"{chance.randint(1, 23)} h", f"{day} 21:{chance.randint(10, 59)}"]), "comments"
            )
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            page.add(self.paragraph(1, chance.choice([1, 2, 4, 7])), "comments")
        if chance.random() < self.answers:
            page.add(self.fill(chance.choice(forms[2:5] or forms)), "comments")

    def biography(self, page: Page) -> None:
        """What a site says about an author beneath a text."""
        page.add(f"{self.chance.choice(NAMES)} {self.sentence().lower()}", "meta")
        if self.chance.random() < 0.3:
            page.add(f"{self.chance.choice(NAMES)}", "meta")

    def heading(self) -> str:
        subject, verb, ending, headings = PROSE[self.language]
        kind = self.chance.random()
        if kind < 0.6:
            return self.pick(headings)
        if kind < 0.9:
            return f"{self.pick(subject)} {self.pick(verb)}"[:110]
        return f"{self.pick(headings)}: {self.pick(subject)} {self.pick(ending)}"

    def sentence(self) -> str:
        subject, verb, ending, _ = PROSE[self.language]
        if self.language in _UNSPACED:
            words = self.pick(subject) + self.pick(verb)
            more_of_it = "，" + self.pick(ending) if self.chance.random() < 0.6 else ""
            return words + more_of_it + "。"
        words = f"{self.pick(subject)} {self.pick(verb)}"
        if self.chance.random() < 0.6:
            words += f"{self.chance.choice([',', ',', '', ' –'])} {self.pick(ending)}"
        if self.chance.random() < 0.15:
            words += f", {self.pick(ending)}"
        if self.chance.random() < 0.12:
            words = f"“{words},” {self.chance.choice(NAMES)} said" if self.language == "en" else f"„{words}“"
        return words + self.chance.choice([".", ".", ".", ".", ".", "!", "?"])

    def paragraph(self, low: int, high: int) -> str:
        between = "" if self.language in _UNSPACED else " "
        return between.join(self.sentence() for _ in range(self.chance.randint(low, high)))

    def box(self, page: Page, kind: str) -> None:
        size = max(1, round(self.sizes[kind] * self.chance.uniform(0.6, 1.3)))
        forms = self.kinds[kind].split("|")
        if kind in ("related", "comments", "newsletter", "tags", "events", "donation") and self.chance.random() < 0.7:
            page.add(self.fill(forms[self.chance.randrange(min(3, len(forms)))]), kind)
        if self.portal and kind in ("menu", "related", "footer", "events"):
            size = round(size * self.chance.choice([1, 2, 4, 6]))
        if kind == "related" and (self.portal or self.chance.random() < 0.4):
            for _ in range(min(40, size)):
                self.teaser(page)
            return
        if kind == "comments" and self.talkative:
            for _ in range(min(30, size)):
                self.comment(page, forms)
            return
        if kind == "donation" and self.chance.random() < 0.4:
            # Appeals read like the text around them.
            page.add(f"{self.paragraph(1, 2)} {self.fill(max(forms, key=len))}", kind)
            if self.chance.random() < 0.5:
                page.add(self.fill(self.chance.choice(forms)), kind)
            return
        for number in range(min(size, 120)):
            if kind in ("menu", "footer", "tags", "events") and self.chance.random() < self.own_words:
                page.add(self.labels[number % 160 if kind == "menu" else self.chance.randrange(160)], kind)
                continue
            steady = kind not in ("related", "comments") and self.chance.random() < 0.9
            line = self.fixed[kind][number % 40] if steady else self.fill(self.chance.choice(forms))
            if kind == "menu" and self.chance.random() < 0.1:
                line = f"{line} {self.chance.choice(['▾', '›', '+', '|'])}"
            page.add(line, kind)

    def page(self) -> Page:
        page = Page(self.language, self.seed)
        for kind in self.top:
            if self.chance.random() < 0.9:
                self.box(page, kind)
        self.content(page)
        if self.chance.random() < self.biographies:
            self.biography(page)
        for kind in self.bottom:
            if self.chance.random() < 0.9:
                self.box(page, kind)
        return page

    def content(self, page: Page) -> None:
        chance, language = self.chance, self.language
        if chance.random() < 0.15:
            page.add(self.pick(CHROME[language]["menu"]))  # a kicker is often a word of the menu
        page.add(self.heading())
        if chance.random() < 0.25:
            page.add(self.sentence())
        if chance.random() < 0.5:
            page.add(self.fill(self.pick(BYLINES[language])))
        if chance.random() < 0.55:
            page.add(self.day())
            page.date = self.last_day or None
        if self.middle and chance.random() < 0.3:
            self.box(page, self.middle[0])
        if chance.random() < 0.2:
            page.add(self.pick(GREETINGS[language]))
        style = chance.choice(["news", "news", "news", "leaflet", "demands", "dialogue", "short", "letter"])
        amount = {"short": (1, 3), "leaflet": (3, 8)}.get(style, (4, 18))
        for number in range(chance.randint(*amount)):
            if number and chance.random() < 0.18:
                page.add(self.heading())
            if chance.random() < 0.08:
                page.add(self.fill(self.pick(CAPTIONS[language])))
            if number and self.middle and chance.random() < 0.15:
                self.box(page, chance.choice(self.middle))
            if style == "leaflet" and chance.random() < 0.4:
                page.add(self.heading() + chance.choice(["!", "!", " ✊", ""]))
            elif style == "dialogue":
                page.add(f"{chance.choice(NAMES)}: {self.paragraph(1, 3)}")
            elif style == "demands" and chance.random() < 0.3:
                for point in range(chance.randint(2, 8)):
                    mark, end = chance.choice(["• ", "– ", f"{point + 1}. ", ""]), chance.choice(["", ";", ".", ","])
                    page.add(f"{mark}{self.heading()}{end}")
            page.add(self.paragraph(1, chance.choice([1, 2, 4, 6])))
        if style in ("letter", "leaflet") or chance.random() < 0.1:
            self.closing(page)

    def closing(self, page: Page) -> None:
        chance = self.chance
        if chance.random() < 0.5:
            page.add(self.heading() + "!")
        if chance.random() < 0.6:
            page.add(self.pick(LEADS[self.language]))
            for _ in range(chance.choice([3, 6, 15, 40])):
                name = chance.choice([*NAMES, *GROUPS])
                page.add(
                    name
                    + chance.choice(
                        [
                            "",
                            f" ({chance.choice(COUNTRIES)})",
                            f", {chance.choice(PLACES)}",
                            f" – {chance.choice(GROUPS)}",
                        ]
                    )
                )
        else:
            page.add(f"{chance.choice(NAMES)}, {chance.choice(GROUPS)}")
            if chance.random() < 0.4:
                page.add(f"{chance.choice(PLACES)}, {self.day()}")
                page.date = page.date or self.last_day or None


@cache
def labels_of(language: str) -> dict[str, list[str]]:
    """The reader's own labels of a language, as sites would print them: kind -> forms with slots."""
    lines = files("communique.reading").joinpath("words", "labels.txt").read_text("utf-8").splitlines()
    found: dict[str, list[str]] = {}
    own = False
    for line in lines:
        if line.startswith("# "):
            own = _HEADERS[language] in line
        elif own and " = " in line:
            kind, _, forms = line.partition(" = ")
            for form in forms.split(" | "):
                if "…" not in form.rstrip("…"):
                    slot = {"related": "{H}", "tags": "{H}", "pagination": "{H}", "menu": "{P}"}.get(kind, "{S}")
                    printed = form[:1].upper() + form[1:]
                    found.setdefault(kind, []).append(printed.replace("…", f" {slot}"))
    return found


def make_pages(sites: range, per_site: int, *, known: bool = False) -> list[Page]:
    """Pages of sites; ``known`` lets some of them use the reader's own labels (for training, not for measuring)."""
    pages = []
    for seed in sites:
        maker = Maker(seed, known=known)
        pages += [maker.page() for _ in range(per_site)]
    return pages
