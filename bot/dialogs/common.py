"""Questions that several dialogs ask: consent, name, phone, village; and how a request is ended."""

from bot.dialogs.form import AMENDS, CONSENT, Context, Ending, Option, Question, fields_of
from bot.dialogs.kinds import Agreement
from bot.dialogs.persons import Name, Phone, Village
from bot.effects import Amend, Register
from bot.facts import Facts
from bot.hours import Promise, promise
from bot.phrases import hours as hour_words
from bot.phrases import talk
from bot.readers.name import find_name, read_name
from bot.readers.phone import find_phone, read_phone
from bot.records import Fields, Place, RecordKind, Station
from bot.routing import route
from bot.session import Answers

AGREED = "yes"
REFUSED = "no"


def _needs_consent(context: Context) -> bool:
    return not context.facts.profile().consented


def consent_options(context: Context) -> tuple[Option, ...]:
    """Agree or not."""
    return (Option(AGREED, talk.CONSENT_YES, AGREED), Option(REFUSED, talk.CONSENT_NO, REFUSED))


CONSENT_QUESTION = Question(
    key=CONSENT,
    label="同意登记",
    wording=talk.CONSENT,
    short=talk.CONSENT_SHORT,
    answer=Agreement(consent_options),
    why="不记下来，驿站的人就找不到您。只给驿站的人看，您随时可以让我删掉。",
    example="行",
    when=_needs_consent,
)


def _known_name(facts: Facts) -> str | None:
    return facts.profile().name or None


def _known_phone(facts: Facts) -> str | None:
    return facts.profile().phone or None


def _known_village(facts: Facts) -> Place | None:
    return facts.profile().village


NAME = Question(
    key="name",
    label="姓名",
    wording="请问您叫什么名字？",
    short="您叫什么名字？",
    other="要办事的这个人叫什么名字？",
    as_said=("name_no_given", "name_no_surname", "name_place"),
    answer=Name(read_name, find_name),
    why="驿站的人打电话时，好知道怎么称呼您。",
    example="王桂花",
    prefill=_known_name,
)

PHONE = Question(
    key="phone",
    label="电话",
    wording="您的手机号是多少？有消息好给您打电话。",
    short="您的手机号是多少？",
    other="打哪个手机号能找到这个人？",
    uncalled="您的手机号是多少？不给您打电话，登记要用。",
    answer=Phone(read_phone, find_phone, lambda phone: phone or talk.NO_PHONE),
    why="有消息好给您打电话，只给驿站的人看。",
    example="13800001234",
    prefill=_known_phone,
)

VILLAGE = Question(
    key="village",
    label="村子",
    wording="您是哪个乡镇、哪个村的？好交给离您最近的驿站。",
    short="您是哪个乡镇、哪个村的？",
    other="这个人是哪个乡镇、哪个村的？",
    answer=Village(),
    why="好把您的事交给离您最近的驿站。",
    example="横埠镇官塘村",
    prefill=_known_village,
)

PERSON = (CONSENT_QUESTION, NAME, PHONE, VILLAGE)


def station_for(village: Place | None, facts: Facts) -> Station | None:
    """The station that serves this village; else the one the person is bound to."""
    stations = {station.id: station for station in facts.stations()}
    townships = {ident: station.township for ident, station in stations.items()}
    ident = route(village, facts.profile().station, townships)
    return None if ident is None else stations[ident]


def station_by_id(ident: int | None, facts: Facts) -> Station | None:
    """The station of this id; None for the county's desk."""
    return next((station for station in facts.stations() if station.id == ident), None)


def call_promise(village: Place | None, facts: Facts) -> Promise:
    """By when the station that serves this village will have called, if it is asked to now."""
    return promise(facts.hours(station_for(village, facts)), facts.now())


def station_name(village: Place | None, facts: Facts) -> str:
    """The name of that station, or of the county's desk."""
    station = station_for(village, facts)
    return station.name if station else talk.COUNTY


def _filed_before(kind: RecordKind, fields: Fields, facts: Facts) -> bool:
    """Whether the same person has asked for the very same, and it is not closed yet."""
    if not fields.choice or not fields.choice.id:
        return False
    wanted = _subject(kind, fields)
    return any(record.status.open and _subject(record.kind, record.fields) == wanted for record in facts.records())


def _subject(kind: RecordKind, fields: Fields) -> tuple[str, ...]:
    return kind, fields.choice.id if fields.choice else "", fields.for_whom, fields.name if fields.for_whom else ""


def in_writing(fields: Fields, facts: Facts) -> bool:
    """Whether they are written to about this request, as `store.filing` will keep it."""
    if fields.in_writing is not None or fields.for_whom:
        return bool(fields.in_writing)
    return facts.profile().in_writing


def filed(kind: RecordKind, answers: Answers, facts: Facts) -> Ending:
    """End a dialog by filing its answers as a request."""
    fields = fields_of(answers)
    if isinstance(amended := answers.get(AMENDS), str):
        return Ending((Amend(int(amended), fields),), talk.AMENDED)
    done = talk.REGISTERED_AGAIN if _filed_before(kind, fields, facts) else talk.REGISTERED
    written = in_writing(fields, facts)
    promised = call_promise(fields.village, facts) if fields.phone or written else None
    how = hour_words.calls(promised, fields.phone, written=written) if promised else talk.COME_BY
    words = done.format(station=station_name(fields.village, facts), how=how)
    words += talk.NEXT_PERSON if fields.for_whom else ""
    return Ending((Register(kind, fields, promised.by if promised else None),), words)
