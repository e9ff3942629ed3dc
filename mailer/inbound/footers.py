"""Lines that nobody wrote for this mail: legal footers, "Sent from my iPhone", banners of the mail gateway, list footers.

Takes a writer's lines, says which of them are such. In doubt a line is the writer's: words lost here are lost to
everything that reads the mail, safety first.
"""

import re
from collections.abc import Sequence

_PHONE_OS = (
    r"(?:i(?:phone|pad|pod)|ipad|apple watch|galaxy|samsung\S*|android\S*|pixel|blackberry|windows phone|huawei"
    r"|xiaomi|motorola|mobile|cell ?phone|smart ?phone|phone|tablet|t-mobile\S*|verizon\S*|at&t\S*|outlook|gmail"
    r"|yahoo|mail|aol|proton\S*|fastmail|nine|spark|bluemail|aqua mail|k-9 mail|thunderbird|hey|superhuman|airmail"
    r"|surface|laptop|mac\S*)"
)
_MOBILE = (
    rf"(?:sent|composed|written|typed|dictated|posted|delivered) (?:from|via|with|by|using|on) (?:my |the |a "
    rf"|an )?(?:new |work |personal |verizon |at&t |t-mobile |samsung |apple |google |microsoft |yahoo |outlook "
    rf"|nokia |sony |lg |htc )*{_PHONE_OS}\b[^.?!]{{0,40}}"
    r"|(?:get|download|try) outlook for \w{2,10}\b.{0,30}|sent from (?:outlook|mail|workspace one boxer|boxer)\b.{0,40}"
    r"|(?:envoy[ée]|exp[ée]di[ée]|r[ée]dig[ée]) (?:de|depuis|à partir de|avec|via) (?:mon |ma |l['’]|le )?\S.{0,40}"
    r"|(?:obtenir|t[ée]l[ée]charge[rz]|obtenez) outlook pour \S.{0,30}"
    r"|(?:enviado|escrito) (?:desde|con|de) (?:mi |el |la |o |meu |a )?\S.{0,40}|(?:obtener|obtenga|descarga(?:r)?"
    r"|obter) (?:el )?outlook (?:para|de) \S.{0,30}"
    r"|(?:von|mit|aus) (?:meinem |meiner |dem )?\S.{0,30} gesendet|gesendet (?:von|mit|aus) \S.{0,40}"
    r"|outlook f[üu]r (?:ios|android).{0,20}|holen sie sich outlook .{0,30}"
    r"|inviato da(?:l)? \S.{0,30}|verzonden vanaf \S.{0,30}|skickat fr[åa]n \S.{0,30}|sendt fra \S.{0,30}"
    r"|yahoo mail: search, organi[sz]e, conquer.{0,40}|(?:please )?(?:excuse|pardon|forgive) (?:the |my "
    r"|any )?(?:brevity|typos|typing errors|spelling|autocorrect)\b[^.?!]{0,60}"
    r"|brevity and typos .{0,30}|(?:dictated|sent) (?:with|by|using|via) (?:siri|voice|dragon|dictation)[^.?!]{0,60}"
    r"|sent with [\w ]{0,20}(?:secure|encrypted) e?-?mail"
)
_MOBILE_LINE = re.compile(rf"^[\W_]*(?:{_MOBILE})[\W_]*(?:(?:{_MOBILE})[\W_]*){{0,2}}$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:because|since|so that|so please|but|which|don['’]?t|do not|they|parce que|car|porque|weil|only|instead of"
    r"|reply to)\b",
    re.IGNORECASE,
)

