"""A laborer's phone beside a station worker's console: the talk is taken over, and the form goes on where it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import phone_sized
from tests.console.test_in_a_browser import fits
from tests.house import House
from tests.journeys.test_in_the_browser import says

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house"), pytest.mark.timeout(180)]

NAME = "胡玉梅"


@pytest.fixture
def phone() -> Iterator[Page]:
    with phone_sized() as page:
        page.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        yield page


def sends(phone: Page, text: str) -> None:
    phone.fill("#text", text)
    phone.click("#send")


def hears(phone: Page, words: str) -> None:
    expect(phone.locator("#chat .bot").last).to_contain_text(words)


def reads(desk: Page, words: str) -> None:
    """Without a reload: the page asks by itself."""
    expect(desk.locator("[data-bubbles] .by-person").last).to_contain_text(words)


def logged_in(house: House, phone: Page) -> Page:
    browser = phone.context.browser
    assert browser
    desk = browser.new_page(viewport={"width": 360, "height": 740})
    desk.goto(f"{house.base}/console/")
    desk.fill("input[name=login]", house.login)
    desk.fill("input[name=password]", house.password)
    desk.click("button:has-text('登录')")
    return desk


def answers(desk: Page, text: str) -> None:
    desk.fill("textarea[name=text]", text)
    desk.click("button:has-text('发出去')")


def test_a_talk_is_taken_over_and_handed_back(house: House, phone: Page, tmp_path: Path) -> None:
    phone.goto(f"{house.base}/simulator/")
    phone.locator("#people button").first.click()
    phone.click("#follow")
    hears(phone, "您想办哪样")
    says(phone, "我想找个活干", "行不行")
    phone.locator("#chat .bot").last.get_by_text("行，登记吧", exact=True).click()
    hears(phone, "叫什么名字")
    says(phone, f"我叫{NAME}，电话13800005678", "哪个村")
    says(phone, "转人工", "驿站")
    says(phone, "继续", "哪个村")

    desk = logged_in(house, phone)
    desk.get_by_text(NAME).first.click()
    desk.click("text=看对话、接过来说")
    expect(desk.locator(".stuck")).to_contain_text("村子")
    assert fits(desk)
    desk.screenshot(path=str(tmp_path / "stuck.png"), full_page=True)
    desk.click("button:has-text('我来接')")

    says(phone, "同志，离我家近的活有没有", "正在看您的话")
    reads(desk, "离我家近的活有没有")
    answers(desk, "有的，您住哪个镇？")
    hears(phone, "有的，您住哪个镇？")
    shown = phone.locator("#chat .bot").count()
    sends(phone, "横埠镇")
    reads(desk, "横埠镇")
    desk.select_option("[data-canned]", label="正在打听")
    expect(desk.locator("textarea[name=text]")).to_have_value(f"{NAME}，您的事我正在打听，一有准信就告诉您。")
    desk.click("button:has-text('发出去')")
    hears(phone, "正在打听")
    sends(phone, "好，麻烦您了")
    reads(desk, "麻烦您了")
    assert phone.locator("#chat .bot").count() == shown + 1, "the bot is silent"
    assert fits(desk)
    desk.screenshot(path=str(tmp_path / "talk.png"), full_page=True)
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.screenshot(path=str(tmp_path / "laptop.png"), full_page=True)

    desk.click("button:has-text('交还机器人')")
    hears(phone, "哪个村")
    phone.screenshot(path=str(tmp_path / "phone.png"))
    says(phone, "横埠镇官塘村", "您想做哪一个")
