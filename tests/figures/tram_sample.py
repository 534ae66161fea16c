"""A made-up dispute in a made-up town, Tarnbrook: a tram line through the old quarter. Both sides have good reasons."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from communique.figures.drawing import Drawing, Node, Quote, Tie
from communique.figures.report import LeftOut, Report

ORGANIZATIONS = {
    "TS": ("Tram for Tarnbrook", "Ines Valmer"),
    "CY": ("Cycle Circle", "Jonas Petrak"),
    "CL": ("Clean Air Initiative", "Dr. Amara Sule"),
    "ST": ("Students' Council", "Lio Brandt"),
    "TW": ("Transport Workers' Union", "Marek Dostal"),
    "HO": ("Hospital Trust", "Prof. Ruth Eden"),
    "MA": ("Market Traders' Guild", "Olga Ferrand"),
    "OQ": ("Old Quarter Residents", "Henrik Aas"),
    "HE": ("Heritage Society", "Clara Moretti"),
    "TX": ("Taxi Cooperative", "Samir Haddad"),
    "TP": ("Taxpayers' Watch", "Edith Crane"),
    "AC": ("نادي الحي القديم", "ليلى منصور"),
    "RC": ("Region of Lower Tarn", "Paul Iversen"),
    "AR": ("Allotment Gardeners", "Wanda Kos"),
}
CONCEPTS = {
    "quarter": "The tram runs through the old quarter",
    "bus": "Electric buses do the job as well",
    "vote": "Residents vote on the route",
    "cars": "Market Street is closed to cars",
    "bridge": "The Mill Bridge carries the tram",
    "half": "The region pays half of the cost",
    "trees": "The lime trees on Ropewalk stay",
    "free": "Rides are free under eighteen",
    "2033": "The line opens by 2033",
}
DOCUMENTS = {
    1: ("Why we want the tram now", "2031-02-03"),
    2: ("Open letter from the old quarter", "2031-02-11"),
    3: ("Minutes of the town hall hearing", "2031-03-02"),
    4: ("A bridge is not a beam: opinion of the Heritage Society", "2031-03-09"),
    5: ("Joint statement on clean streets", "2031-03-20"),
    6: ("Traders' newsletter, spring", "2031-04-01"),
    7: ("What it costs, what it brings", "2031-04-17"),
    8: ("رسالة من نادي الحي القديم", "2031-05-05"),
    9: ("Leaflet: Move together 🚋", "2031-05"),
    10: ("Second hearing: transcript", "2031-06-12"),
}
_STATEMENTS = """
TS|quarter|+|1|Only a line through the old quarter reaches the people who walk there every day.
TS|bus|-|1|A bus stands in the same queue as the cars. A tram does not.
TS|2033|+|1|The line can open in 2033 if the council decides before the summer.
TS|cars|+|3|Market Street without cars is a street again, and the tram makes it possible.
TS|bridge|+|3|The engineers' report is plain: the Mill Bridge can bear the load after strengthening.
TS|half|+|7|Half from the region is what every comparable line has received.
TS|trees|+|10|We have moved the stop by forty metres so that the lime trees on Ropewalk stay.
TS|vote|-|10|The route was argued over for six years; another vote is another delay.
CY|quarter|+|5|Through the quarter, slowly, with room for bicycles beside it.
CY|cars|+|5|Closing Market Street to cars is the cheapest measure in the whole plan.
CY|bus|-|9|Bigger buses are still buses: they push us to the kerb.
CY|trees|+|10|Nobody cycles in July without shade. The limes stay.
CL|quarter|+|5|We support the alignment through the old quarter because it replaces the most car trips.
CL|bus|-|5|Electric buses clean the exhaust, not the street: the dust of tyres remains.
CL|cars|+|5|Market Street shows the highest readings in town; closing it to cars helps at once.
CL|trees|+|5|A tram that fells the limes on Ropewalk would undo what it is built for.
CL|half|+|7|Clean air is a task of the region, so the region pays its half.
ST|quarter|+|9|The library, the halls, the cinema: all in the old quarter. So let it stop there! 🚋
ST|free|+|9|Free rides under eighteen, from the first day.
ST|2033|+|9|By 2033 most of us will have left. Please hurry anyway.
ST|cars|+|9|Cars out, tables out, people in.
TW|quarter|+|7|Our drivers know the quarter; with the signals set right the tram can pass.
TW|bus|-|7|There are no drivers for sixty more buses. There are for twelve trams.
TW|2033|+|7|Opening in 2033 means training from 2031, and we are ready for that.
TW|half|+|3|Without the region's half there will be no decent contracts.
TW|free|-|3|Free rides sound fine until somebody asks which wages pay for them.
HO|quarter|+|3|Four in ten of our outpatients live in or behind the old quarter.
HO|2033|+|3|Each year before 2033 counts for those who cannot drive.
HO|cars|-|10|An ambulance must be able to enter Market Street at any hour.
HO|half|+|10|A hospital serves the whole region; its tram is a matter for the region, too.
MA|quarter|-|6|Three years of building pits in the old quarter are three years without customers.
MA|cars|-|6|Who carries a crate of apples home on foot? Market Street needs cars.
MA|bus|+|6|The new electric buses work, and they came without a single excavator.
MA|vote|+|6|Let those vote on the route who live and work on it.
MA|2033|-|10|2033 is a date on a poster, not in a contract.
OQ|quarter|-|2|We are not against trams. We are against this tram in these lanes.
OQ|bus|+|2|An electric bus every six minutes would serve the quarter as well.
OQ|vote|+|2|A route that changes our homes must be put to our vote.
OQ|trees|+|2|The limes on Ropewalk are older than any of us and they stay.
OQ|bridge|-|3|Nobody has shown us how the bridge will look when it has been strengthened.
OQ|cars|+|10|Close Market Street to cars, by all means; for that we need no rails.
HE|quarter|-|4|Overhead wires before the guildhall would mar the finest square of the town.
HE|bridge|-|4|The Mill Bridge was built for carts. Strengthened, it would be another bridge.
HE|trees|+|4|The row of limes is part of the listed ensemble and must remain.
HE|vote|+|4|Heritage belongs to all, and so all should have a vote.
TX|cars|-|6|If Market Street closes, the last stretch home is ours no longer.
TX|bus|+|10|Buses and taxis together already reach every door.
TX|quarter|-|10|A tram in the narrow lanes blocks everybody, the fire brigade included.
TP|half|-|7|The region's half is paid by the same purses as the town's half.
TP|bus|+|7|For the price of the tram we could renew the bus fleet twice.
TP|quarter|-|7|No alignment costs more per metre than the one through the old quarter.
TP|free|-|7|Nothing is free; it is only paid for elsewhere.
TP|vote|+|10|Two hundred million is a sum that deserves a vote.
TP|2033|-|7|We have yet to see the plan that supports a date in 2033.
AC|quarter|-|8|لا نريد أن يمرّ الترام أمام نوافذ بيوتنا في الحي القديم.
AC|vote|+|8|من حق السكان أن يصوّتوا على المسار قبل أن تبدأ الحفريات.
AC|trees|+|8|أشجار الزيزفون ذاكرة الحي، ويجب أن تبقى.
RC|half|-|3|The region pays a third, as the law provides; we have no means for half.
RC|2033|+|3|With a decision this year 2033 is demanding, but possible.
RC|bridge|+|10|Our examiners see no obstacle at the Mill Bridge.
"""


def quotes() -> tuple[Quote, ...]:
    made = []
    for number, line in enumerate(_STATEMENTS.strip().splitlines(), start=1):
        key, concept, sign, document, words = line.split("|")
        organization, speaker = ORGANIZATIONS[key]
        title, date = DOCUMENTS[int(document)]
        made.append(
            Quote(
                id=number,
                quote=words,
                document=int(document),
                document_title=title,
                date=date,
                speaker=speaker,
                organization=organization,
                concept=CONCEPTS[concept],
                agreement=sign == "+",
                attribution="quoted" if int(document) in (3, 10) else "own",
                coder="A. Reed" if number % 3 else "M. Okoro",
                layer="primary",
                direction="rtl" if key == "AC" else "ltr",
                url=f"https://tarnbrook.example/pages/{document}#:~:text=tram" if number % 4 == 0 else None,
            )
        )
    return tuple(made)


def _nodes(kind: str, names: list[str]) -> tuple[Node, ...]:
    of = {name: [q.id for q in quotes() if name in (q.organization, q.concept)] for name in names}
    return tuple(
        Node(name, name, kind, len(of[name]), None, tuple(of[name]), {"type": kind} if kind == "organization" else {})
        for name in names
    )


def one_mode() -> Drawing:
    """Congruence and conflict of organizations over concepts: matching and opposed pairs of statements."""
    stances: dict[str, dict[str, list[Quote]]] = defaultdict(lambda: defaultdict(list))
    for quote in quotes():
        stances[quote.organization][quote.concept].append(quote)
    names = [name for name, _ in ORGANIZATIONS.values()] + ["Tarnbrook Rowing Club"]
    ties = []
    for a, b in combinations(names, 2):
        same, opposed, evidence = 0, 0, []
        for concept in CONCEPTS.values():
            for mine in stances[a][concept]:
                for theirs in stances[b][concept]:
                    same += mine.agreement == theirs.agreement
                    opposed += mine.agreement != theirs.agreement
                    evidence += [mine.id, theirs.id]
        if evidence:
            formula = f"congruence = {_sum(same)}; conflict = {_sum(opposed)}"
            ties.append(Tie(a, b, same, opposed, tuple(dict.fromkeys(evidence)), 0, formula))
    return Drawing(
        title="Organizations in the dispute about the tram",
        nodes=_nodes("organization", names),
        ties=tuple(ties),
        caption=(
            "Congruence: pairs of statements of two organizations that take the same side on a concept. Conflict: "
            "pairs that take opposite sides. Tarnbrook, February to June 2031."
        ),
        formula=(
            "congruence(a, b) = Σ over concepts c and sides k of n(a, c, k) × n(b, c, k); "
            "conflict(a, b) = Σ over concepts c of n(a, c, agree) × n(b, c, disagree) + n(a, c, disagree) × "
            "n(b, c, agree); n counts statements."
        ),
        seed=7,
    )


def _sum(pairs: int) -> str:
    return f"{' + '.join(['1 × 1'] * pairs)} = {pairs}" if pairs else "0"


def two_mode() -> Drawing:
    """Organizations and the concepts they agree or disagree with."""
    cells: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for quote in quotes():
        cells[quote.organization, quote.concept].append(quote)
    ties = tuple(
        Tie(
            organization,
            concept,
            sum(q.agreement is True for q in found),
            sum(q.agreement is False for q in found),
            tuple(q.id for q in found),
        )
        for (organization, concept), found in cells.items()
    )
    return Drawing(
        title="Organizations and concepts in the dispute about the tram",
        nodes=_nodes("organization", [name for name, _ in ORGANIZATIONS.values()])
        + _nodes("concept", list(CONCEPTS.values())),
        ties=ties,
        mode="two-mode",
        caption="Who agrees, and who disagrees, with what.",
        formula="agreement(o, c) = number of statements in which o agrees with c; disagreement likewise.",
        seed=7,
    )


def report() -> Report:
    """The whole sample as a report."""
    return Report(
        title="A tram through the old quarter of Tarnbrook",
        summary=(
            "Fourteen organizations argued from February to June 2031 over a tram line through the old quarter: "
            "its route, its cost, the bridge, the limes and the year in which it opens."
        ),
        drawings=(one_mode(), two_mode()),
        quotes=quotes(),
        documents=len(DOCUMENTS),
        statements=60,
        actors=14,
        coders=("A. Reed", "M. Okoro"),
        period=("2031-02-03", "2031-06-12"),
        left_out=(LeftOut("no side was coded", 3), LeftOut("the same statement twice in one document", 2)),
        settings={
            "type": "one-mode",
            "rows": "organization",
            "columns": "concept",
            "qualifier": "agreement",
            "aggregation": "congruence and conflict",
            "normalization": "none",
            "duplicates": "document",
            "layer": "adjudicated where done, else primary",
        },
        made="2031-07-01 09:30 UTC",
        program="Communique 0.1.0",
        change=42,
    )
