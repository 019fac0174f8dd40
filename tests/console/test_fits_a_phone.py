"""Every page of the console at 360 pixels, as the county, who sees the most: nothing sticks out at the side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bot.effects import Missed
from bot.records import RecordKind
from store.catalogue import entries
from store.pushing.audience import Audience
from store.pushing.pushes import Content, Order, Pushes
from store.records import SqlRecords
from store.sending.acts import nothing_known
from tests.chromium import phone_sized
from tests.console.conftest import build
from tests.console.office import PASSWORD, Office, sqlite_office
from tests.console.test_in_a_browser import fits
from tests.loopback import served
from web.console import ROUTES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("console-at-360")]

LONG = "阿依古丽·买买提江·吐尔逊·热合曼"
NO_PAGES = ("/file", ".xlsx", "/results", "/count", "/news")
EXAMPLES = {"<int:number>": "1", "<kind>": "jobs", "<measure>": "placed", "<topic>": "notice_overview"}


def pages() -> list[str]:
    found = [path for path, _, methods in ROUTES if "GET" in methods and not path.endswith(NO_PAGES)]
    for blank, example in EXAMPLES.items():
        found = [path.replace(blank, example) for path in found]
    return sorted(found)


def furnish(office: Office) -> None:
    """One of each, with names as long as they come."""
    job = {"title": "缝纫" * 40, "kind": "车间", "employer": "厂" * 90, "pay": "按件算", "closes_on": "2026-03-03"}
    entries.add(office.engine, office.member("county"), "jobs", job, office.time)
    office.ask(LONG, person="one", kind=RecordKind.VACANCY)
    SqlRecords(office.engine).commit("one", "miss", office.time, [Missed("驿" * 120)])
    Pushes(office.engine, office.kick, office.now, nothing_known).draft(
        office.member("county"), Order(Content("开班" * 10, "电工班开班。" * 20), Audience())
    )


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Page]]:
    """The console's address, and a narrow phone in which the county is logged in."""
    home: Path = tmp_path_factory.mktemp("narrow")
    with sqlite_office(home) as office, served(build(office)) as base, phone_sized() as page:
        furnish(office)
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{base}/console/")
        page.get_by_label("账号").fill("county")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_label("找人").wait_for()
        yield f"{base}/console", page


@pytest.mark.parametrize("path", pages())
def test_nothing_sticks_out(county: tuple[str, Page], path: str) -> None:
    base, page = county
    answer = page.goto(base + path)
    assert answer is not None
    assert answer.status == 200
    assert fits(page)
    page.locator(".who summary").click()
    assert page.locator(".menu .ways").is_visible()
    assert fits(page)
