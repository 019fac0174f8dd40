"""After a request was filed: putting it right, and registering the next person with the same."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.dialogs import DIALOGS
from bot.dialogs.asking import Form, ask, start
from bot.dialogs.correcting import corrected
from bot.dialogs.form import AMENDS, FOR_WHOM
from bot.dialogs.keeping import shown_values
from bot.language.normalise import normalise
from bot.phrases import talk
from bot.readers.correction import find_correction
from bot.readers.for_whom import RELATION, SOMEBODY, find_for_whom
from bot.readers.naming import is_name
from bot.readers.people import people_in
from bot.readers.produce import find_produce
from bot.records import Record
from bot.scene import Scene, Turn
from bot.session import Answers, Value
from bot.when import today

_ANOTHER = re.compile(
    r"(?:再|还|又|也|另外|接着|下一?个).{0,10}?(?:报|登|填|弄|办|帮|来).{0,4}?(?:[一两三几]?个|一位|一份|名|上|吧|$)|"
    r"(?:给|帮|替).{0,8}?也(?:报|登|填|弄|办)|^下一?[个位]"
)
ONE_MORE = re.compile(
    r"还有[一两]?[个位](?:人|老乡|妇女|村民|贫困户)?(?:没报)?(?:$|[,，。:叫姓]|(?=[一-鿿]{2,3}(?:$|[,，。])))"
)
"""Said by whoever registers others, and after that only: 还有一个李三山."""
_WHAT_OF = re.compile(
    rf"(?:那|还有|那么)?(?:我们?|俺们?)?(?:家|屋里)?的?(?P<whom>{RELATION})(?:呢|怎么办|也要|也想|也去)[啊呀吧]?[?？。]?"
)
"""帮我和我老婆都报个名, and, when one is done: 我老婆呢."""
_MYSELF = re.compile(r"我(?:自己|本人)|[我俺]也")
_CALLED_WRONG = re.compile(r"错|不对|有误|[少多漏]")
_OWN = re.compile(r"[我俺](?:的|自己|换|改)")
_ANOTHER_WISH = {
    "job": re.compile(r"培训|手艺|上课|学[^生]|[课班]|卖|退|撤"),
    "training": re.compile(r"找活|找个活|工作|上班|岗|打工|卖|退|撤"),
    "produce": re.compile(r"找活|工作|上班|岗|打工|培训|手艺|学|退|撤"),
}
_LONGEST = 30
_LONG_AGO = timedelta(hours=12)
"""From then on a mere 打错了 need not be about the request."""
CHOICES = ("job", "course")  # the questions whose answer is the choice of a request


def _last(scene: Scene) -> Record | None:
    """The request that was filed last in this talk, if staff have not closed it."""
    filed = (each for each in scene.facts.records() if each.kind.value == scene.session.filed)
    record = next(filed, None) if scene.session.filed in DIALOGS else None
    return record if record and record.status.open else None


# --- putting it right ----------------------------------------------------------------------------------------


def put_right(scene: Scene) -> Turn | None:
    """A correction of what was filed last: with the right value it is brought up to date, else that is asked for."""
    if scene.session.filed not in DIALOGS:
        return None
    correction = find_correction(scene.text)
    record = _last(scene) if correction else None  # a look at SQL
    if not record or not correction or (record.fields.for_whom and _OWN.search(scene.text)):
        return None
    if not correction.new and correction.key != "choice" and not _CALLED_WRONG.search(scene.text):
        return None  # 改电话 is a wish of its own
    if not (correction.key or correction.new) and scene.facts.now() - record.created_at > _LONG_AGO:
        return scene.saying(talk.WHAT_WAS_WRONG)
    form = _reopened(scene, record)
    if not correction.key:
        return Turn.of(ask(form, talk.SUMMARY_AGAIN)) if not correction.new else None
    step = corrected(form, scene.text)
    if step is None:
        return None
    form = replace(form, session=step.session)
    if form.question:
        return Turn.of(step)
    before = _answers(form, record)
    changed = {key: value for key, value in form.answers.items() if before.get(key) != value and key in before}
    text = talk.AMENDED_TO.format(what=shown_values(form, changed))
    return scene.saying(text).adding(*form.dialog.finish(form.context).effects)


def _reopened(scene: Scene, record: Record) -> Form:
    """The form as it was confirmed; ending it again amends that request."""
    dialog = DIALOGS[scene.session.filed]
    opened = replace(scene.session, active=dialog.name, asked=None, told=())
    form = Form(dialog, opened, scene.facts, today(scene.inbound.at))
    return form.with_answers(_answers(form, record))


def _answers(form: Form, record: Record) -> Answers:
    said = record.fields
    keys = [question.key for question in form.dialog.questions]
    given: dict[str, Value | None] = {key: getattr(said, key) for key in keys if hasattr(said, key)}
    given |= {key: said.choice for key in CHOICES if key in keys}
    given |= {AMENDS: str(record.id), FOR_WHOM: said.for_whom}
    return {key: value for key, value in given.items() if value or (key == "phone" and value is not None)}


# --- the next person -----------------------------------------------------------------------------------------


def next_person(scene: Scene) -> Turn | None:
    """再帮我弟也报一个: the same for somebody else, of whom name and number are asked."""
    text, filed = normalise(scene.text), scene.session.filed
    if "go.another" in scene.session.offered and is_name(text.strip(), strict=True):
        return _begin(scene, SOMEBODY, name=text.strip())
    one_more, what_of = ONE_MORE.match(text), _WHAT_OF.fullmatch(text)
    another_one = _ANOTHER.search(text) or what_of
    if filed not in _ANOTHER_WISH or len(text) > _LONGEST or not (one_more or another_one):
        return None
    last = _last(scene)  # a look at SQL
    if not another_one and not (last and last.fields.for_whom):
        return None
    if _ANOTHER_WISH[filed].search(text) or find_produce(text)[0]:
        return None
    whom = (what_of and what_of["whom"]) or find_for_whom(text) or (last.fields.for_whom and SOMEBODY if last else "")
    if _MYSELF.search(text) and not find_for_whom(text):
        return _begin(scene, "")
    if whom:
        return _begin(scene, whom)
    return scene.saying(talk.FOR_WHOM_NEXT, (f"go.{filed}", talk.MYSELF), ("go.another", talk.SOMEBODY_ELSE))


def next_named(scene: Scene) -> Turn | None:
    """王五 13800005678, once somebody else was registered: the next one."""
    people = people_in(scene.text) if scene.session.filed in _ANOTHER_WISH else ()
    last = _last(scene) if people else None  # a look at SQL
    if not last or not last.fields.for_whom or people[0][0] == last.fields.name or find_correction(scene.text):
        return None
    return _begin(scene, SOMEBODY)


def another(scene: Scene) -> Turn:
    """Register somebody else with what was registered last."""
    return _begin(scene, SOMEBODY)


def _begin(scene: Scene, whom: str, name: str = "") -> Turn:
    dialog = DIALOGS.get(scene.session.filed, DIALOGS["job"])
    last = _last(scene)
    known: dict[str, Value | None] = {FOR_WHOM: whom, "name": name, "village": last.fields.village if last else None}
    session = scene.session.without(dialog.name)
    session = session.with_answers(dialog.name, {key: value for key, value in known.items() if value})
    form = start(dialog, session, scene.facts, scene.text, today(scene.inbound.at))
    return Turn.of(ask(form, talk.FOR_NEXT if whom else ""))
