# ruff: noqa: E501
"""Fictional pages about a tram line through the old quarter of Fenwick, in several designs and languages."""

from __future__ import annotations

BODY = (
    "The council of Fenwick has voted by nine to eight to build a tram line through the old quarter.",
    "Mayor Otto Brandt called the vote a beginning; his rival Ines Falk called it an expensive mistake that will last.",
    "The line is to open in four years and is to carry six thousand passengers on a working day, the planners expect.",
    "Shopkeepers of Linden Street fear two years of building works, while the tenants' league hopes for quieter nights.",
)

NEWSPAPER = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Council votes for the tram | Fenwick Herald</title>
<meta property="og:site_name" content="Fenwick Herald"><meta property="og:title" content="Council votes for the tram">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
"headline": "Council votes for the tram", "datePublished": "2031-05-12T08:30:00+02:00",
"author": [{{"@type": "Person", "name": "Ann Lee"}}], "publisher": {{"@type": "Organization", "name": "Fenwick Herald"}}}}]}}</script>
<style>p {{ color: black }}</style></head><body>
<div id="cookie-banner"><p>We use cookies to make this site work.</p><button>Accept all</button></div>
<header><a href="/">Fenwick Herald</a></header>
<nav><ul><li><a href="/news">News</a></li><li><a href="/council">Council</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><p class="kicker">Old quarter</p><h1>Council votes for the tram</h1>
<p class="byline">By Ann Lee | <time datetime="2031-05-12">12 May 2031</time></p>
<p>{BODY[0]}</p><figure><img src="x.jpg" alt=""><figcaption>Linden Street. Photo: Jo Moor</figcaption></figure>
<p>{BODY[1]}</p><h2>What it costs</h2><p>{BODY[2]}</p><p>{BODY[3]}</p>
<div class="share-buttons"><a href="#">Share this</a></div></article></main>
<aside class="related"><h3>Related articles</h3><ul><li><a href="/a">Ferry fares rise again this summer</a></li></ul></aside>
<form action="/n"><label>Your e-mail</label><input name="m"><button>Subscribe</button></form>
<footer><p>© 2031 Fenwick Herald. All rights reserved.</p></footer>
<script>document.write("never shown")</script></body></html>"""

BLOG = f"""<html><head><title>No rails in Linden Street</title></head><body>
<div id="wrapper"><div id="sidebar" class="widget-area"><h3>Recent posts</h3><ul><li><a href="1">Our meeting</a></li></ul></div>
<div class="post"><h2 class="post-title">No rails in Linden Street</h2><div class="post-date">Posted on 14 May 2031</div>
<div class="entry">{"<br><br>".join(BODY)}</div></div>
<div id="comments"><h3>2 comments</h3><p>Zed says: I disagree with all of this!</p></div></div></body></html>"""

ARABIC = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>بيان رابطة السكان</title></head><body>
<nav><a href="/">الرئيسية</a> <a href="/n">الأخبار</a></nav><article><h1>بيان رابطة السكان حول خط الترام</h1><p>نُشر في 12 مايو 2031</p>
<p>ترحب رابطة سكان الحي القديم بقرار المجلس البلدي بناء خط الترام عبر المدينة، وتطالب بحماية المتاجر الصغيرة أثناء سنوات البناء.</p>
<p>وتدعو الرابطة جميع السكان إلى المشاركة في النقاش العام حول مسار الخط ومواقع المحطات، وإلى احترام آراء الجميع في هذا الخلاف الطويل.</p>
</article><footer>جميع الحقوق محفوظة</footer></body></html>"""

LEAFLET = (
    "Rails need patience 🚋\n\nA word from the Riders' Circle of Fenwick 👩🏽‍🤝‍👨🏾\n\nFenwick, 9 May 2031\n\n"
    "For twenty years the buses of our town have stood in the same jam as every car, and nobody has gained by it.\n\n"
    "We ask the council to build the line, and to build it with the people who live beside it.\n\nSlow down, then move together!\n\n"
    "Signed by:\n\nRiders' Circle of Fenwick\nTenants' League (Old Quarter)\n\nShare this\nFacebook\nTwitter\n"
)

STRIPPED = "\n\n".join(
    [
        "Skip to content",
        "Menu",
        "Search",
        "Council votes for the tram",
        "By Ann Lee",
        "12 May 2031",
        *BODY,
        "Related articles",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "© 2031 Fenwick Herald. All rights reserved.",
    ]
)

BY_LANGUAGE = {
    "en": BODY[0] + " " + BODY[1],
    "de": "Der Stadtrat von Fenwick hat mit neun gegen acht Stimmen beschlossen, eine Straßenbahn durch die Altstadt zu bauen.",
    "fr": "Le conseil municipal de Fenwick a décidé par neuf voix contre huit de construire une ligne de tramway dans le vieux quartier.",
    "es": "El ayuntamiento de Fenwick ha decidido por nueve votos contra ocho construir una línea de tranvía por el barrio viejo.",
    "it": "Il consiglio comunale di Fenwick ha deciso con nove voti contro otto di costruire una linea del tram nel quartiere vecchio.",
    "pt": "A câmara municipal de Fenwick decidiu por nove votos contra oito construir uma linha de elétrico através do bairro antigo.",
    "ru": "Городской совет Фенвика девятью голосами против восьми решил построить трамвайную линию через старый квартал города.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε με εννέα ψήφους κατά οκτώ να κατασκευάσει γραμμή τραμ μέσα από την παλιά συνοικία.",
    "ar": "قرر مجلس مدينة فنويك بتسعة أصوات مقابل ثمانية بناء خط للترام عبر الحي القديم في المدينة.",
    "he": "מועצת העיר החליטה ברוב של תשעה קולות מול שמונה לבנות קו רכבת קלה דרך הרובע הישן של העיר.",
    "zh": "市议会以九票对八票决定修建一条穿过老城区的有轨电车线路，许多商户对此表示担忧，而租户联盟则表示欢迎。",
    "ja": "市議会は九対八で旧市街を通る路面電車の建設を決定しました。商店街からは不安の声が上がっています。",
    "ko": "시의회는 아홉 대 여덟로 구시가지를 지나는 전차 노선을 건설하기로 결정하였다. 상인들은 걱정하고 있다.",
}
