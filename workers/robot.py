"""Tells staff through a robot in their WeCom group. Its URL holds the key, so it is in no log and no error."""

import requests
from pybreaker import CircuitBreaker, CircuitBreakerError

from bot.ports import ChannelError
from bot.records import RecordKind
from workers.ports import News

LABELS = {
    RecordKind.JOB: "找活",
    RecordKind.TRAINING: "报培训",
    RecordKind.PRODUCE: "卖农产品",
    RecordKind.STAFF: "找工作人员",
    RecordKind.POLICY: "问政策",
    RecordKind.COMPLAINT: "提意见",
    RecordKind.VACANCY: "招工",
    RecordKind.CORRECTION: "改信息",
}

_TRY_AGAIN = {-1, 45009}  # busy; more than twenty messages a minute
_FAILURES, _REST = 5, 30.0  # after so many calls without an answer nobody calls for so many seconds


class WeComRobot:
    """Stations without a robot of their own are told through `default_url`; with neither, the console has to do."""

    def __init__(self, default_url: str = "", timeout: float = 5.0) -> None:
        """`timeout` in seconds, for connecting and for each wait for an answer."""
        self._default_url = default_url
        self._timeout = timeout
        self._breaker = CircuitBreaker(_FAILURES, _REST, throw_new_error_on_trip=False)

    def tell(self, news: News) -> None:
        """See `Notifier`."""
        url = news.robot_url or self._default_url
        if url:
            self._post(url, {"msgtype": "text", "text": {"content": words(news)}})

    def warn(self, text: str, robot_url: str = "") -> None:
        """See `Notifier`."""
        url = robot_url or self._default_url
        if url:
            self._post(url, {"msgtype": "text", "text": {"content": text}})

    def _post(self, url: str, body: dict[str, object]) -> None:
        try:
            answer = self._breaker.call(self._posted, url, body)
        except CircuitBreakerError:
            raise ChannelError("the robot gave no answer several times: resting", permanent=False) from None
        except requests.RequestException as problem:
            raise ChannelError(type(problem).__name__, permanent=False) from None
        if answer.status_code != requests.codes.ok:
            raise ChannelError("http", permanent=400 <= answer.status_code < 429, code=answer.status_code)
        try:
            code = int(answer.json()["errcode"])
        except (ValueError, TypeError, KeyError):
            raise ChannelError("not a robot's answer", permanent=True) from None
        if code:
            raise ChannelError("the robot refused", permanent=code not in _TRY_AGAIN, code=code)

    def _posted(self, url: str, body: dict[str, object]) -> requests.Response:
        return requests.post(url, json=body, timeout=self._timeout, allow_redirects=False)


def words(news: News) -> str:
    """What the group reads."""
    place = news.station or "全县待分派"
    if news.talks_to:
        return f"【{place}】{news.talks_to}正在接的对话里，乡亲又说话了，等着回。请打开工作台的“正在聊的”。"
    if news.urgent:
        return f"【{place}】加急：{LABELS[news.kind]}，本人说还没人联系，请打开工作台，先找这位。"
    return f"【{place}】新来一条：{LABELS[news.kind]}。现在有 {news.waiting} 条还没人接，请打开工作台看看。"
