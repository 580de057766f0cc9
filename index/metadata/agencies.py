"""News agencies, and the names by which papers credit them."""

from __future__ import annotations

import re
from functools import lru_cache

SPELLINGS = {
    "AFP": "AFP; Agence France-Presse; Agence France Presse; Агентство Франс-Пресс; Франс Пресс; "
    "Франс-Пресс; АФП; فرانس برس; أ ف ب; 法新社; AFP通信; AFP=時事; เอเอฟพี; एएफपी",
    "Reuters": "Reuters; Thomson Reuters; Рейтер; Рейтерс; Ройтерс; رويترز; 路透社; 路透; "
    "ロイター; ロイター通信; 로이터; รอยเตอร์; रॉयटर्स",
    "AP": "AP; Associated Press; AP News; Ассошиэйтед Пресс; أسوشيتد برس; 美联社; AP通信; 美聯社",
    "Antara": "Antara; LKBN Antara; Antara News; Antaranews; antaranews.com; Kantor Berita Antara",
    "TASS": "TASS; ITAR-TASS; ТАСС; ИТАР-ТАСС; tass.ru; tass.com; 塔斯社; タス通信; تاس",
    "RIA Novosti": "RIA Novosti; RIA; РИА Новости; РИА; ria.ru; 俄新社",
    "Interfax": "Interfax; Интерфакс; interfax.ru; interfax.com; ИНТЕРФАКС-АГН",
    "Interfax-Ukraine": "Interfax-Ukraine; Интерфакс-Украина; Інтерфакс-Україна",
    "Bloomberg": "Bloomberg; Bloomberg News; Блумберг; 彭博社; ブルームバーグ",
    "dpa": "dpa; Deutsche Presse-Agentur; dpa-AFX; dpa International; ДПА; 德新社",
    "Xinhua": "Xinhua; Xinhua News; Синьхуа; 新华社; 新華社; 新华; شينخوا",
    "Anadolu": "Anadolu; Anadolu Agency; Anadolu Ajansı; AA; Анадолу; الأناضول",
    "Kyodo": "Kyodo; Kyodo News; Киодо; Кёдо; 共同; 共同社; 共同通信",
    "EFE": "EFE; Agencia EFE; Agencia Efe; ЭФЭ",
    "ANSA": "ANSA; АНСА",
    "PA Media": "PA Media; PA; Press Association; The Press Association",
    "UPI": "UPI; United Press International",
    "Yonhap": "Yonhap; Yonhap News; 연합뉴스; 연합; Ёнхап; Рёнхап; 韩联社",
    "APA": "APA; Austria Presse Agentur",
    "Keystone-SDA": "Keystone-SDA; SDA; Keystone-ATS; ATS",
    "SID": "SID; Sport-Informations-Dienst",
    "epd": "epd; Evangelischer Pressedienst",
    "KNA": "KNA; Katholische Nachrichten-Agentur",
    "ANP": "ANP",
    "Belga": "Belga",
    "NTB": "NTB",
    "Ritzau": "Ritzau",
    "PAP": "PAP; Polska Agencja Prasowa",
    "ČTK": "ČTK; CTK",
    "MTI": "MTI",
    "Lusa": "Lusa; Agência Lusa",
    "Agência Brasil": "Agência Brasil",
    "Europa Press": "Europa Press",
    "Télam": "Télam; Telam",
    "Jiji Press": "Jiji; Jiji Press; 時事; 時事通信",
    "China News Service": "China News Service; 中新社; 中新网",
    "PTI": "PTI; Press Trust of India",
    "IANS": "IANS",
    "ANI": "ANI",
    "AAP": "AAP; Australian Associated Press",
    "The Canadian Press": "The Canadian Press; Canadian Press; La Presse canadienne",
    "Bernama": "Bernama",
    "VNA": "VNA; TTXVN; Vietnam News Agency",
    "KCNA": "KCNA",
    "Ukrinform": "Ukrinform; Укринформ; Укрінформ",
    "UNIAN": "UNIAN; УНИАН; УНІАН",
    "BelTA": "BelTA; БЕЛТА; БелТА",
    "Kazinform": "Kazinform; Казинформ",
    "IRNA": "IRNA; ИРНА; ایرنا",
    "Tasnim": "Tasnim; تسنیم",
    "Sputnik": "Sputnik",
    "Adnkronos": "Adnkronos",
}
ABOUT = re.compile(
    r"^(?:the|agency|agentur|agence|agencia|агентство|агентства|kantor berita)[ ](?=\S)"
    r"|[ ](?:news agency|agency|photo staff|staff|newswire|wires?)$",
    re.IGNORECASE,
)
QUOTES = re.compile(r"[«»\"“”„'‘’*_\[\]]")
BETWEEN = re.compile(
    r"[,;:/|&+()（）【】\n]|[–—=]| [-.] |\. |"
    r" (?:and|dan|и|und|et|y|e|avec|mit|con|com|for|of|with|via|from)(?: |$)",
    re.IGNORECASE,
)


def agency_named(words: str) -> str | None:
    """Return the usual name of the agency that `words` are a name of, None if of none.

    Names of two letters must be capitals, as in "AP": "pa" and "aa" are words.
    """
    name = " ".join(QUOTES.sub("", words[:80]).split()).strip(" .,-–—")
    if not name or len(name) > 40:
        return None
    known = _spellings()
    for spelling in (name, ABOUT.sub("", name)):
        agency = known.get(spelling.casefold())
        if agency and (len(spelling) > 2 or spelling.isupper() or not spelling.isascii()):
            return agency
    return None


def agency_among(words: str) -> str | None:
    """Return the first agency in an enumeration such as "Jane Doe, Reuters" or "AFP/dpa"."""
    whole = agency_named(words)
    return whole or next(filter(None, map(agency_named, BETWEEN.split(words[:200]))), None)


def only_agencies(words: str) -> bool:
    """Tell whether `words` name agencies and nothing else: "AFP", "dpa/AFP"."""
    parts = [part for part in BETWEEN.split(words[:200]) if part.strip(" .*_")]
    return bool(agency_named(words)) or (bool(parts) and all(map(agency_named, parts)))


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {
        spelling.strip().casefold(): agency
        for agency, spellings in SPELLINGS.items()
        for spelling in spellings.split(";")
    }
