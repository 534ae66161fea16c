"""Fictional pages of large sites, stripped to lines: far more furniture than text, in lists whose items look alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from benchmarks.reading.made_pages import _UNSPACED, BYLINES, CAPTIONS, LEADS, PROSE, Maker, Page
from benchmarks.reading.made_words import COUNTRIES, GROUPS, NAMES, PLACES

_FIELDS = {
    "teasers": (
        "head",
        "head head head",
        "head summary",
        "head summary",
        "label head",
        "label head summary",
        "head stamp",
        "stamp head",
        "head summary stamp",
        "head author stamp",
        "label head summary author stamp",
        "head summary more",
        "head stamp summary more",
        "number head",
        "head number",
        "caption head summary",
        "length head",
        "author summary",
        "stamp author head summary talk",
    ),
    "comments": (
        "author stamp text reply",
        "author text",
        "author text stamp",
        "stamp author text reply",
        "author stamp text number reply report",
        "author place stamp text reply",
        "authored text",
        "text authored",
        "number author stamp text",
        "author said text reply",
        "author stamp head text more",
        "text",
    ),
    "goods": ("head number", "head price", "label head price more", "head summary price", "name number number"),
    "people": ("author label", "author summary", "name place", "author label number"),
}
# Articles that are lists themselves, and how often they come.
_SHAPES = {
    "listing": (
        "head text",
        "head text",
        "head label text",
        "head place stamp summary",
        "stamp head place text",
        "number head text",
        "head price text",
        "name text label label",
        "head author text number",
    ),
    "minutes": ("stamp text", "stamp author text", "author text", "author sentence"),
    "short": (
        "head",
        "label",
        "sentence",
        "label label",
        "number label",
        "name number",
        "label sentence",
        "line",
        "line",
    ),
    "answers": ("asked text", "asked text", "author text", "spoken", "spoken spoken text"),
}
_ARTICLES = {"prose": 10, "listing": 1, "minutes": 0.5, "short": 0.8, "answers": 0.7}
_LISTS = ("teasers", "teasers", "teasers", "teasers", "goods", "people")
_SHORT_BOXES = ("search", "share", "language", "breadcrumb", "ad", "tags", "pagination", "meta", "events")
_LONG_BOXES = ("cookie", "newsletter", "donation", "notice", "sign_in", "biography")


_WORD = re.compile(r"[^\W\d_]{5,}")


@cache
def _invented(language: str) -> list[str]:
    """Words that look like the language's and mean nothing: the phrases alone would say the same on every page."""
    chance = random.Random(language)
    words = sorted(set(_WORD.findall(" ".join(PROSE[language]).lower())))
    joined = {
        f"{first[: chance.randint(2, 5)]}{second[-chance.randint(3, 6) :]}"
        for first, second in (chance.choices(words, k=2) for _ in range(6000))
    }
    return sorted(joined)


