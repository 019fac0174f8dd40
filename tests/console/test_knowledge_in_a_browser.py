"""The review of misses and the county's figures on a phone of 360 pixels, as staff go about it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chromium import phone_sized
from tests.console.library import Library
from tests.console.office import PASSWORD, Office
from tests.console.test_in_a_browser import fits
from tests.loopback import served

pytestmark = pytest.mark.browser


@pytest.fixture
def library(office: Office, tmp_path: Path) -> Library:
    home = tmp_path / "knowledge"
    home.mkdir()
    return Library(office, home)


def test_review_and_figures_on_a_phone(library: Library) -> None:
    for person, text in (("li", "扫大街的票子咋算"), ("wang", "扫大街的票子咋算呀"), ("wu", "上户口怎么办")):
        library.miss(text, person)
    with served(library.app()) as base, phone_sized() as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{base}/console/misses")
        page.get_by_label("账号").fill("county")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("link", name="扫大街")).to_be_visible()
        assert fits(page)
        page.get_by_role("link", name="扫大街").click()
        expect(page.get_by_label("哪一条")).to_be_visible()
        assert fits(page)
        page.get_by_label("哪一条").select_option(label="公益性岗位、辅助性岗位给多少钱")
        page.get_by_role("button", name="先看看会怎么样").click()
        expect(page.get_by_role("heading", name="发布以后会这样")).to_be_visible()
        assert fits(page)
        page.get_by_role("button", name="发布").click()
        expect(page.get_by_role("status")).to_contain_text("下次就听得懂")
        page.get_by_role("link", name="上户口").click()
        page.get_by_role("button", name="不归我们").click()
        expect(page.locator(".empty")).to_contain_text("没有等着的")
        page.goto(f"{base}/console/knowledge/aux_post_pay")
        page.get_by_label("县里怎么定的").fill("保洁员800元")
        page.get_by_label("哪个文件").fill("枞人社〔2026〕3号")
        page.get_by_label("文件日期").fill("2026-01-15")
        page.get_by_label("用到哪天").fill("2026-12-31")
        page.get_by_role("button", name="填好").click()
        expect(page.get_by_role("status")).to_contain_text("填好了")
        assert fits(page)
        page.goto(f"{base}/console/knowledge/new")
        assert fits(page)
        assert complaints == []
    assert sorted(person for person, _ in library.told()) == ["li", "wang"]
    assert library.entry("aux_post_pay").county[0].said == "现在一个月多少：保洁员800元"