# Sentences of gateway banners. One line may hold several, and the writer's words behind them.
_BANNER_SENTENCE = re.compile(
    r"^\s*[\[(<*|_\s#!⚠️]{0,12}(?:"
    r"(?:\[?\(?\s?(?:external|ext|externe|externo|extern|outside sender|external (?:e-?mail|sender|message"
    r"|mail))\s?\]?\)?)(?=[\]\)*:|\-\s]*$|\s*[\]\)*:|]|\s+-)"
    r"|(?:caution|warning|attention|notice|be careful|alert|beware|mise en garde|avertissement|atenci[óo]n"
    r"|precauci[óo]n|achtung|vorsicht|think before you click)\s?[:!.\-–]+\s?(?=.{0,10}(?:this|ce|cet|este|esta|diese"
    r"|external|do not|you|the sender|e-?mail|$))"
    r"|(?:(?:caution|warning|attention|notice|alert)\b[:!.\-–\s]{0,4})?(?:this|the)\s(?:e-?mail|message|mail"
    r"|sender)\b[^.!?\n]{0,60}\b(?:originat|outside|external|came from|sent from outside"
    r"|not from within)[^.!?\n]{0,120}[.!?]?"
    r"|(?:please )?(?:do not|don['’]t|never|avoid)\s(?:click|clicking|open|respond|reply"
    r"|follow)[^.!?\n]{0,80}\b(?:links?|attachments?)\b[^.!?\n]{0,140}[.!?]?"
    r"|(?:please )?(?:use|exercise|treat)\b[^.!?\n]{0,30}\b(?:caution|care)\b[^.!?\n]{0,120}\b(?:links?|attachments?"
    r"|sender|opening|responding)\b[^.!?\n]{0,80}[.!?]?"
    r"|(?:verify|confirm|check)\sthe\ssender\b[^.!?\n]{0,120}[.!?]?"
    r"|you don['’]t often get e?-?mail from [^\n]{0,160}?(?:learn why this is important|$)(?:\s*<[^>\n]{0,100}>"
    r"|\s*\[[^\]\n]{0,100}\]|\s*at https?://\S{0,100})?"
    r"|learn why this is important[^\n]{0,100}"
    r"|some people who received this message don['’]t often get email from[^\n]{0,200}"
    r"|(?:ce (?:courriel|message|mail)|cet e-?mail)\b[^.!?\n]{0,60}\b(?:provient|externe"
    r"|ext[ée]rieur)[^.!?\n]{0,120}[.!?]?|ne (?:cliquez|pas cliquer)[^.!?\n]{0,160}[.!?]?"
    r"|este (?:correo|mensaje|e-?mail)\b[^.!?\n]{0,60}\b(?:fuera|externo|externa|proviene"
    r"|origin)[^.!?\n]{0,120}[.!?]?|no (?:haga|hagas|abra) [^.!?\n]{0,160}\b(?:enlaces?"
    r"|adjuntos?)\b[^.!?\n]{0,120}[.!?]?"
    r"|report (?:suspicious|phishing)[^.!?\n]{0,100}[.!?]?"
    r")[\])*|\s:;]*",
    re.IGNORECASE,
)

_LEGAL_OPENING = re.compile(
    r"^[\W_]*(?:(?:important )?(?:confidential(?:ity)?|privacy|legal|disclaimer|privileged?|peer review privileged"
    r"|hipaa|phi|avis|aviso|mention|clause|note de|vertraulich\w*|notice)\b[^\n]{0,40}?(?:notice|note|statement"
    r"|information|disclaimer|privileged|communication|[-:–])"
    r"|(?:this|the) (?:e-?mail|message|electronic (?:mail|message|transmission)|transmission|communication"
    r"|information|contents?|document)\b"
    r"|(?:this|the) (?:information|content)s? (?:contained |transmitted )?(?:in|by) this|privileged (?:and|/|&"
    r"|or) confidential|if you (?:are not|have received|were not|receive)"
    r"|[\w .&'-]{3,60}: the (?:contents?|information) (?:of|in) this"
    r"|(?:ce|cet|le pr[ée]sent|les informations contenues dans ce) (?:courriel|message|e-?mail|mail|document)\b"
    r"|este (?:correo|mensaje|e-?mail)\b|diese (?:e-?mail|nachricht)\b"
    r"|la informaci[óo]n contenida|please consider the environment|think (?:of the environment|before you print)"
    r"|pensez à l['’]environnement|antes de imprimir)",
    re.IGNORECASE,
)
_LEGAL_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bconfidenti\w+|\bprivileged?\b|\bvertraulich|\bprotected health information\b|\bproprietary\b"
        r"|\bbelongs? to\b|legally protected",
        r"\b(?:intended|meant|addressed|destin[ée]e?s?|dirigid[oa]s?|destinad[oa]s?|bestimmt)\b.{0,60}\b(?:recipient"
        r"|addressee|person|individual|use|only|solely|entity|destinataire|destinatario|exclusi|named|für)"
        r"|\bnot the (?:intended|named)\b|\bsolely for\b|\b(?:were|are) not meant to\b",
        r"\b(?:received?|re[çc]u|recibido|erhalten)\b.{0,60}\b(?:in error|by mistake|erron|erreur|error|irrt)"
        r"|\bin error\b|\bpar erreur\b",
        r"\b(?:notify|inform|tell|advise|let us know|contact|avis(?:er|ez)|informer|notifi\w+"
        r"|benachrichtig\w+)\b.{0,60}\b(?:sender|us|know|immediately|exp[ée]diteur|remitente|absender)"
        r"|\bnotify the sender\b|\btell the sender\b",
        r"\b(?:delete|destroy|erase|discard|supprimer|d[ée]truire|eliminar|borrar|löschen|vernichten)\b",
        r"\b(?:unauthori[sz]ed|prohibited|not permitted|forbidden|strictly|interdit|prohibid|untersagt|unlawful"
        r"|without (?:leave|permission|authori[sz]ation))\b",
        r"\b(?:disclosure|dissemination|distribution|copying|forwarding|printing|reproduction|use)\b.{0,80}\b(?:is"
        r"|are|of|or)\b|divulgation|diffusion",
        r"\b(?:attorney-client|quality assurance|peer review (?:privilege|protected|statute)|hipaa|45 cfr|42 cfr"
        r"|state and federal law|applicable law|patient safety work product)\b",
        r"\bconsider the environment\b|\bbefore (?:you )?print|before printing|l['’]environnement avant",
        r"\bscanned (?:for|by)\b.{0,40}\bvirus|\bvirus(?:es)?\b.{0,60}\b(?:liab|respons|free)",
        r"\battachments?\b|\bpièces? jointes?\b|\badjuntos?\b|\banhäng",
    )
)
_FIRST_PERSON = re.compile(
    r"\b(?:i|i['’](?:m|d|ve|ll)|me|my|mine|myself|je|j['’]ai|moi|mon|ma|mes|yo|mi|mis|ich|mich|mir|mein\w*)\b",
    re.IGNORECASE,
)

