"""What kind of answer a question wants, and whether a sentence holds one of that kind."""

from __future__ import annotations

import re
from enum import Enum

from index.words import fold, words


class Kind(Enum):
    """The wanted kind of answer, as far as the question's words tell."""

    PERSON = "person"
    TIME = "time"
    SHARE = "share"
    NUMBER = "number"
    REASON = "reason"
    STATEMENT = "statement"
    YES_NO = "yes or no"
    OTHER = "other"


# In English, Indonesian, Russian and German; the first that matches wins.
QUESTIONS = [
    (
        Kind.SHARE,
        r"(what|which) (share|percentage|proportion|part|fraction)|how many percent|what percent"
        r"|berapa (persen|bagian)|persentase|какая (доля|часть)|какую (долю|часть)"
        r"|какой процент|сколько процентов|wie ?viel prozent"
        r"|welcher (anteil|prozentsatz)|welchen anteil",
    ),
    (
        Kind.TIME,
        r"when|what (day|date|year|month|time)|since when|which (day|year|month)|kapan"
        r"|tanggal berapa|sejak kapan|когда|с какого|в каком (году|месяце)|какого числа"
        r"|wann|seit wann|an welchem tag|in welchem (jahr|monat)",
    ),
    (
        Kind.NUMBER,
        r"how (many|much|long|often|old|far|large|big)|what number|berapa|seberapa|сколько"
        r"|wie ?viele?|wie (oft|lange|hoch|gross|groß)",
    ),
    (Kind.REASON, r"why|what reason|how come|kenapa|mengapa|почему|зачем|warum|weshalb|wieso"),
    (
        Kind.STATEMENT,
        r"what did .+ (say|tell|claim|warn|urge|propose|call|think|complain)"
        r"|what (?:has|have) (?:(?!since|when|after)[\w'’-]+ ){1,4}(said|told|proposed)"
        r"|how did .+ (react|respond|describe)"
        r"|apa kata|apa yang (?:\w+ ){0,3}(dikatakan|disampaikan|katakan|sampaikan|ungkapkan)"
        r"|^\W*(?:(?:и|а|но|скажите,?) )?что (?:[\w-]+ ){0,4}"
        r"(сказал|заявил|говорил|говорит|ответил|предложил|сообщил|рассказал)\w*"
        r"|was (sagte|sagt|meinte|erklärte|forderte)|was (?:hat|haben) .+ (gesagt|erklärt)",
    ),
    (Kind.PERSON, r"who|whose|siapa|кто|кого|кому|кем|чей|wer|wen|wem|wessen"),
]
# What begins like a question to be answered by yes or no, unless it only wraps another one.
WRAPPED = (
    r"(?:do|does|did) (?:you|we|they|anyone|anybody) know|(?:can|could|would|will) you|is it known"
    r"|apakah (?:anda|kamu) tahu|bisakah (?:anda|kamu)|известно ли|не знаете ли|можете ли"
    r"|(?:wissen|können|könnten) sie|weißt du|kannst du|ist bekannt"
)
# "Apakah" asks "what" too, "apakah nama kapal itu"; but "whether" with a verb soon after it.
APAKAH = (
    r"apakah (?!nama|ibu ?kota|judul|jabatan|hubungan|penyebab|maksud|jenis|manfaat|definisi|arti"
    r"|pengertian|tujuan|fungsi|warna|alasan|peran|bahasa|agama|makna|isi|bahan|alat|akibat|dampak)"
    r"(?:(?!yang\b)\w+ ){0,2}?"
    r"(?:ada|benar|sudah|telah|masih|akan|bisa|dapat|boleh|harus|pernah|tidak|semua"
    r"|(?!\w+nya\b)(?:me[lmnrwy]|ber|di)\w{4,})"
)
# "Was" asks "what" in German: before a verb, or before any word and an article or a pronoun.
GERMAN_WAS = (
    r"was (?:(?:ist|sind|hat|haben|hatten?|sagte?n?|meinte|wird|wurde|werden|soll|kann|können"
    r"|muss|müssen|macht|machte|passierte?|geschah|geschieht|kostete?|bedeutet|heißt|gibt|gab|steht"
    r"|stand|weiß|plante?|fordert|forderte|tut|tat)"
    r"|\w+ (?:der|die|das|den|dem|eine?|er|sie|es))"
)
YES_NO = re.compile(
    rf"\W*(?!(?:{WRAPPED}|{GERMAN_WAS})\b)(?:"
    r"(?:is|are|was|were|am|do|does|did|has|have|had|will|would|can|could|should|must|may|might)"
    r"(?:n['’]t)?"
    rf"|{APAKAH}"
    r"|(?:benar|betul|ada|bisa|sudah|dapat|akan|harus|mungkin|masih|boleh|pernah|tidak|perlu)kah"
    r"|(?:не )?[а-я-]+ ли|(?:это )?правда|(?:это )?верно"
    r"|(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|kann|können|konnte"
    r"|konnten|soll|sollte|muss|darf|gibt|gab|stimmt)"
    r")\b"
)
MONTHS = (
    r"jan(uar[yi]?)?|feb(ruar[yi]?)?|mar(ch|et)|märz|apr(il)?|ma[yi]|jun[ei]|juni|jul[yi]|"
    r"aug(ust)?|agustus|sep(tember)?|o[ck]t(ober)?|nov(ember)?|de[csz](ember)?|январ\w+|феврал\w+|"
    r"март\w*|апрел\w+|ма[яе]|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+"
)
DAYS = (
    r"(mon|tues|wednes|thurs|fri|satur|sun)days?|senin|selasa|rabu|kamis|jumat|sabtu|minggu|"
    r"понедельник\w*|вторник\w*|сред[уы]|четверг\w*|пятниц\w+|суббот\w+|воскресень\w+|"
    r"(mon|diens|donners|frei|sams|sonn)tag|mittwoch|yesterday|kemarin|вчера|gestern"
)
NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|half|"
    r"satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|puluh|ratus|ribu|juta|"
    r"од[ин]\w+|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|сто|тысяч\w*|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn"
)
SEVERAL = re.compile(
    r"^which (\w+ )?\w{3,}[^su\W]s\b(?! (is|was|does|has)\b)"
    r"|^what (\w+ ){0,2}\w{3,}[^su\W]s (are|were|do|did|have|had|will|can|could|would)\b"
    r"|^(which|what|who) (are|were)\b|^(please )?(list|enumerate)\b|^name (all|the|some)\b"
    r"|\b(apa|siapa|mana) saja\b|^sebutkan\b"
    r"|^(какие|каких|кто все|кого все)\b|^перечисли(те)?\b|^назови(те)? (все|всех)\b"
    r"|^welche (\w+ ){1,2}(sind|waren|haben|hatten|werden|wurden)\b|^nenne\b"
)
EVIDENCE = {
    Kind.SHARE: re.compile(
        r"%|\b(per ?cent|percentage|half|third|quarter|majority|persen|separuh|setengah|sepertiga|"
        r"seperempat|процент\w*|половин\w+|трет[ьи]|четверт[ьи]|prozent|hälfte|drittel|viertel)\b"
    ),
    Kind.NUMBER: re.compile(rf"\d|\b({NUMBER_WORDS})\b"),
    Kind.TIME: re.compile(rf"\b((19|20)\d\d|{MONTHS}|{DAYS})\b"),
    Kind.REASON: re.compile(
        r"\b(because|due to|over concerns|since|in order to|in an attempt|so that|after|reason|"
        r"karena|sebab|akibat|lantaran|alasan|demi|из-за|потому|поскольку|так как|чтобы|причин\w+|"
        r"weil|wegen|da|damit|grund)\b"
    ),
    Kind.STATEMENT: re.compile(
        r"[\"“”«»„]|\b(said|says|told|added|warned|urged|noted|complained|according|kata|"
        r"mengatakan|menyebut|menilai|menambahkan|menyatakan|menjelaskan|menegaskan|mengungkapkan|"
        r"menuturkan|ujar|tutur|ungkap|menurut|сказал\w*|заявил\w*|отметил\w*|сообщил\w*|"
        r"добавил\w*|рассказал\w*|подчеркнул\w*|пояснил\w*|уточнил\w*|считает|по словам)\b"
    ),
}
DATE = re.compile(rf"\b(\d{{1,2}} )?({MONTHS})( \d{{1,2}}\b)?,?( (19|20)\d\d)?|\b(19|20)\d\d\b")
NAME = re.compile(r"\b[^\W\d_a-zа-яё][^\W\d_]+\s+[^\W\d_a-zа-яё][^\W\d_]+")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
VALUES = {
    Kind.PERSON: NAME,
    Kind.TIME: re.compile(DATE.pattern, re.IGNORECASE),
    Kind.NUMBER: FIGURE,
    Kind.SHARE: FIGURE,
}


