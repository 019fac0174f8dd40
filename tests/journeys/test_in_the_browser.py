"""A laborer's thumb on the phone page, a station worker's at the console, and the answer back on the phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import phone_sized
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]

NAME = "周翠兰"


@pytest.fixture
def page() -> Iterator[Page]:
    with phone_sized() as page:
        page.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        yield page


def says(page: Page, text: str, answer: str) -> None:
    """Write a message and wait for a new answer that holds these words."""
    before = page.locator("#chat .bot").count()
    page.fill("#text", text)
    page.click("#send")
    expect(page.locator("#chat .bot").nth(before)).to_contain_text(answer)


def test_from_the_phone_to_the_desk_and_back(house: House, page: Page, tmp_path: Path) -> None:
    page.goto(f"{house.base}/simulator/")
    page.locator("#people button").last.click()
    page.click("#follow")
    expect(page.locator("#chat")).to_contain_text("您想办哪样")
    says(page, "我想找个活干", "行不行")
    page.locator("#chat .bot").last.get_by_text("行，登记吧", exact=True).click()
    expect(page.locator("#chat .bot").last).to_contain_text("叫什么名字")
    says(page, f"我叫{NAME}，电话13800006789", "哪个村")
    says(page, "横埠镇官塘村", "您想做哪一个")
    says(page, "第一个", "看看对不对")
    page.locator("#chat .bot").last.get_by_text("对，就这样登记").click()
    expect(page.locator("#chat .bot").last).to_contain_text("登记好了")
    page.screenshot(path=str(tmp_path / "phone.png"))

    browser = page.context.browser
    assert browser
    desk = browser.new_page(viewport={"width": 375, "height": 740})
    desk.goto(f"{house.base}/console/")
    desk.fill("input[name=login]", house.login)
    desk.fill("input[name=password]", house.password)
    desk.click("button:has-text('登录')")
    desk.get_by_text(NAME).first.click()
    desk.click("button:has-text('我来办')")
    desk.click("summary:has-text('给本人发微信')")
    desk.fill("textarea[aria-label=微信内容]", "翠兰，明早九点来驿站，我带您去厂里看看。")
    desk.click("button:has-text('发出去')")
    desk.screenshot(path=str(tmp_path / "desk.png"))

    expect(page.locator("#chat .bot").last).to_contain_text("明早九点来驿站")
    page.screenshot(path=str(tmp_path / "answer.png"))
