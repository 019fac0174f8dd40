"""What the bot does when it knows what a person wants: one function a wish, each a turn of its own.

`VERBS` is the table; a menu key, a tapped choice and an intent all lead here. Whether a form is open is none of
these functions' business: `turn` asks its question again where that is due.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogs import DIALOGS, filling
from bot.dialogs.common import station_for, station_name
from bot.dialogs.form import CONSENT, fields_of
from bot.dialogs.withdraw import open_records
from bot.effects import Choice, Missed, Register, Say, Subscribe
from bot.phrases import policy as policy_words
from bot.phrases import talk
from bot.policy import Entry
from bot.readers.place import AmbiguousPlace, find_place
from bot.records import Fields, Place, RecordKind
from bot.scene import Scene, Turn
from bot.session import Session
from bot.when import today

POPULAR = ("training_free_yearly", "aux_post_apply", "migrant_transport_subsidy", "startup_loan", "wage_arrears")


def saying(scene: Scene, text: str, *choices: tuple[str, str], tail: str = "") -> Turn:
    """Words and things to tap; a bare number then means the choice of that number."""
    offered = tuple(Choice(token, label) for token, label in choices)
    return Turn(scene.session, Say(text, offered, tail))


# --- meeting -------------------------------------------------------------------------------------------------


def menu(scene: Scene, lead: str = talk.MENU) -> Turn:
    """Everything that can be done, to tap."""
    return saying(scene, lead, *talk.MENU_ITEMS, tail=talk.MENU_TAIL)


def greet(scene: Scene) -> Turn:
    """Answer a greeting."""
    return menu(scene, f"{talk.GREETING}{talk.MENU}")


def thanks(scene: Scene) -> Turn:
    """Answer thanks, and start nothing."""
    return saying(scene, talk.THANKS)


def helping(scene: Scene) -> Turn:
    """Say what can be done."""
    return menu(scene, talk.HELP)


def not_ours(scene: Scene) -> Turn:
    """Say kindly that this is not for us."""
    return menu(scene, talk.NOT_OURS)


# --- forms ---------------------------------------------------------------------------------------------------


def opening(name: str) -> Callable[[Scene], Turn]:
    """Start the form of this name, or take it up again."""

    def start(scene: Scene) -> Turn:
        return Turn.of(filling.start(DIALOGS[name], scene.session, scene.facts, scene.text))

    return start


def resume(scene: Scene) -> Turn:
    """Take up the form that was set aside last."""
    waiting = [name for name, answers in scene.session.drafts.items() if answers and name in DIALOGS]
    name = scene.session.active or (waiting[-1] if waiting else "")
    if not name:
        return menu(scene, talk.NOTHING_TO_RESUME)
    dialog = DIALOGS[name]
    session = replace(scene.session, active=name)
    lead = talk.RESUMED.format(title=dialog.title)
    return Turn.of(filling.ask(dialog, session, scene.facts, lead, again=True))


def withdraw(scene: Scene) -> Turn:
    """Take back a request, if there is one."""
    if not open_records(scene.facts):
        return menu(scene, talk.NOTHING_TO_WITHDRAW)
    return opening("withdraw")(scene)


# --- people --------------------------------------------------------------------------------------------------


def _known(scene: Scene) -> Fields:
    """What we may tell the station of this person: the profile, and what the open form has learned with consent."""
    profile = scene.facts.profile()
    answers = scene.session.answers(scene.session.active)
    agreed = profile.consented or CONSENT in answers
    given = fields_of(answers) if agreed else Fields()
    return Fields(
        name=given.name or profile.name,
        phone=given.phone or profile.phone,
        village=given.village or profile.village,
        note=scene.text,
    )


def calling(kind: RecordKind, told: str) -> Callable[[Scene], Turn]:
    """File the message for the station at once, so that it cannot be lost; then ask how to call back if need be."""

    def call(scene: Scene) -> Turn:
        fields = _known(scene)
        file = Register(kind, fields)
        station = station_name(fields.village, scene.facts)
        lead = told.format(station=station)
        if fields.phone:
            lead += talk.WILL_CALL.format(phone=fields.phone)
            return saying(replace_session(scene, scene.session.set_aside()), lead).adding(file)
        step = filling.start(DIALOGS["contact"], scene.session, scene.facts)
        asking = filling.ask(DIALOGS["contact"], step.session, scene.facts, f"{lead}{talk.LEAVE_A_PHONE}")
        return Turn.of(asking).adding(file)

    return call


def replace_session(scene: Scene, session: Session) -> Scene:
    """The same scene with another session."""
    return replace(scene, session=session)


def progress(scene: Scene) -> Turn:
    """The person's requests and where each stands."""
    records = scene.facts.records()
    if not records:
        return menu(scene, talk.NOTHING_FILED)
    names = {station.id: station.name for station in scene.facts.stations()}
    return saying(scene, talk.progress(records, {**names}), ("go.staff", talk.ASK_STAFF))