def wanted_kind(question: str) -> Kind:
    """The kind of answer that `question` asks for."""
    folded = fold(question)
    if YES_NO.match(folded):
        return Kind.YES_NO
    for kind, pattern in QUESTIONS:
        if re.search(rf"(?<!\w)({pattern})\b", folded):
            return kind
    return Kind.OTHER


def wants_several(question: str) -> bool:
    """Whether a list is asked for: "which countries …", "siapa saja", "перечислите"."""
    return bool(SEVERAL.search(fold(question).strip()))


def holds_kind(sentence: str, kind: Kind) -> bool:
    """Whether `sentence` holds something of that kind; true for kinds that leave no sign."""
    if kind in (Kind.OTHER, Kind.YES_NO):
        return True
    if kind is Kind.PERSON:
        return bool(NAME.search(sentence))
    folded = fold(sentence)
    if kind is Kind.NUMBER:  # a date is not what "how many" asks for
        folded = DATE.sub(" ", folded)
    return bool(EVIDENCE[kind].search(folded))


def holds_new(text: str, question: str) -> bool:
    """Whether `text` holds what `question` asks for and does not say itself.

    "Who met Ada Byron" is not answered by "Ada Byron"; true for kinds that leave no sign.
    """
    kind = wanted_kind(question)
    said = set(words(question))
    values = VALUES.get(kind)
    if values is None or not values.search(text):
        return holds_kind(text, kind)  # in words, where it is
    folded = DATE.sub(" ", fold(text)) if kind in (Kind.NUMBER, Kind.SHARE) else text
    found = (match.group() for match in values.finditer(folded))
    return holds_kind(text, kind) and any(not said.issuperset(words(value)) for value in found)
