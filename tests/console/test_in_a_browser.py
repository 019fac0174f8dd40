import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.chromium import phone_sized
from tests.console.office import PASSWORD, Office
from tests.loopback import served

pytestmark = pytest.mark.browser


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side; a click may have left the page half loaded."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def enter(page: Page, base: str, login: str) -> None:
    page.goto(f"{base}/console/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("找人", exact=True).wait_for()


def test_a_case_on_a_phone(app: Flask, office: Office) -> None:
    office.ask()
    with served(app) as base, phone_sized() as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith((base, "data:")) else complaints.append(request.url),
        )
        page.set_viewport_size({"width": 360, "height": 740})
        enter(page, base, "wang")
        expect(page.locator("[data-new]")).to_have_text("1")  # filled by the script
        assert fits(page)
        page.get_by_role("link", name="张桂英").click()
        page.get_by_role("button", name="我来办").click()
        page.get_by_role("button", name="看电话号码").click()
        expect(page.get_by_role("link", name="打电话")).to_have_attribute("href", "tel:13800001234")
        page.get_by_role("button", name="接通了").click()
        page.get_by_role("button", name="上岗了").click()
        expect(page.get_by_role("status")).to_contain_text("办完了")
        assert fits(page)
        assert complaints == []


def test_of_two_with_the_same_case_before_them_the_second_is_told_who_has_it(app: Flask, office: Office) -> None:
    office.ask()
    with served(app) as base, phone_sized() as phone:
        assert phone.context.browser
        laptop = phone.context.browser.new_page(viewport={"width": 1280, "height": 800})
        for page, login in ((phone, "wang"), (laptop, "county")):
            enter(page, base, login)
            page.get_by_role("link", name="张桂英").click()
            page.get_by_role("button", name="我来办").wait_for()
        phone.get_by_role("button", name="我来办").click()
        expect(phone.get_by_role("status")).to_contain_text("归您办了")
        laptop.get_by_role("button", name="我来办").click()
        expect(laptop.get_by_role("status")).to_contain_text("王芳")
        expect(laptop.get_by_role("heading", name="王芳在办")).to_be_visible()
        assert fits(laptop)
