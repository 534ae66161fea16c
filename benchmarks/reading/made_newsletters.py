# ruff: noqa: E501
"""Fictional newsletters: several articles in one text, with where each begins, in the format of the shared scorer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from benchmarks.reading.made_mastheads import LINKS, MONTHS, PAPERS, QUESTIONS, SEASONS, SIGNERS, WEEKDAYS
from benchmarks.reading.made_pages import BYLINES, CAPTIONS, GREETINGS, PROSE, Maker
from benchmarks.reading.made_words import GROUPS, NAMES, PLACES

_NOUNS = """water river flood dam pump meadow drought well pipe reservoir|school teacher pupil lesson class exam canteen uniform library desk|rent landlord tenant flat lease heating stairs mould cellar deposit|
hospital nurse ward doctor shift patient ambulance clinic bed surgery|harbour crane dock ship container tide pier cargo captain rope|forest timber beetle ranger trail oak axe hut fungus deer|
bakery bread oven flour baker morning shelf price queue crust|theatre stage actor ticket curtain play rehearsal costume light applause|farm milk cow field tractor barn harvest seed hay fence|
factory shift machine strike wage foreman belt steel welder whistle|prison cell guard visit letter sentence court judge appeal parole|music choir song concert drum band guitar hall chorus singer|
bicycle lane helmet wheel rider pump brake path bell saddle|kitchen soup meal table cook spoon volunteer plate guest stew|museum painting archive curator exhibit vault donor sculpture map diary|
football club goal stadium coach match fan ticket pitch scarf|election ballot candidate voter poll party campaign booth recount turnout|refugee border camp tent visa family asylum boat interpreter shelter"""
TOPICS = [topic.split() for topic in _NOUNS.replace("\n", "").split("|")]
_OPENERS = {
    "en": (
        "The {0} and the {1}",
        "{0}: who pays for the {1}?",
        "No {0} without a {1}",
        "A {0} for {{P}}",
        "What happened to the {0}",
        "{0} workers speak about the {1}",
        "Save our {0}",
        "The {0} nobody wanted",
        "Why we left the {0}",
        "Our answer to the {1}",
        "A visit to the {0}",
        "“It is only a {0}”",
        "What a {0} costs",
        "One year of {0}",
        "{0} and {1}: two opinions",
        "Report from {{P}}",
        "The {0} stays",
        "On the {0} question",
        "We are looking for a {1}",
        "{{NAME}}, {0} and {1}",
    ),
    "de": (
        "Streit um {0} und {1}",
        "{0}: wer zahlt?",
        "Kein {0} ohne {1}",
        "Ein Plan für {0}",
        "Besuch beim {0}",
        "Warum wir {1} sagen",
        "„{0} war gestern“",
        "Was {0} kostet",
        "{0} bleibt",
        "Wir suchen {1}",
    ),
    "fr": (
        "Le débat sur {0} et {1}",
        "{0} : qui paie ?",
        "Pas de {0} sans {1}",
        "Pourquoi nous disons {0}",
        "Une visite à {{P}}",
        "« {0}, et après ? »",
        "Ce que coûte {1}",
        "Appel : {0}",
    ),
    "es": (
        "El conflicto de {0} y {1}",
        "{0}: ¿quién paga?",
        "Sin {0} no hay {1}",
        "Por qué decimos {0}",
        "Una visita a {{P}}",
        "«{0}, y ya está»",
        "Lo que cuesta {1}",
        "Vuelve {0}",
    ),
    "ru": (
        "Спор: {0} и {1}",
        "{0}: кто платит?",
        "Нет {0} без {1}",
        "Почему мы говорим {0}",
        "Поездка в {{P}}",
        "«{0} – и всё»",
        "Сколько стоит {1}",
    ),
    "el": ("Η διαμάχη: {0} και {1}", "{0}: ποιος πληρώνει;", "Γιατί λέμε {0}", "«{0}, και μετά;»"),
    "it": (
        "La disputa su {0} e {1}",
        "{0}: chi paga?",
        "Niente {0} senza {1}",
        "Perché diciamo {0}",
        "Una visita a {{P}}",
        "«{0}, e poi?»",
        "Quanto costa {1}",
        "Ricordo di {{NAME}}",
    ),
    "pt": ("A disputa: {0} e {1}", "{0}: quem paga?", "Sem {0} não há {1}"),
    "nl": ("De strijd om {0} en {1}", "{0}: wie betaalt?", "Geen {0} zonder {1}"),
    "pl": ("Spór o {0} i {1}", "{0}: kto zapłaci?"),
    "tr": ("{0} ve {1} tartışması", "{0}: kim ödeyecek?"),
    "ar": ("الخلاف على {0} و {1}", "{0}: من يدفع؟"),
    "zh": ("{0}与{1}之争", "{0}：谁来付钱？"),
    "ja": ("{0}と{1}をめぐって", "{0}：誰が払うのか"),
}
_CREDITS = {
    "en": "Words: {NAME}|Reported by {NAME}|Text: {NAME}",
    "de": "Text: {NAME}|Bericht: {NAME}|{NAME} berichtet",
    "fr": "Texte : {NAME}|Propos recueillis par {NAME}",
    "es": "Texto: {NAME}|Texto de {NAME}",
    "ru": "Текст: {NAME}|Записал {NAME}",
    "el": "Κείμενο: {NAME}|Γράφει η {NAME}",
    "it": "Testo di {NAME}|A cura di {NAME}",
    "pt": "Texto: {NAME}|Texto de {NAME}",
    "nl": "Tekst: {NAME}|Opgetekend door {NAME}",
    "pl": "Tekst: {NAME}|Opracowała {NAME}",
    "tr": "Yazan: {NAME}|Haber: {NAME}",
    "ar": "كتب {NAME}|إعداد: {NAME}",
    "zh": "文/{NAME}|记者 {NAME}",
    "ja": "文・{NAME}|文責 {NAME}",
}
# What stands before each title of some papers; of several signs, one or the other.
_MARKS = ("🔥📅💬📣🏠🚢✊", "■", "►", "★", "✱", "❖", "📢", "→", "§", "●")
_SEPARATORS = ("* * *", "***", "———", "-----", "=====", "•", "~ ~ ~")


@dataclass
class Newsletter:
    text: str = ""
    articles: list[dict[str, Any]] = field(default_factory=list)
    subheadings: list[dict[str, Any]] = field(default_factory=list)
    captions: list[dict[str, Any]] = field(default_factory=list)


class NewsletterMaker(Maker):
    """One newsletter per seed: its layout is drawn once, its articles follow it more or less."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        chance = self.chance
        self.case = chance.choice(["sentence", "sentence", "title", "upper"])
        self.sub_case = chance.choice(["sentence", "sentence", self.case, "title"])
        self.gap = chance.choice(["none", "none", "none", "all", "heads", "heads"])
        self.byline = chance.choice(["top", "top", "end", "none", "none", "none", "mixed", "mixed"])
        self.dated = chance.choice([0, 0, 0, 0.5, 1])
        self.kicker = chance.choice([0, 0, 0, 0, 0, 0.4, 1])
        self.lengths = chance.choice([(1, 1, 2), (1, 2, 2, 3), (1, 2, 3, 4), (2, 3, 4, 6), (2, 3, 4, 6, 9, 14)])
        self.story = chance.choice([0, 0, 0, 0.7, 1])
        self.rubrics = chance.choice([0, 0, 0.1, 0.2])
        self.talks_in = chance.choice([0, 0, 0.1])
        self.title = ""
        self.running = chance.choice([None, None, None, None, None, None, "head"])
        self.shouted = chance.random() < 0.4
        self.deck = chance.choice([0, 0, 0.3, 0.6])
        self.separator = chance.choice([None, None, None, chance.choice(_SEPARATORS)])
        self.subs = chance.choice([0, 0, 0.1, 0.15, 0.3])
        # Where nothing else tells them apart, few papers have subheadings that look like titles.
        if self.sub_case == self.case and self.byline == "none" and self.gap != "heads" and chance.random() < 0.7:
            self.subs = 0
        self.shouts = chance.choice([0, 0, 0.1])
        self.series = chance.choice([0, 0, 0, 0.15, 0.3])
        self.mark = chance.choice(_MARKS) if chance.random() < 0.07 else ""
        self.contents = chance.choice([None, None, None, None, None, None, "plain", "pages", "dots", "before"])
        self.numbered = chance.random() < 0.1
        self.credits = chance.choice([0.08, 0.08, 0.3])
        # Who signs where no name does, and the link that is left below each piece.
        self.signed = chance.choice([0, 0, 0, 0.4, 1])
        self.link = self.pick(LINKS[self.language]) if chance.random() < 0.08 else None
        self.initials = chance.choice([None, None, "below", "before"])
        self.dates: dict[str, str | None] = {}
        self.rows: list[tuple[str, str, int]] = []

    def style(self, text: str, case: str) -> str:
        return {"upper": text.upper(), "title": text.title().replace("'S", "'s")}.get(case, text[:1].upper() + text[1:])

    def put(self, line: str, role: str = "text", article: int = -1) -> None:
        self.rows.append((line, role, article))

    def put_day(self, article: int) -> None:
        line = self.day()
        self.dates[line] = self.last_day or None
        self.put(line, "date", article)

    def topical(self, topic: list[str], low: int, high: int) -> str:
        sentences = []
        for _ in range(self.chance.randint(low, high)):
            words = self.sentence().split()
            for _ in range(self.chance.randint(1, 3)):
                words.insert(self.chance.randrange(1, max(2, len(words))), self.chance.choice(topic))
            sentences.append(" ".join(words))
        return " ".join(sentences)

    def newsletter(self) -> Newsletter:
        chance = self.chance
        self.calls = chance.choice([0, 0, 0.15, 0.5])
        topics = chance.sample(TOPICS, chance.randint(2, 9))
        titles = [
            self.style(self.fill(chance.choice(_OPENERS[self.language]).format(*chance.sample(topic, 2))), self.case)
            for topic in topics
        ]
        if chance.random() < 0.12 and (self.story or self.dated or self.byline == "top"):
            # Reports that were put into one file: nothing says that it is an issue.
            self.contents, self.kicker, self.rubrics = None, 0, 0
        else:
            self.masthead()
        if self.numbered:
            titles = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
        titles = [
            title
            + (
                chance.choice(["!", f"!{self.heading()}", "! " + self.heading() + "!"])
                if chance.random() < self.calls
                else ""
            )
            for title in titles
        ]
        if self.mark:
            titles = [f"{chance.choice(self.mark)} {title}" for title in titles]
        if chance.random() < 0.3:
            titles = [
                self.style(
                    f"{title} {self.pick(PROSE[self.language][2])} {self.pick(PROSE[self.language][2])}", self.case
                )
                if chance.random() < 0.4
                else title
                for title in titles
            ]
        if self.contents:
            self.list_contents(titles)
        begun = 0
        if chance.random() < 0.12:
            self.salutation(topics[0])
            begun = 1
        for number, (topic, title) in enumerate(zip(topics, titles, strict=True)):
            self.article(number + begun, topic, title)
        if chance.random() < 0.4:
            self.put(self.printed(chance.choice(self.said[5])), "mast")
        if chance.random() < 0.3:
            for _ in range(chance.randint(1, 6)):
                self.put(self.fill(self.pick(self.kinds["footer"])), "mast")
        return self.built(titles)

    def printed(self, form: str) -> str:
        """A line of a masthead or an imprint: which issue, which month, who prints it."""
        chance = self.chance
        for slot, value in (
            ("{K}", str(chance.randint(2, 40))),
            ("{L}", str(chance.randint(1, 12))),
            ("{W}", self.pick(MONTHS[self.language])),
            ("{S}", self.pick(SEASONS.get(self.language, MONTHS[self.language]))),
            ("{M}", f"{self.pick(MONTHS[self.language])} {chance.randint(2024, 2039)}"),
        ):
            form = form.replace(slot, value)
        return self.fill(form)

    @property
    def said(self) -> list[list[str]]:
        return [forms.split(";") for forms in PAPERS[self.language]]

    def masthead(self) -> None:
        chance = self.chance
        names, beneath, issues = self.said[:3]
        if chance.random() < 0.08:
            for line in (
                f"From: {chance.choice(names)} <news@letters.example>",
                f"Subject: {self.printed(chance.choice(issues))}",
                f"Date: {self.day()}",
            ):
                self.put(line, "mast")
            return
        parts = [chance.choice(names)] if chance.random() < 0.9 else []
        parts += [self.printed(chance.choice(beneath))] if chance.random() < 0.55 else []
        parts += [self.printed(chance.choice(issues))] if chance.random() < 0.85 else []
        self.title = parts[0] if parts else ""
        if len(parts) > 1 and chance.random() < 0.25:
            parts = [chance.choice([" – ", " · ", " | ", " "]).join(parts[:2]), *parts[2:]]
        for part in parts:
            self.put(part, "mast")

    def list_contents(self, titles: list[str]) -> None:
        chance = self.chance
        if chance.random() < 0.75:
            self.put(chance.choice(self.said[3]) + chance.choice(["", "", ":"]), "mast")
        style = self.contents
        if len(titles) < 5 and chance.random() < 0.15:
            self.put(" | ".join(titles), "mast")
            return
        for number, title in enumerate(titles):
            page = number + 2
            line = {"pages": f"{title} {page}", "dots": f"{title} ..... {page}", "before": f"{page} {title}"}.get(
                style or "", title
            )
            self.put(line, "mast")

    def salutation(self, topic: list[str]) -> None:
        """A letter to the readers without a title stands first."""
        self.put(self.pick(GREETINGS[self.language]), "head", 0)
        for _ in range(self.chance.randint(1, 3)):
            self.put(self.topical(topic, 1, 3), "text", 0)
        if self.chance.random() < 0.6:
            self.put(self.chance.choice(NAMES), "author", 0)

    def rubric(self, topic: list[str], number: int) -> None:
        """Dates, letters, news in brief: a heading that comes back in each issue, and short pieces under it."""
        chance = self.chance
        kind = chance.choice(["dates", "letters", "briefs", "briefs"])
        for _ in range(chance.randint(1, 5)):
            if kind == "dates":
                self.put(f"{self.day()}{chance.choice([': ', ', 19:00, ', ' – '])}{self.heading()}", "text", number)
                continue
            self.put(self.topical(topic, 1, 2), "text", number)
            if kind == "letters":
                self.put(chance.choice(NAMES) + chance.choice(["", f", {chance.choice(PLACES)}"]), "text", number)

    def article(self, number: int, topic: list[str], title: str) -> None:
        chance = self.chance
        if self.separator and number:
            self.put(self.separator, "mast")
        name = chance.choice(NAMES)
        byline = self.byline if self.byline != "mixed" else chance.choice(["top", "end", "none"])
        if self.running and number and chance.random() < 0.4:
            self.put(f"{self.title} {number + 1}".strip(), "mast")
        if chance.random() < self.kicker:
            kicker = chance.choice(self.said[4]) if chance.random() < 0.6 else self.label()
            self.put(kicker.upper() if self.shouted else kicker, "head", number)
        if chance.random() < self.rubrics:
            head = chance.choice(self.said[4])
            self.put(head.upper() if self.case == "upper" else head, "title", number)
            self.rubric(topic, number)
            return
        early = chance.random() < 0.2
        dated = chance.random() < self.dated
        if dated and early:
            self.put_day(number)
        self.put(title, "title", number)
        if chance.random() < self.deck:
            self.put(self.topical(topic, 1, 1), "deck", number)
        if byline == "top":
            forms = self.pick(BYLINES[self.language].split("|")[0]), "{NAME}", self.pick(_CREDITS[self.language])
            form = chance.choices(forms, weights=[6, 3, 1])[0]
            self.put(form.replace("{NAME}", name).replace("{P}", ""), "author", number)
        if dated and not early:
            self.put_day(number)
        letter = chance.random() < 0.08
        if letter:
            self.put(self.pick(GREETINGS[self.language]), "text", number)
        story = f"{chance.choice(PLACES).upper()}, {self.day()} – " if chance.random() < self.story else ""
        if chance.random() < self.talks_in:
            for _ in range(chance.randint(2, 6)):
                self.put(self.pick(QUESTIONS[self.language]), "text", number)
                self.put(self.topical(topic, 1, 3), "text", number)
        series = self.parts(topic) if chance.random() < self.series else []
        for place in range(0 if series and chance.random() < 0.3 else chance.choice(self.lengths)):
            if place and chance.random() < self.subs:
                own = (
                    self.fill(chance.choice(_OPENERS[self.language]).format(*chance.sample(topic, 2)))
                    if chance.random() < 0.6
                    else self.pick(PROSE[self.language][3])
                )
                self.put(self.style(own, self.sub_case), "sub", number)
            if chance.random() < self.credits:
                self.put(self.fill(self.pick(CAPTIONS[self.language])), "caption", number)
            if chance.random() < self.shouts:
                self.put(self.style(self.pick(PROSE[self.language][3]), "sentence") + "!", "text", number)
            if chance.random() < 0.05:
                for _ in range(chance.randint(2, 6)):
                    self.put("• " + self.topical(topic, 1, 1), "text", number)
            initials = (
                f"({name[0].lower()}{name.split()[-1][0].lower()}) " if self.initials == "before" and not place else ""
            )
            self.put(initials + story + self.topical(topic, 1, chance.choice([1, 2, 4, 6])), "text", number)
            story = ""
        for part in series:
            self.put(self.style(part, self.sub_case if self.sub_case != "title" else "sentence"), "sub", number)
            for _ in range(chance.choice([1, 1, 1, 2])):
                self.put(self.topical(topic, 1, chance.choice([1, 2, 3])), "text", number)
        if byline == "end" or letter:
            self.put(
                chance.choice(
                    [name, f"— {name}", f"{name}, {chance.choice(PLACES)}", f"{name}, {chance.choice(GROUPS)}"]
                ),
                "author",
                number,
            )
        elif byline == "none" and chance.random() < self.signed:
            self.put(self.signature(name), "text", number)
        if self.link:
            self.put(self.link, "text", number)

    def parts(self, topic: list[str]) -> list[str]:
        """The short headings of a diary, of news from several places, of resolutions on several matters."""
        chance = self.chance
        count = chance.randint(2, 6)
        kind = chance.choice(["days", "places", "groups", "matters", "words", "words", "same"])
        if kind == "days":
            return [day.capitalize() for day in WEEKDAYS[self.language].split("|")][: max(2, count)]
        if kind == "places":
            return chance.sample(PLACES, min(count, len(PLACES)))
        if kind == "groups":
            return chance.sample(GROUPS, min(count, len(GROUPS)))
        words = chance.sample(topic, min(count, len(topic)))
        if kind == "words":
            return [word.capitalize() for word in words]
        first = self.label().split()[0]
        return [f"{first} {word if kind == 'matters' else word.capitalize()}" for word in words]

    def signature(self, name: str) -> str:
        """Who signs below an article that has no author above: a body, a first name, initials."""
        first, last = name.split()[0], name.split()[-1]
        if self.initials == "below":
            return self.chance.choice(
                [f"{first[0]}. {last[0]}.", f"{first[0]}.{last[0]}.", f"({first[0].lower()}{last[0].lower()})"]
            )
        form = self.pick(SIGNERS[self.language]).replace("{I}", f"{first[0]}. {last}").replace("{F}", first)
        return self.fill(form.replace("{NAME}", name))

    def built(self, titles: list[str]) -> Newsletter:
        made = Newsletter()
        pieces: list[str] = []
        at, last = 0, -1
        spans: dict[int, list[int]] = {}
        for line, role, article in self.rows:
            begins = article != last and article >= 0
            blank = self.gap == "all" or (self.gap == "heads" and (begins or role in ("sub", "mast")))
            before = ("\n\n" if blank else "\n") if pieces else ""
            pieces.append(before + line)
            start = at + len(before)
            at = start + len(line)
            span = {"quote": line, "start": start, "end": at}
            if article >= 0:
                spans.setdefault(article, [start, at])[1] = at
            if begins:
                made.articles.append({"start": start, "end": at, "title": None, "author": None, "date": None})
            if role == "title":
                made.articles[-1]["title"] = span
            elif role == "author":
                made.articles[-1]["author"] = next((name for name in NAMES if name in line), None)
            elif role == "date":
                made.articles[-1]["date"] = {"value": self.dates[line]}
            elif role == "sub":
                made.subheadings.append(span)
            elif role == "caption":
                made.captions.append(span)
            last = article
        for number, item in enumerate(made.articles):
            item["start"], item["end"] = spans[number]
        made.text = "".join(pieces)
        return made


def make_newsletters(seeds: range) -> list[Newsletter]:
    return [NewsletterMaker(seed).newsletter() for seed in seeds]
