"""Text that WeChat accepts and shows: clean characters, and no more bytes than it takes."""

import unicodedata

MOST_BYTES = 2047
"""UTF-8 bytes of one text, the largest value that is known to pass in replies and in customer-service messages."""

_SENTENCE_ENDS = "。！？!?；;\n"
_DROPPED = {"Cc", "Cf", "Cs"}
"""Control, invisible, half of a pair: WeChat answers some of them with 该公众号提供的服务出现故障."""
_REWRITTEN = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n", "\u00a0": " ", "\ufffe": None, "\uffff": None})


def clean(text: str) -> str:
    """`text` without what breaks XML, CDATA or the chat: control and invisible characters, `]]>`, outer blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REWRITTEN)
    if not text.replace("\n", "").isprintable():  # nearly every text of ours is, and this is cheap to ask
        text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in _DROPPED)
    return text.replace("]]>", "]] >").strip()


def fits(text: str) -> bool:
    """Whether `text` can be sent as one message."""
    return len(text.encode()) <= MOST_BYTES


def cut(text: str) -> str:
    """The beginning of `text` that fits, up to a sentence's end wherever there is one."""
    return next(iter(split(text)), "")


def split(text: str) -> list[str]:
    """`text` in pieces that fit, parted after sentences wherever there is one; nothing is lost but blanks."""
    pieces = []
    while not fits(text):
        end = _cut_at(text)
        pieces.append(text[:end].strip())
        text = text[end:].strip()
    return [piece for piece in (*pieces, text) if piece]


def _cut_at(text: str) -> int:
    most = len(text.encode()[:MOST_BYTES].decode(errors="ignore"))
    sentence = max(text.rfind(end, 0, most) for end in _SENTENCE_ENDS) + 1
    return sentence if sentence > most // 4 else most
