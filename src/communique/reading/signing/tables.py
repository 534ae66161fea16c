"""Rosters set as tables: by tabs, or by two spaces and more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from communique.reading.countries import country_of
from communique.reading.signing.entry import bare, has_bullet, is_acronym, is_role
from communique.reading.signing.kinds import leaning
from communique.reading.signing.layout import Entry, Row
from communique.reading.signing.words import body_words

_GAP = re.compile(r"\t+|\s{2,}|\s*[|｜]\s*")
_HEADS = {
    "country": r"countr(?:y|ies)|land|länder|pays|país(?:es)?|paese|paesi|kraj|stat|страна|країна|χώρα|ülke|البلد|الدولة|بلد|ארץ|מדינה|کشور|देश|দেশ|நாடு|ประเทศ|国家|國家|国|国・地域|나라|국가|국적|አገር|ሀገር|երկիր|ქვეყანა",
    "organization": r"organi[sz]ations?|group|body|affiliation|institution|organisation(?:en)?|verband|einrichtung|institution|organización|institución|entidad|organização|entidade|instituição|organizzazione|ente|associazione|organisatie|organisation|organizacja|организация|організація|установа|οργάνωση|φορέας|kurum|örgüt|kuruluş|المنظمة|الجهة|المؤسسة|ארגון|מוסד|سازمان|نهاد|संगठन|संस्था|সংগঠন|প্রতিষ্ঠান|அமைப்பு|நிறுவனம்|องค์กร|หน่วยงาน|组织|組織|机构|機構|団体|団体名|所属|단체|단체명|소속|ድርጅት|կազմակերպություն|ორგანიზაცია",
    "role": r"role|position|function|title|office|profession|funktion|amt|beruf|fonction|qualité|profession|cargo|función|profesión|função|profissão|ruolo|carica|professione|functie|beroep|befattning|funkcja|zawód|должность|профессия|посада|ιδιότητα|θέση|görev|unvan|meslek|الصفة|المنصب|המקצוע|תפקיד|سمت|पद|পদ|পদবি|பதவி|ตำแหน่ง|职务|職務|职位|役職|肩書|직책|직함|직위|የሥራ ?ድርሻ|ኃላፊነት|պաշտոն|თანამდებობა",
    "name": r"names?|signator(?:y|ies)|person|vor- und nachname|nom(?: et prénom)?|nombre|nome|naam|namn|imię i nazwisko|nazwisko|имя|фио|ф\.и\.о\.?|ім['’]я|піб|όνομα|ονοματεπώνυμο|ad|adı|ad soyad|isim|imzacı|الاسم|שם|نام|नाम|নাম|பெயர்|ชื่อ|姓名|名称|名稱|名前|氏名|이름|성명|ስም|անուն|სახელი",
    "acronym": r"acronym|abbreviation|abkürzung|kürzel|sigle|siglas?|sigla|afkorting|skrót|сокращение|скорочення|ακρωνύμιο|kısaltma|الاختصار|קיצור|简称|簡稱|略称|약칭",
    "place": r"city|town|place|stadt|ort|ville|ciudad|cidade|città|stad|miasto|город|місто|πόλη|şehir|المدينة|עיר|شهر|शहर|শহর|நகரம்|เมือง|จังหวัด|城市|都市|도시|ከተማ|քաղաք|ქალაქი",
    "number": r"no\.?|nr\.?|#|№|n[°º]|lp\.?|sıra|م|מס'?|क्र|ক্রম|எண்|ลำดับ|序号|編號|番号|번호|ተ\.ቁ",
    "date": r"date|datum|fecha|data|дата|ημερομηνία|tarih|التاريخ|תאריך|日期|日付|날짜",
}
_ORDER = ("number", "country", "role", "acronym", "place", "date", "organization", "name")


@dataclass(frozen=True)
class Table:
    """Rows of a roster cut into cells; ``roles`` says what each column holds, ``first`` and ``length`` which rows they were."""

    roles: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Entry], ...]
    first: int
    length: int


def table_of(rows: list[Row], *, headed: bool = False) -> Table | None:
    """The table that rows make, or ``None`` where they are no table of one signer a row; ``headed`` asks for heads."""
    cut = [_cells(row.text) for row in rows]
    best = Counter(len(cells) for cells in cut if len(cells) > 1).most_common(1)
    if not best or best[0][1] < 3:
        return None
    width = best[0][0]
    first = next(number for number, cells in enumerate(cut) if len(cells) >= 2)
    last = len(cut) - next(number for number, cells in enumerate(reversed(cut)) if len(cells) >= 2)
    inside = cut[first:last]
    if sum(2 <= len(cells) <= width for cells in inside) < 0.8 * len(inside):
        return None
    heads = tuple(_head(cell) for cell in cut[first])
    has_heads = sum(head is not None for head in heads) >= max(2, len(heads) - 1)
    if headed and not has_heads:
        return None
    body = list(zip(inside, rows[first:last], strict=True))[1 if has_heads else 0 :]
    if has_heads:
        roles = _named(tuple(head or "other" for head in heads))
    else:
        guessed = _guessed([cells for cells, _ in body], width)
        if guessed is None:
            return None
        roles = guessed
    return Table(
        roles,
        tuple((tuple(cells), Entry(row.text, row.start, row.end)) for cells, row in body if len(cells) >= 2 or not has_heads),
        first,
        last - first,
    )


def _cells(words: str) -> list[str]:
    return [cell.strip() for cell in _GAP.split(words.strip(" |｜")) if cell.strip()]


def _head(cell: str) -> str | None:
    plain = bare(cell).casefold()
    return next((role for role in _ORDER if re.fullmatch(_HEADS[role], plain, re.I)), None)


def _named(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Where no column is called name, that of the organizations names the signers."""
    if "name" in roles:
        return roles
    found = "organization" if "organization" in roles else "other"
    place = roles.index(found) if found in roles else 0
    return tuple("name" if number == place else role for number, role in enumerate(roles))


def _guessed(rows: list[list[str]], width: int) -> tuple[str, ...] | None:
    columns = [[cells[n] for cells in rows if len(cells) > n] for n in range(width)]
    roles: list[str] = []
    for cells in columns:
        share = {
            "number": sum(bool(re.fullmatch(r"[\d.)(]+", cell)) for cell in cells),
            "country": sum(country_of(cell) is not None for cell in cells),
            "acronym": sum(is_acronym(cell) for cell in cells),
            "role": sum(is_role(cell) for cell in cells),
            "organization": sum(bool(body_words().search(cell)) for cell in cells),
            "name": sum(leaning(bare(cell)) > 0 for cell in cells),
        }
        role, count = max(share.items(), key=lambda item: item[1])
        roles.append(role if count >= 0.5 * len(cells) else "other")
    if not {"country", "role", "acronym", "number"} & set(roles) and len(set(roles)) == 1:
        return None
    if roles.count("name") == 1:
        return tuple(roles)
    if "name" not in roles:
        return _named(tuple(roles))
    return None if has_bullet(rows[0][0]) else tuple(
        "name" if number == roles.index("name") else "other" if role == "name" else role for number, role in enumerate(roles)
    )