_LIST_FOOTER = re.compile(
    r"\bmailing list\b|\bto unsubscribe\b|\bunsubscribe from this\b|receiv\w{1,6} this (?:e?-?mail|message) because you"
    r"|google groups|to change your options"
    r"|/listinfo/|to manage your subscription",
    re.IGNORECASE,
)


# Most lines hold none of these, and need no closer look.
_LEGAL_HINTS = (
    "confiden", "privileg", "recipient", "addressee", "destinat", "error", "mistake", "erreur", "environ", "print", "imprim",
    "health information", "permitted", "destroy", "erase", "vertraulich", "transmission", "virus", "meant for", "meant to",
)  # fmt: skip
_BANNER_HINTS = (
    "extern", "caution", "warning", "attention", "notice", "alert", "beware", "careful", "mise en garde", "avert", "atenci",
    "precauci", "achtung", "vorsicht", "originat", "outside", "link", "attachment", "verify", "sender", "often get", "important",
    "provient", "fuera", "enlace", "adjunto", "cliquez", "report ", "ext]",
)  # fmt: skip
_LIST_HINTS = ("list", "subscri", "google groups", "because you", "options")


def _hinted(text: str, hints: tuple[str, ...]) -> bool:
    lowered = text.lower()
    return any(hint in lowered for hint in hints)


def is_mobile(line: str) -> bool:
    """Sent from my iPhone, Get Outlook for iOS, Envoyé de mon iPhone … and nothing else on the line."""
    line = line.strip()
    return 8 < len(line) <= 120 and bool(_MOBILE_LINE.match(line)) and not _CLAUSE.search(line)


def banner_length(line: str) -> int:
    """How many characters at the start of a line belong to a banner; the rest is the writer's."""
    at = 0
    if not _hinted(line[:300], _BANNER_HINTS):
        return 0
    for _ in range(8):
        match = _BANNER_SENTENCE.match(line[at:])
        if not match or not match.group().strip():
            break
        at += match.end()
    return at


def legal_lines(paragraph: Sequence[str]) -> int:
    """Where a legal footer begins in a paragraph: the number of lines before it, or len(paragraph) where there is none."""
    if not _hinted("\n".join(paragraph), _LEGAL_HINTS):
        return len(paragraph)
    for start in range(min(len(paragraph), 12)):
        if start and not _LEGAL_OPENING.match(paragraph[start]):
            continue
        text = " ".join(line.strip() for line in paragraph[start:])
        if _is_legal(text, opening=bool(_LEGAL_OPENING.match(paragraph[start]))):
            return start
    return len(paragraph)


def _is_legal(text: str, *, opening: bool) -> bool:
    if len(text) > 6000:
        return False
    signs = sum(bool(pattern.search(text)) for pattern in _LEGAL_SIGNS)
    if _FIRST_PERSON.search(text):
        # A person who writes of confidence says "I"; no footer does.
        return False
    if opening:
        return signs >= 2 or (
            signs == 1
            and bool(
                re.search(r"environment|\bprint|\b(?:may (?:contain|be|include|hold)|contains)\b", text, re.IGNORECASE)
            )
        )
    return signs >= 4


def is_list_footer(lines: Sequence[str]) -> bool:
    """The few lines that a mailing list puts under a mail: below a rule, or with the address to unsubscribe at."""
    text = "\n".join(lines)
    ruled = bool(re.match(r"\s*[-_=]{3,}", text))
    return (
        len(text) < 1200
        and _hinted(text, _LIST_HINTS)
        and bool(_LIST_FOOTER.search(text))
        and not _FIRST_PERSON.search(text)
        and (ruled or "http" in text)
    )
