"""Questions that news leaves open: about a name that an article has, asking what it does not say.

"Who is the CEO of Zoom?", of an article with Zoom in it and no word of anybody who leads it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.reader.examples import Example, unanswered
from benchmarks.reader.negatives import NAME

# A question, and what in an article may answer it: the beginnings of words.
ENGLISH = """
Who is the CEO of {}? | chief|ceo|execut|head|boss|lead|direct|chair|president|manag
Who founded {}? | found|creat|start|establish|launch|set up|began|form|built
When was {} founded? | found|creat|start|establish|launch|since|began|form|built
Where is {} headquartered? | headquart|based|office|home|located|capital
How many employees does {} have? | employ|staff|worker|workforce|job|people
How old is {}? | age|year|old|born
When was {} born? | born|birth|age|old
Where was {} born? | born|birth|native|grew
Who is {} married to? | wife|marri|husband|spouse|partner|wed
Who is {}'s lawyer? | lawyer|attorney|counsel|solicitor|represent
Why did {} resign? | resign|quit|step|left|leav|depart|retir
How did {} die? | die|death|kill|dead|murder|dying
When did {} die? | die|death|kill|dead|murder|until
What did {} say about the election? | elect|vot|poll|campaign
How much does {} cost? | cost|price|pric|paid|pay|sell|sold|£|€|[$]|worth
What is the population of {}? | populat|inhabit|people|resident|million
What was the weather like in {}? | weather|rain|storm|sun|temperatur|snow|wind|hot|cold|warm
Which university did {} attend? | universit|college|school|stud|degree|graduat|educat
Who will replace {}? | replac|succe|new|interim|instead|appoint
How much profit did {} make last year? | profit|revenue|earn|income|lost|billion|million
Who won the match against {}? | win|won|beat|match|game|defeat|victor
What colour is {}? | colo|red|blue|green|black|white|yellow
How tall is {}? | tall|high|height|metre|meter|feet|foot
Who directed {}? | direct|film|movie
Who was arrested in {}? | arrest|detain|custod|charg|police|jail|prison
How many people were injured in {}? | injur|wound|hurt|casualt|victim|people
How much was {} fined? | fine|penalt|pay
What prize did {} win? | prize|award|win|won|medal|trophy
Why was {} closed? | clos|shut|end|cancel
How much did {} invest? | invest|fund|money|million|billion|spen
What language is spoken in {}? | language|speak|spoke|english|french
Which party does {} belong to? | party|democrat|republican|conservative|labour|liberal
Who accused {} of corruption? | corrupt|accus|brib|alleg
How many children does {} have? | child|son|daughter|kid|father|mother
When will {} open? | open|launch|start|begin|schedul
"""
INDONESIAN = """
Siapa direktur utama {}? | direktur|dirut|pimpin|ketua|kepala|ceo|bos
Siapakah pendiri {}? | diri|bentuk|bangun|buat|rint
Kapan {} didirikan? | diri|bentuk|bangun|sejak|buat
Di mana kantor pusat {}? | kantor|pusat|markas|berbasis|lokasi|letak
Berapa jumlah karyawan {}? | karyawan|pegawai|pekerja|staf|orang
Berapa usia {}? | usia|umur|tahun|lahir
Kapan {} lahir? | lahir|usia|umur
Di mana {} dilahirkan? | lahir|asal
Siapa istri {}? | istri|suami|nikah|kawin|pasangan
Mengapa {} mengundurkan diri? | mundur|undur|henti|lepas|tinggal
Mengapa {} ditutup? | tutup|henti|bubar
Bagaimana {} meninggal? | tinggal|wafat|mati|tewas|bunuh|gugur
Berapa harga {}? | harga|biaya|rp|rupiah|dolar|jual|beli|bayar
Berapa jumlah penduduk {}? | penduduk|jiwa|populasi|warga|orang
Siapa yang akan menggantikan {}? | ganti|baru|penerus|pelaksana
Berapa laba {} tahun lalu? | laba|untung|pendapatan|rugi|rp|triliun|miliar
Siapa yang ditangkap di {}? | tangkap|tahan|polisi|penjara|amankan
Berapa orang yang terluka di {}? | luka|korban|cedera|orang
Apa kata {} tentang pemilu? | pemilu|pilih|suara|kampanye
Penghargaan apa yang diterima {}? | harga|raih|menang|juara|piala|medali
Dari universitas mana {} lulus? | universitas|kuliah|sekolah|lulus|belajar|sarjana
Berapa tinggi {}? | tinggi|meter
Kapan {} akan dibuka? | buka|mulai|resmi|jadwal
Dari partai mana {}? | partai|golkar|pdi|politisi
Berapa anak yang dimiliki {}? | anak|putra|putri
Siapa pengacara {}? | acara|hukum|advokat|kuasa
"""
RUSSIAN = """
Кто возглавляет {}? | глав|руковод|директор|президент|председ|начальн|лидер|ceo
Кто основал {}? | основ|созда|учред|начал
Когда был основан {}? | основ|созда|учред|начал
Сколько сотрудников работает в {}? | сотрудн|работ|персонал|штат|человек
Сколько лет {}? | лет|год|возраст|род
Когда родился {}? | род|возраст|лет
Где родился {}? | род|урожен
Кто жена {}? | жен|муж|брак|супруг
Почему {} ушёл в отставку? | отстав|уш|уйд|покин|увол
Почему закрыли {}? | закр|прекра|ликвид|законч
Сколько стоит {}? | сто|цен|рубл|доллар|прод|куп|плат
Какова численность населения {}? | населен|жител|человек|люд|миллион
Кто заменит {}? | замен|смен|нов|преемн|назнач
Какую прибыль получил {}? | прибыл|доход|выруч|заработ|миллион|миллиард
Кого арестовали в {}? | арест|задерж|полиц|тюрьм
Сколько человек пострадало в {}? | постра|ранен|жертв|человек
Что сказал {} о выборах? | выбор|голос|избир|кампан
Какую награду получил {}? | наград|преми|побед|медал|приз|получ
Какой университет окончил {}? | университет|институт|учи|оконч|школ|образован
Когда откроется {}? | откр|нач|запус
Из какой партии {}? | парти|демокр|республ|коммун
Сколько детей у {}? | дет|сын|доч|реб
"""


def _read(lines: str) -> list[tuple[str, re.Pattern[str]]]:
    pairs = (line.split(" | ") for line in lines.strip().splitlines())
    return [(question, re.compile(rf"(?<!\w)(?:{stems})")) for question, stems in pairs]


QUESTIONS = {"en": _read(ENGLISH), "id": _read(INDONESIAN), "ru": _read(RUSSIAN)}


def left_open(passage: str, language: str, rng: random.Random) -> Iterator[Example]:
    """One question about a name in `passage` that it does not answer, or none."""
    names = [match.group() for match in NAME.finditer(passage)]
    folded = passage.casefold()
    asked = [question for question, told in QUESTIONS[language] if not told.search(folded)]
    if names and asked:
        question = rng.choice(asked).format(rng.choice(names))
        yield unanswered(question, passage, "left open", f"{language}→{language}")
