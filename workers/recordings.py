"""What people said aloud or showed: fetched from WeChat, listened to, deleted when its time is over.

Fetching is tried again as long as WeChat keeps the file. Listening is not: a person waits, and who could not be heard
is told so and what to do instead.
"""

import logging
from collections.abc import Mapping

from bot.effects import Choice, Say
from bot.language.identity import hidden
from bot.message import Inbound, Kind
from bot.phrases import talk, voice
from bot.ports import ChannelError
from store.database import reading, writing
from store.media import recordings
from store.media.archive import picture_type
from store.sending import outbox
from store.tables import Keeping, Recording
from voice import Unheard
from voice.audio import Undecodable, samples, seconds
from workers.context import Services
from workers.turns import take_turn

Payload = Mapping[str, int]

LARGEST = {Kind.VOICE: 2 * 1024 * 1024, Kind.IMAGE: 10 * 1024 * 1024}
"""Bytes: WeChat's own limits."""

_LOST = {Kind.VOICE: voice.LOST, Kind.IMAGE: voice.PICTURE_LOST}

log = logging.getLogger(__name__)


def fetch(given: Services, payload: Payload) -> None:
    """Bring the file home, and owe it that somebody listens where that was said."""
    recording = _wanted(given, payload)
    if recording is None or recording.state is not Keeping.WAITING:
        return
    try:
        content = given.messenger.media(recording.media).content
        length = _checked(recording.kind, content)
    except ChannelError as problem:
        if problem.permanent:
            _lost(given, recording, problem.reason)
        raise
    given.archive.keep(recording.file, content)
    with writing(given.engine) as session:
        owed = recordings.arrived(session, recording, length, given.now())
    if _wanted(given, payload) is None:  # its person was forgotten meanwhile, and the row perhaps deleted already
        given.archive.remove(recording.file)
    given.kick(owed)


def _wanted(given: Services, payload: Payload) -> Recording | None:
    with reading(given.engine) as session:
        return recordings.wanted(session, payload["recording"])


def _checked(kind: Kind, content: bytes) -> int:
    """How many seconds it lasts (a picture: 0). Raises ChannelError when it is not what it was said to be."""
    if len(content) > LARGEST[kind]:
        raise ChannelError("the file is too large", permanent=True)
    if kind is Kind.IMAGE and not picture_type(content):
        raise ChannelError("not a picture", permanent=True)
    try:
        return round(seconds(samples(content))) if kind is Kind.VOICE else 0
    except Undecodable:
        raise ChannelError("not a recording", permanent=True) from None


def _lost(given: Services, recording: Recording, reason: str) -> None:
    """It cannot be had any more; the person was told that we have it, so they are told that we do not."""
    say = Say(_LOST[recording.kind], (Choice("go.staff", talk.ASK_STAFF),))
    with writing(given.engine) as session:
        recordings.note(session, recording.id, state=Keeping.LOST, error=reason[:300])
        told = outbox.tell(session, recording.person_id, say, given.now(), f"lost-{recording.id}")
    given.kick([told])


def hear(given: Services, payload: Payload) -> None:
    """Find out what was said, unless staff did, and hand it to the bot as the person's words."""
    recording = _wanted(given, payload)
    if recording is None:
        return
    text = recording.transcript or _listened(given, recording)
    by = "staff" if recording.heard_by else "machine"
    take_turn(
        given,
        Inbound(
            person=recording.person.channel_id,
            key=f"heard-{recording.id}-{by}",
            kind=Kind.VOICE,
            at=given.now(),
            text=text,
            said_to=recording.question,
        ),
    )


def _listened(given: Services, recording: Recording) -> str:
    """What a machine heard, which is written down; "" when it heard nothing."""
    try:
        text = hidden(_transcribed(given, recording))
    except (Unheard, Undecodable) as problem:
        log.warning("recording %d not heard: %s", recording.id, problem)
        with writing(given.engine) as session:
            recordings.note(session, recording.id, error=str(problem)[:300])
        return ""
    if not any(char.isalnum() for char in text):  # models make a full stop of noise
        return ""
    with writing(given.engine) as session:
        recordings.note(session, recording.id, transcript=text, state=Keeping.SETTLED)
    return text


def _transcribed(given: Services, recording: Recording) -> str:
    content = given.archive.read(recording.file)
    if given.transcriber is None or content is None:
        raise Unheard("nobody listens here" if content else "the file is gone", permanent=True)
    return given.transcriber.hear(samples(content))


def clear_out(given: Services) -> int:
    """Delete what people asked us to forget, and what is too old; how many that was."""
    with reading(given.engine) as session:
        rows = recordings.outdated(session, given.now() - given.keep_for)
    removed = [row for row, file in rows if _removed(given, file)]
    if removed:
        with writing(given.engine) as session:
            recordings.drop(session, removed)
    return len(removed)


def _removed(given: Services, file: str) -> bool:
    try:
        given.archive.remove(file)
    except OSError as problem:  # of no concern to what else is owed; the next pass tries again
        log.error("a recording cannot be deleted (%s)", type(problem).__name__)
        return False
    return True
