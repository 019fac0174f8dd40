"""The push pages as staff use them, on a phone and on an old laptop."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from bot.records import JobKind
from store.database import writing
from store.tables import Got, Job, PushPerson
from tests.chromium import phone_sized
from tests.console.office import HENGBU, PASSWORD, YIJIN, Office
from tests.console.test_in_a_browser import fits
from tests.loopback import served

pytestmark = pytest.mark.browser

SIZES = {"phone": {"width": 360, "height": 740}, "laptop": {"width": 1280, "height": 720}}


def look(page: Page, name: str) -> None:
    """Nothing sticks out; with PICTURES set, the page is kept there to be looked at."""
    assert fits(page), name
    if where := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(where) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_push_from_the_form_to_its_results(app: Flask, office: Office, size: str) -> None:
    with writing(office.engine) as session:
        for title in ("缝纫工（示例）", "护林员（示例）"):
            session.add(Job(title=title, kind=JobKind.WORKSHOP, employer="某厂", place="横埠镇", pay="按件计，月底结"))
    for number in range(6):
        office.ask(f"王大妈{number}", HENGBU if number % 2 else YIJIN)
    with served(app) as base, phone_sized() as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        page.goto(f"{base}/console/")
        page.get_by_label("账号").fill("county")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_text("县里", exact=True).first.click()
        page.get_by_role("link", name="群发消息").click()
        expect(page.get_by_role("link", name="写一条新的")).to_be_visible()
        look(page, f"{size}-1-empty")
        page.get_by_role("link", name="写一条新的").click()
        page.get_by_label("发什么").select_option(label="缝纫工（示例）")
        page.get_by_text("只发几个乡镇").click()
        page.get_by_label("横埠镇").check()
        look(page, f"{size}-2-form")
        page.get_by_role("button", name="先看看").click()
        expect(page.get_by_text("能发到")).to_be_visible()
        look(page, f"{size}-3-preview")
        page.get_by_role("button", name="发出去").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        with writing(office.engine) as session:
            for row, (got, why) in enumerate([(Got.SENT, ""), (Got.REFUSED, "opted-out")], start=1):
                session.execute(update(PushPerson).where(PushPerson.id == row).values(got=got, why=why))
        office.time += timedelta(minutes=1)
        expect(page.get_by_text("没发的里头")).to_be_visible(timeout=10_000)  # it shows itself anew
        look(page, f"{size}-4-under-way")
        page.get_by_role("button", name="先停下").click()
        expect(page.get_by_role("button", name="接着发")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载结果").click()
        assert download.value.suggested_filename == "push-1.xlsx"
        page.get_by_role("link", name="回群发").click()
        expect(page.get_by_role("link", name="写一条新的")).to_be_visible()
        look(page, f"{size}-5-list")
        assert complaints == []