def quiet(scene: Scene) -> Turn:
    """Send no more news."""
    return saying(scene, talk.QUIET).adding(Subscribe(wanted=False))


def loud(scene: Scene) -> Turn:
    """Send news again."""
    return saying(scene, talk.LOUD).adding(Subscribe(wanted=True))


# --- stations ------------------------------------------------------------------------------------------------


def place_in(text: str) -> Place | None:
    """The place that a message names beyond doubt; of a name that fits several, the township if it is one."""
    try:
        return find_place(text)
    except AmbiguousPlace:
        return None


def station(scene: Scene) -> Turn:
    """Where the person's station is; asks for the township when we cannot tell."""
    place = place_in(scene.text) or scene.facts.profile().village
    found = station_for(place, scene.facts)
    if found:
        return saying(scene, talk.station_card(found), ("go.staff", talk.ASK_STAFF))
    stations = scene.facts.stations()
    return saying(scene, talk.WHICH_TOWNSHIP, *((f"station.{each.id}", each.name) for each in stations))


def station_of_id(scene: Scene, ident: str) -> Turn | None:
    """The station that was tapped."""
    found = next((each for each in scene.facts.stations() if str(each.id) == ident), None)
    return saying(scene, talk.station_card(found), ("go.staff", talk.ASK_STAFF)) if found else None


# --- policy --------------------------------------------------------------------------------------------------


def policy(scene: Scene) -> Turn:
    """Answer from the book, offer what may be meant, or say that there is no answer."""
    if not scene.text or scene.inbound.choice:
        return policy_topics(scene)
    found = scene.mind.book.find(scene.text, today(scene.inbound.at))
    if found.entry:
        return policy_answer(scene, found.entry)
    if found.offered:
        choices = ((f"topic.{entry.id}", entry.title) for entry in found.offered)
        return saying(scene, policy_words.choose(found.offered), *choices, ("go.staff", talk.NONE_OF_THESE))
    missed = Missed(scene.text, scene.inbound.kind, (found.best,) if found.best else ())
    return saying(scene, policy_words.none_found(), ("go.staff", talk.ASK_STAFF)).adding(missed)


def policy_topics(scene: Scene) -> Turn:
    """A few topics that are asked about often."""
    entries = [entry for topic in POPULAR if (entry := scene.mind.book.entry(topic))]
    return saying(scene, talk.ASK_POLICY, *((f"topic.{entry.id}", entry.title) for entry in entries))


def policy_answer(scene: Scene, entry: Entry) -> Turn:
    """One entry, word for word, and what it leads to."""
    session = replace(scene.session, topic=entry.id)
    service = talk.SERVICES.get(entry.service)
    choices = [service] if service else []
    if entry.more:
        choices.append((f"more.{entry.id}", talk.TELL_MORE))
    return saying(replace_session(scene, session), policy_words.answer(entry), *choices)


def policy_topic(scene: Scene, topic: str) -> Turn | None:
    """The entry that was tapped."""
    entry = scene.mind.book.entry(topic)
    return policy_answer(scene, entry) if entry else None


def policy_details(scene: Scene, topic: str) -> Turn | None:
    """The longer text of an entry."""
    entry = scene.mind.book.entry(topic)
    if not entry:
        return None
    return saying(scene, policy_words.details(entry), ("go.staff", talk.ASK_STAFF))


VERBS: dict[str, Callable[[Scene], Turn]] = {
    "menu": menu,
    "job": opening("job"),
    "training": opening("training"),
    "produce": opening("produce"),
    "contact": opening("contact"),
    "forget": opening("forget"),
    "withdraw": withdraw,
    "resume": resume,
    "policy": policy,
    "progress": progress,
    "station": station,
    "staff": calling(RecordKind.STAFF, talk.STAFF_TOLD),
    "complaint": calling(RecordKind.COMPLAINT, talk.COMPLAINT_TOLD),
    "vacancy": calling(RecordKind.VACANCY, talk.VACANCY_TOLD),
    "quiet": quiet,
    "loud": loud,
}
