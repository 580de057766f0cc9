"""Appeals to the reader: subscribe, follow, write to us.

No language's word alone tells one: a minister may say "read more", a story may be about a channel.
An appeal begins a sentence with a call, says whose thing or gives an address, and names a medium;
and nobody is said to have said it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.leftovers.paragraphs import LONG, word_count


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b")


# A call to the reader: what its sentence begins with, whose it is, and what is called to.
CALLS = (
    "subscribe|sign up|follow|join|download|click|tap|share|like|get|register|send|email|contact|"
    "tell us|support|donate|stay|don't (?:forget|miss)|never miss|want|check out|visit|listen|"
    "watch|read|reach|call|become|try|if you|have you|do you|got a|please|"
    "ikuti|dapatkan|(?:ber)?langganan|"
    "(?:mari |ayo |yuk )?(?:ber)?gabung|klik|unduh|simak|bagikan|kirim|cek|pilih|"
    "jangan lewatkan|pastikan|silakan|daftar|hubungi|install|saksikan|tonton|"
    "подпи(?:сывайтесь|шитесь|шись)|присоединяйтесь|следите|читайте|смотрите|слушайте|"
    "поделитесь|сообщ(?:ите|айте)|при(?:шлите|сылайте)|жми|нажмите|пишите|звоните|ставьте|"
    "поддержите|хотите|если вы|оставайтесь|добавьте|узнавайте|"
    "abonnieren|folgen sie|melden sie|schreiben sie|teilen sie|lesen sie|laden sie|haben sie|"
    "bleiben sie|erhalten sie|jetzt|"
    "suscríb\\w+|síguenos|recibe|únete|descarga|comparte|regístrate|envía|escríbenos|no te pierdas"
)
OWN = _words(
    "our|us|we|kami|наш(?:|а|е|у|и|его|ей|ем|им|их)|нас|нам|unser(?:|e|en|em|er)|uns|"
    "nuestr[oa]s?|síguenos|escríbenos"
)
MEDIUM = _words(
    "newsletters?|app|channel|page|website|site|inbox|notifications?|updates?|alerts?|news|"
    "stor(?:y|ies)|journalism|reporting|podcast|articles?|facebook|twitter|instagram|youtube|"
    "telegram|whatsapp|tiktok|viber|google news|kanal|saluran|artikel|berita|aplikasi|redaksi|"
    "канал\\w*|телеграм\\w*|рассылк\\w*|новост\\w*|редакци\\w*|стать\\w*|сайт\\w*|соцсет\\w*|"
    "вконтакте|дзен\\w*|одноклассник\\w*|redaktion|nachrichten|boletín|noticias|correo"
)
READER = _words(
    r"[Yy]ou(?:r|rs|rself)?|[Aa]nda|[Kk]amu|[Kk]alian|[Вв]ы|[Вв]ам|[Вв]ас|[Вв]аш(?:а|е|и|у|его|ей|ем|им|их|ими)?|[Тт]ы|"
    r"(?<=[^\W\d] )(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)|[Tt]us?|[Uu]sted(?:es)?"
)
# What a note below an article speaks of; a note that corrects the article is part of it.
PAGE = _words(
    r"this (?:article|story|interview|page|text|report)|disclaimer|thank you|"
    r"(?:artikel|berita|tulisan|konten) ini|terima kasih|эт(?:а|ой|у) стать\w*|"
    r"эт(?:от|ого) материал\w*|редакци\w*|спасибо|"
    r"diese[rnsm]? (?:artikel|text|beitrag)s?|redaktion|danke|"
    r"est[ae] (?:nota|artículo|noticia)|gracias"
)
CORRECTION = re.compile(
    "correct|updated|amended|earlier version|ralat|koreksi|diperbarui|исправ|обновл|уточн|"
    "korrigier|aktualisier|correg|correcci|actualiz"
)
SPEECH = _words(
    "said|says|tells|told|wrote|added|asked|urged|shouted|kata|ujar|tutur|ucap|seru|tulis|ajak|pesan|"
    "tambah|ungkap|imbuh|сказал\\w*|говорит|говорят|заявил\\w*|написал\\w*|советует|просит|"
    "пишет|добавил\\w*|предложил\\w*|просил\\w*|sagte|sagt|rät|rief|schrieb|dijo|decía|contó|"
    "escribió|gritó|pidió"
)

LONGEST_ADDRESS = 15  # words; a travel story says "you" at more length
QUOTED = re.compile(r"“[^“”]{0,300}”|«[^«»]{0,300}»|„[^„“”\"]{0,300}[“”\"]|\"[^\"]{0,300}\"")
CALL = re.compile(rf"(?:^|[.!?;:] )(?:{CALLS})(?![\w-])")  # not "Call-outs"
OPENING_CALL = re.compile(rf"(?:{CALLS})(?![\w-])")
BARE_CALL = re.compile(rf"(?:^|[.!?] )(?:{CALLS})(?: \w{{1,12}})?!")
POLITE = re.compile(r"\b(?:please|silakan|silahkan|пожалуйста|bitte|por favor)\b")
TURN = re.compile(r"[-–—] |[^\W\d_][^:\s]{0,20}(?: [^:\s]{1,20}){0,2}: ")  # in a conversation
ADDRESS = re.compile(r"[\w.]{1,40}@[\w-]{1,40}\.\w|(?<!\w)@\w|\+[0-9][0-9 ()-]{5,20}[0-9]")
CONTACT = re.compile(
    r"https?://|\bwww\.|[\w.]{1,40}@[\w-]{1,40}\.\w|(?<!\w)@\w|\+?[0-9][0-9 ()-]{5,20}[0-9]"
)


def unquoted(text: str) -> str:
    """Return a line without what stands in quotation marks."""
    return QUOTED.sub(" ", text).strip()


def is_appeal(lower: str, *, short: bool) -> bool:
    """Tell whether a line in lower case, quotations left out, appeals to the reader.

    Args:
        lower: the line.
        short: a call may begin any of its sentences, not the first alone.
    """
    medium = MEDIUM.search(lower)
    if medium and (BARE_CALL.search(lower) or (POLITE.search(lower) and CONTACT.search(lower))):
        return True
    call = CALL.search(lower) if short else OPENING_CALL.match(lower)
    if call is None or SPEECH.search(lower):
        return False
    ours, contact = OWN.search(lower), CONTACT.search(lower)
    return bool((ours or contact) and (medium or (ours and contact)))


def solicits(text: str) -> bool:
    """Tell whether a line that is no sentence calls on its reader, or names a medium as its own."""
    lower = text.casefold()
    if SPEECH.search(lower):
        return False
    return bool(OPENING_CALL.match(lower) or (OWN.search(lower) and MEDIUM.search(lower)))


@lru_cache(maxsize=8192)  # asked thrice about each line
def _speaks(text: str) -> bool:
    bare = unquoted(text)
    lower = bare.casefold()
    if SPEECH.search(lower) or CORRECTION.search(lower):
        return False
    if PAGE.search(lower):
        return True
    if TURN.match(text):
        return False
    if READER.search(bare) and word_count(text) <= LONGEST_ADDRESS:
        return True
    return bool(OPENING_CALL.match(lower) or POLITE.search(lower))


def speaks_to_reader(text: str) -> bool:
    """Tell whether a line says "you", calls, or speaks of its page, outside quotation marks.

    Many an article's sentence does: this counts only beside the article.
    """
    return len(text) <= LONG and _speaks(text)


def promotes(text: str) -> bool:
    """Tell whether a line has anything of an appeal: an address, a medium, "our" or "you"."""
    text = text[:LONG]
    lower = text.casefold()
    return any(sign.search(lower) for sign in (CONTACT, MEDIUM, OWN)) or speaks_to_reader(text)
