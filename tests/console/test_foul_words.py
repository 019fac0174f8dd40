"""Foul words are read by staff only after a tap, and by nobody else."""

from bot.effects import Missed, PassOn, Register
from bot.message import Kind
from bot.records import Fields, RecordKind
from store.offers.produce import on_offer
from store.records import SqlRecords
from tests.console.browser import act, read
from tests.console.conftest import Enter
from tests.console.office import HENGBU, PLACES, Office

WORDS = "狗日的"
SAID = f"工资不发，{WORDS}骗子"


def outside_of_folds(page: str) -> str:
    """What stands there before anybody has tapped."""
    kept, folded = "", page.split('<details class="foul"><summary>')
    for number, part in enumerate(folded):
        kept += part if not number else part.partition("</summary>")[0] + part.partition("</details>")[2]
    return kept


def test_staff_read_them_after_a_tap(enter: Enter, office: Office) -> None:
    fields = Fields(name="张桂英", village=PLACES[HENGBU], product=f"{WORDS}鸡蛋", note=SAID)
    records = SqlRecords(office.engine)
    records.commit("zhang", "k1", office.time, [Register(RecordKind.PRODUCE, fields), Missed(SAID)])
    records.commit("zhang", "k2", office.time, [PassOn(Kind.TEXT, SAID)])
    wang = enter("wang")
    act(wang, 1, "claim")
    act(wang, 1, "note", text=SAID)
    for path in ("referrals/1", "referrals/1/talk", "people/1"):
        page = read(wang, f"/console/{path}")
        assert WORDS not in outside_of_folds(page), path
    page = read(wang, "/console/referrals/1")
    assert page.count("有骂人的话，点开看原话") == 3
    assert WORDS in page
    for path in ("", "produce"):
        assert WORDS not in read(wang, f"/console/{path}"), path
    for path in ("misses", "misses/1"):
        page = read(enter("county"), f"/console/{path}")
        assert "＊＊骗子" in page
        assert WORDS not in page


def test_on_the_screen_there_are_none_and_no_links(office: Office) -> None:
    for product in ("鸡蛋", f"{WORDS}鸡蛋", "鸡蛋 evil.cn/x"):
        fields = Fields(name="张桂英", village=PLACES[HENGBU], product=product, quantity="20个")
        SqlRecords(office.engine).commit(product, product, office.time, [Register(RecordKind.PRODUCE, fields)])
    assert [each.product for each in on_offer(office.engine)] == ["鸡蛋"]
