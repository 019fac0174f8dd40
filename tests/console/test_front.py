from tests.console.browser import read
from tests.console.conftest import build
from tests.console.office import Office


def test_the_front_page_says_what_this_is_and_where_the_stations_are(office: Office) -> None:
    page = read(build(office).test_client(), "/")
    assert "找活干" in page
    assert page.index("横埠驿站") < page.index("义津驿站")
    assert "tel:13800009901" in page


def test_the_phone_page_is_shown_in_development_only(office: Office) -> None:
    assert "/simulator/" in read(build(office).test_client(), "/")
    assert "/simulator/" not in read(build(office, production=True).test_client(), "/")


def test_the_front_page_needs_nothing_from_elsewhere(office: Office) -> None:
    answer = build(office).test_client().get("/")
    assert "https://" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    with build(office).test_client().get("/front/front.css") as style:
        assert style.status_code == 200


def test_a_mistyped_address_is_answered_in_plain_words(office: Office) -> None:
    client = build(office).test_client()
    for path in ("/nowhere", "/console/nowhere"):
        assert "网址可能打错了" in read(client, path, 404)
    assert "驿站通" in client.get("/nowhere").text