class Portal(Maker):
    """Makes one page of a site whose design, casing and amounts are drawn anew for each seed."""

    # Set before the base class begins, for it asks for sentences at once.
    wordy = cued = strange = topical = 0.0

    def __init__(self, seed: int, *, known: bool = False) -> None:
        super().__init__(seed, known=known)
        chance = self.chance
        if self.language not in _UNSPACED:
            self.strange = chance.choice([0, 0.5, 0.8, 0.9])
            self.words = list(_invented(self.language))
            chance.shuffle(self.words)
            self.topic = self.words[: chance.randint(15, 60)]
        # How much of what is said is about the page's own subject: in the text, in comments, elsewhere.
        self.about = {
            "text": chance.uniform(0.2, 0.7),
            "comments": chance.uniform(0.05, 0.5),
            "else": chance.uniform(0, 0.15),
        }
        self.casing: Callable[[str], str] = chance.choice([str, str, str.title, str.title, str.upper, str.capitalize])
        self.label_casing: Callable[[str], str] = chance.choice([str, str, str.title, str.upper, str.lower])
        self.head_words = chance.choice([4, 6, 9, 12, 16])
        self.cut = chance.choice([None, None, None, "…", "...", " [...]", " ... more"])
        self.summary_sentences = chance.choice([1, 1, 1, 2, 3])
        self.cued = chance.choice([0, 0.05, 0.1, 0.2, 0.3])
        self.wordy = chance.choice([0, 0.2, 0.4])
        self.headed = chance.choice([0.3, 0.7, 0.95])
        self.short_forms = [
            form for forms in self.kinds.values() for form in forms.split("|") if len(form) < 30 and "{" not in form
        ]

    def heading(self) -> str:
        return self.about_it(super().heading())

    def about_it(self, text: str) -> str:
        """The text with most of its longer words changed for others, some of them of the page's subject."""
        if not self.strange:
            return text

        def other(found: re.Match[str]) -> str:
            if self.chance.random() > self.strange:
                return found[0]
            if self.chance.random() < self.topical:
                word = self.topic[int(len(self.topic) * self.chance.random() ** 2)]
            else:
                word = self.words[int(len(self.words) * self.chance.random() ** 3)]
            return word.capitalize() if found[0][0].isupper() else word

        return _WORD.sub(other, text)

    def sentence(self) -> str:
        return self.about_it(self.plain_sentence())

    def plain_sentence(self) -> str:
        chance = self.chance
        first = super().sentence()
        kind = chance.random()
        if self.language in _UNSPACED:
            return first
        if kind < self.wordy:
            other = super().sentence()
            first = f"{first[:-1]}{chance.choice([', ', '; ', ' – ', ', '])}{other[:1].lower()}{other[1:]}"
        elif kind > 0.88:
            words = first.split()
            first = " ".join(words[: chance.randint(2, 6)]).rstrip(",–;.") + first[-1:]
        if chance.random() < self.cued:
            # Authors write of homes, comments and newsletters, too.
            words = first.split()
            words.insert(chance.randint(1, len(words)) - 1, chance.choice(self.short_forms).lower())
            first = " ".join(words)
            first = first[:1].upper() + first[1:]
        if chance.random() < 0.15:
            words = first.split()
            extra = chance.choice(
                [*NAMES, *PLACES, *GROUPS, f"{chance.randint(2, 99)} %", str(chance.randint(3, 2030))]
            )
            words.insert(max(1, len(words) - chance.randint(1, 5)), extra)
            first = " ".join(words)
        return first

    def head(self) -> str:
        """A headline as this site sets it."""
        chance = self.chance
        words = f"{self.heading()} {self.sentence()[:-1]}" if chance.random() < 0.4 else self.heading()
        if self.language not in _UNSPACED:
            words = " ".join(words.split()[: max(2, round(self.head_words * chance.uniform(0.6, 1.4)))])
        if chance.random() < 0.1:
            words += chance.choice(["?", "!", ".", ":"])
        return self.casing(words)

    def short_label(self) -> str:
        return self.label_casing(self.label())

    def stamp(self) -> str:
        chance = self.chance
        day, hour = self.day(), f"{chance.randint(0, 23)}:{chance.randint(10, 59)}"
        return chance.choice([day, day, f"{day}, {hour}", f"{day} {hour}", f"{chance.randint(1, 23)} h", hour, day])

    def field(self, name: str) -> list[str]:
        """The lines of one field of an item."""
        chance = self.chance
        if name == "head":
            return [self.head()]
        if name == "summary":
            text = self.paragraph(1, self.summary_sentences)
            if self.cut:
                text = text[: chance.randint(60, 180)].rstrip(" .,") + self.cut
            return [text]
        if name == "text":
            return [self.paragraph(1, chance.choice([1, 1, 2, 3, 6])) for _ in range(chance.choice([1, 1, 1, 1, 2, 4]))]
        if name in ("sentence", "asked", "spoken", "line"):
            sentence = self.sentence()
            if name == "asked":
                sentence = sentence.rstrip(".!?") + "?"
            if name == "line":
                sentence = sentence[: chance.randint(10, 130)]
            return [f"{chance.choice(NAMES)}: {sentence}" if name == "spoken" else sentence]
        if name == "caption":
            return [self.fill(self.pick(CAPTIONS[self.language]))]
        name_of = chance.choice(NAMES)
        plain = {
            "label": self.short_label,
            "stamp": self.stamp,
            "author": lambda: chance.choice(
                [name_of, name_of, name_of.lower().replace(" ", ""), f"{name_of} | {self.label()}"]
            ),
            "authored": lambda: chance.choice([f"{name_of} {self.stamp()}", f"— {name_of}, {self.stamp()}"]),
            "place": lambda: chance.choice(PLACES),
            "name": self.label,
            "number": lambda: chance.choice(["{}", "{}", "+{}", "({})", "{} %", "0.{}", "{}k"]).format(
                chance.randint(1, 99)
            ),
            "price": lambda: chance.choice(["{}.99", "{} €", "${}", "{},50 kr."]).format(chance.randint(1, 990)),
            "length": lambda: f"{chance.randint(0, 12)}:{chance.randint(10, 59)}",
            "more": lambda: self.form("related", short=True),
            "talk": lambda: self.form("comments", short=True),
            "reply": lambda: self.form("comments", short=True),
            "report": self.short_label,
            "said": self.short_label,
        }
        return [plain[name]()]

    def form(self, kind: str, short: bool = False) -> str:
        forms = [form for form in self.kinds[kind].split("|") if not short or (len(form) < 25 and "{S}" not in form)]
        return self.fill(self.chance.choice(forms or self.kinds[kind].split("|")))

    def items(self, page: Page, kind: str, low: int, high: int) -> None:
        """A list whose items have the same fields in the same order; some items lack one."""
        chance = self.chance
        fields = chance.choice(_FIELDS[kind]).split()
        mark = "comments" if kind == "comments" else "related"
        self.topical = self.about["comments" if kind == "comments" else "else"]
        if chance.random() < self.headed:
            page.add(self.form(mark, short=True) if chance.random() < 0.6 else self.short_label(), mark)
        steady = {name: self.field(name) for name in ("more", "talk", "reply", "report", "said")}
        lacking = chance.choice([0, 0, 0.1, 0.3])
        for _ in range(self.amount(low, high)):
            for name in fields:
                if len(fields) > 1 and chance.random() < lacking:
                    continue
                for line in steady.get(name) or self.field(name):
                    page.add(line, mark)

    def amount(self, low: int, high: int) -> int:
        """A number that is small more often than it is large."""
        return round(low * (high / low) ** self.chance.random())

    def labels_of(self, page: Page, kind: str, low: int, high: int) -> None:
        """A menu, a cloud of tags, a list to choose from: labels one below the other."""
        chance = self.chance
        amount = self.amount(low, high)
        style = chance.choice(
            ["menu", "menu", "menu", "own", "own", "countries", "months", "counts", "heads", "joined"]
        )
        lines: list[str] = []
        for number in range(amount):
            label = self.label_casing(
                chance.choice(self.short_forms) if style == "menu" and chance.random() < 0.5 else self.short_label()
            )
            lines.append(
                {
                    "countries": lambda: chance.choice(COUNTRIES),
                    "months": lambda n=number: f"{self.day().split()[-1]} {2039 - n}",
                    "counts": lambda label=label: f"{label} ({chance.randint(1, 200)})",
                    "heads": lambda: self.head(),
                    "joined": lambda label=label: chance.choice([" | ", " ", " · ", " / "]).join(
                        [label, *(self.short_label() for _ in range(chance.choice([0, 1, 3, 8])))]
                    ),
                }.get(style, lambda label=label: label)()
            )
        for line in lines * chance.choice([1, 1, 1, 1, 2]):
            page.add(line, kind)

    def long_box(self, page: Page, kind: str) -> None:
        """A box of full sentences: consent, appeals, legal notices, forms, what is said of an author."""
        chance = self.chance
        if kind == "biography":
            page.add(f"{chance.choice(NAMES)} {self.paragraph(1, chance.choice([1, 2, 4]))}", "meta")
            if chance.random() < 0.5:
                page.add(self.form("share", short=True), "share")
            return
        of = {"notice": "footer", "sign_in": "newsletter"}.get(kind, kind)
        if chance.random() < 0.7:
            page.add(self.head() if chance.random() < 0.3 else self.form(of, short=True), of)
        longest = sorted(self.kinds[of].split("|"), key=len)[-8:]
        for _ in range(self.amount(1, 6)):
            sentences = [self.fill(chance.choice(longest)) for _ in range(chance.choice([1, 1, 2, 4]))]
            if chance.random() < 0.4:
                sentences.insert(chance.randint(0, len(sentences)), self.sentence())
            page.add(" ".join(sentences), of)
            for _ in range(chance.choice([0, 0, 1, 3])):
                page.add(self.form(of, short=True), of)

    def furniture(self, page: Page, place: str) -> None:
        """One part of the page that the site adds, as suits above, within or below the text."""
        chance = self.chance
        said, self.topical = self.topical, self.about["else"]
        weights = {
            "above": {"labels": 5, "short": 5, "long": 1.5, "items": 2.5},
            "within": {"labels": 0.6, "short": 4, "long": 1.5, "items": 2},
            "below": {"labels": 3, "short": 3, "long": 2.2, "items": 5},
        }[place]
        what = chance.choices(list(weights), weights=list(weights.values()))[0]
        if what == "labels":
            kind = chance.choice(["menu", "menu", "tags", "search"] if place != "below" else ["menu", "footer", "tags"])
            self.labels_of(page, kind, *((2, 10) if place == "within" else (4, 70)))
        elif what == "short":
            kind = chance.choice(_SHORT_BOXES if place != "below" else (*_SHORT_BOXES, "footer", "footer"))
            for _ in range(self.amount(1, 10)):
                page.add(self.form(kind) if chance.random() < 0.8 else self.short_label(), kind)
        elif what == "long":
            self.long_box(page, chance.choice(_LONG_BOXES))
        else:
            self.items(page, chance.choice(_LISTS), 1 if place == "within" else 2, 5 if place == "within" else 25)
        self.topical = said

    def page(self) -> Page:
        page = Page(self.language, self.seed)
        chance = self.chance
        for _ in range(chance.choice([0, 1, 2, 3, 4, 5, 7])):
            self.furniture(page, "above")
        self.article(page)
        talk = chance.random() < 0.35
        for number in range(chance.choice([0, 1, 2, 3, 4, 5, 7, 9])):
            if talk and number == chance.choice([0, 1, 2]):
                self.items(page, "comments", 1, 40)
                talk = False
            self.furniture(page, "below")
        return page

    def article(self, page: Page) -> None:
        chance = self.chance
        self.topical = self.about["text"]
        if chance.random() < 0.2:
            page.add(self.short_label(), "breadcrumb")
        title = self.head()
        page.add(title)
        if chance.random() < 0.3:
            page.add(self.sentence() if chance.random() < 0.7 else self.head())
        self.above_text(page)
        shape = chance.choices(list(_ARTICLES), weights=list(_ARTICLES.values()))[0]
        if shape != "prose":
            for _ in range(chance.choice([0, 0, 1, 2, 4])):
                page.add(self.paragraph(1, 3))
            self.parts(page, shape)
            if chance.random() < 0.6:
                return
        self.prose(page)
        if chance.random() < 0.04:
            page.add(self.pick(LEADS[self.language]))
            for _ in range(self.amount(3, 40)):
                page.add(f"{chance.choice(NAMES)}{chance.choice(['', f', {chance.choice(PLACES)}'])}")

    def parts(self, page: Page, shape: str) -> None:
        """An article that is a list itself: dates of a programme, a ranking, a recipe, answers, news by the minute."""
        chance = self.chance
        fields = chance.choice(_SHAPES[shape]).split()
        gap = chance.choice([0, 0, 0, 0.02, 0.06])
        for _ in range(self.amount(4, 200 if shape == "short" else 30)):
            for name in fields:
                if len(fields) > 2 and chance.random() < 0.1:
                    continue
                for line in self.field(name):
                    page.add(line)
            if chance.random() < gap:
                self.furniture(page, "within")
            if chance.random() < 0.05:
                page.add(self.head())

    def prose(self, page: Page) -> None:
        """Paragraphs with headings, captions and lists between them, and what the site puts there."""
        chance = self.chance
        inside = chance.choice([0, 0, 0, 0.03, 0.08, 0.2])
        amount = max(2, min(150, round(chance.lognormvariate(2.5, 0.8))))
        lows = chance.choice([(1, 1), (1, 2), (1, 2), (1, 3), (1, 3), (2, 6), (3, 9)])
        headings, lists = chance.choice([0, 0, 0.05, 0.15, 0.4]), chance.choice([0, 0, 0, 0.05, 0.2])
        lines = chance.choice([0, 0, 0, 0.1, 0.3])
        ended = chance.random() > 0.05
        for number in range(amount):
            if number and chance.random() < headings:
                page.add(self.head())
            if chance.random() < 0.03:
                page.add(self.fill(self.pick(CAPTIONS[self.language])))
            if number and chance.random() < lists:
                long = chance.random() < 0.5
                mark = chance.choice(["", "", "• ", "- "])
                for _ in range(self.amount(2, 14)):
                    page.add(mark + (self.sentence() if long else self.heading()))
            if number and chance.random() < lines:
                page.add(self.heading() if chance.random() < 0.5 else f"{chance.choice(NAMES)}: {self.sentence()}")
            if number and chance.random() < inside:
                self.furniture(page, "within")
            text = self.paragraph(*lows)
            page.add(text if ended else text.rstrip(".!?"))

    def shared(self, page: Page) -> None:
        for _ in range(self.chance.randint(1, 8)):
            page.add(self.form("share"), "share")

    def above_text(self, page: Page) -> None:
        """Who wrote it and when, with what the site puts beside that."""
        chance = self.chance
        parts: list[Callable[[], None]] = []
        if chance.random() < 0.5:
            parts.append(lambda: page.add(self.fill(self.pick(BYLINES[self.language]))))
        if chance.random() < 0.5:
            parts.append(lambda: page.add(self.day()))
        if chance.random() < 0.4:
            parts.append(lambda: self.shared(page))
        if chance.random() < 0.15:
            parts.append(lambda: self.furniture(page, "within"))
        chance.shuffle(parts)
        for part in parts:
            part()


def make_portals(sites: range, *, known: bool = False) -> list[Page]:
    return [Portal(seed, known=known).page() for seed in sites]
