import pytest
from playwright.sync_api import Page, expect

from tests.board.conftest import Hall, unreachable
from tests.chromium import phone_sized
from tests.loopback import served

pytestmark = pytest.mark.browser


def fits(page: Page) -> bool:
    """Whether nothing is cut off below the page's own part of the screen."""
    return bool(
        page.evaluate("document.getElementById('page').scrollHeight <= document.getElementById('page').clientHeight")
    )


def test_it_turns_its_pages_and_keeps_the_last_content_when_the_line_is_cut(hall: Hall) -> None:
    with served(hall.app()) as base, phone_sized() as page:
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.clock.install()
        page.goto(f"{base}/board/7")
        page.clock.run_for(1000)
        expect(page.locator("#code")).to_be_visible()
        page.clock.run_for(1000)
        expect(page.locator("#page .first").first).to_have_text("近处的活")
        assert fits(page)
        expect(page.locator("#clock")).to_contain_text("11月23日 星期一 10:3")
        page.clock.run_for(12_000)
        expect(page.locator("#page .first")).to_have_text("电焊")
        page.clock.run_for(12_000)
        expect(page.locator("#page .text")).to_have_text("一年能免费学一回。")
        assert fits(page)

        page.route("**/feed.json", lambda route: route.abort())
        with page.expect_event("requestfailed"):
            page.clock.run_for(60_000)
        expect(page.locator("#notice")).to_have_text("网断了，显示的是 10:32 的内容")
        page.clock.run_for(13_000)
        expect(page.locator("#page h2")).not_to_be_empty()
        page.reload()  # somebody switched the set off and on; the page comes, its content does not
        page.clock.run_for(2000)
        expect(page.locator("#page .first").first).to_have_text("近处的活")
        expect(page.locator("#notice")).to_contain_text("10:32 的内容")

        page.unroute("**/feed.json")
        with page.expect_response("**/feed.json"):
            page.clock.run_for(16_000)
        expect(page.locator("#notice")).to_be_hidden()
        assert complaints == []


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_it_fits_other_televisions_and_has_no_broken_picture(hall: Hall, width: int, height: int) -> None:
    hall.answer = unreachable
    with served(hall.app()) as base, phone_sized() as page:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{base}/board/hengbu")
        expect(page.locator("#page .first").first).to_have_text("近处的活")
        assert fits(page)
        expect(page.locator("#code")).to_be_hidden()
        expect(page.locator("#scan")).to_contain_text("微信关注")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_on_a_phone_it_stands_below_each_other(hall: Hall) -> None:
    with served(hall.app()) as base, phone_sized() as page:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{base}/board/7")
        job, code = page.locator("#page .first").first, page.locator("#code")
        expect(job).to_be_visible()
        expect(code).to_be_visible()
        above, below = job.bounding_box(), code.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] < below["y"]
        assert page.evaluate("document.documentElement.scrollWidth") == 360
