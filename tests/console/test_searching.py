"""What is searched for is somebody's name or number: no address tells it, and no link opens it for another."""

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from bot.records import RecordKind
from store.catalogue import entries
from tests.console.browser import FIND, TOKEN, read, search, send
from tests.console.conftest import Enter
from tests.console.office import HENGBU, Office
from tests.console.test_access import CONSOLE
from tests.console.test_matrix import filled
from web.console import ROUTES
from web.console.searching import GONE

NAME, NUMBER = "章三妹", "13800004711"
PAGES = ("/console/", "/console/people/", "/console/produce", "/console/catalogue/jobs", "/console/audit")
POINTS = re.compile(r'(?:href|src|action|formaction)="([^"]*)"')


@pytest.fixture(autouse=True)
def _somebody(office: Office) -> None:
    office.desk.reveal_phone(office.member("county"), office.ask(NAME, kind=RecordKind.PRODUCE, phone=NUMBER))
    job = {"title": "缝纫工", "kind": "车间", "employer": NAME}
    entries.add(office.engine, office.member("county"), "jobs", job, office.time)


def posted(client: FlaskClient, page: str, words: str) -> str:
    """Where the search of a page leads."""
    text = read(client, page)
    form, token = FIND.search(text), TOKEN.search(text)
    assert form
    assert token
    answer = client.post(form[1], data={"csrf_token": token[1], "q": words})
    assert answer.status_code == 303
    return str(answer.location)


def test_no_address_says_what_was_searched_for(enter: Enter) -> None:
    client = enter("county")
    for page in PAGES:
        for words in (NAME, NUMBER, NUMBER[-4:]):
            address = posted(client, page, words)
            found = read(client, address)
            assert f'value="{words}"' in found
            assert GONE not in found
            assert words != NAME or "没找到" not in found, page
            assert [each for each in (address, *POINTS.findall(found)) if words in unquote(each)] == []


def test_filters_pages_and_the_way_back_keep_it(enter: Enter, office: Office) -> None:
    client = enter("county")
    for number in range(30):
        office.ask(f"{NAME}{number}", HENGBU)
    first = read(client, posted(client, "/console/people/", NAME))
    more = re.search(r'more" href="([^"]+)"', first)
    assert more
    later = read(client, more[1].replace("&amp;", "&"))
    assert f'value="{NAME}"' in later
    assert f"{NAME}29" in first
    assert f"{NAME}29" not in later
    tab = re.search(r'href="([^"]+)"[^>]*>[^<]*零就业', first)
    assert tab
    assert f'value="{NAME}"' in read(client, tab[1].replace("&amp;", "&"))
    queue = read(client, posted(client, "/console/", NAME))
    more = re.search(r'more" href="([^"]+)"', queue)
    assert more
    assert f'value="{NAME}"' in read(client, more[1].replace("&amp;", "&"))
    only = search(client, "/console/", "", kind="produce").text
    assert f">{NAME} <" in only or f">{NAME}<" in only
    assert f"{NAME}29" not in only


def test_a_link_opens_for_its_member_alone_and_until_they_log_out(enter: Enter, office: Office) -> None:
    wang = enter("wang")
    address = posted(wang, "/console/people/", NAME)
    token = address.partition("q=")[2]
    office.wait(minutes=50)
    assert f'value="{NAME}"' in read(wang, address)
    changed = address.replace(token, token[:20] + ("A" if token[20] != "A" else "B") + token[21:])
    for client, broken in (
        (enter("li"), address),
        (enter("county"), address),
        (wang, changed),
        (wang, address[:-9]),
        (wang, "/console/people/?q=x"),
        (wang, f"/console/people/?q={NAME}"),
    ):
        page = read(client, broken)
        assert GONE in page, broken
        assert 'name="q" value=""' in page, broken
        assert GONE not in read(client, "/console/people/")
    send(wang, "/console/", "/console/logout")
    assert GONE in read(enter("wang"), address)


def test_what_is_no_page_is_not_searched(enter: Enter) -> None:
    client = enter("wang")
    for odd in ("accounts", "x", "stations/../people", "%2F%2Fevil.example"):
        assert send(client, "/console/people/", f"/console/find/{odd}", q="x").status_code == 404
    answer = send(client, "/console/people/", "/console/find/people", _scheme="javascript", _external="1", endpoint="x")
    assert answer.request.path == "/console/people/"


def test_a_link_of_a_page_never_leads_elsewhere_whatever_its_address_asks(enter: Enter, office: Office) -> None:
    client = enter("county")
    for path in ("/console/", "/console/audit"):
        page = read(client, f"{path}?pile=new&_scheme=javascript&_external=1&_anchor=x&endpoint=y&_method=POST")
        assert [each for each in POINTS.findall(page) if not each.startswith(("/", "?", "data:"))] == []


def test_no_form_sends_typed_words_in_its_address() -> None:
    for template in CONSOLE.glob("templates/**/*.html"):
        for form in re.findall(r"<form.*?</form>", template.read_text("utf-8"), re.DOTALL):
            if 'method="post"' not in form.partition(">")[0]:
                kinds = set(re.findall(r"<(input(?: type=\"hidden\")?|textarea)", form))
                assert kinds <= {'input type="hidden"'}, template.name


def test_no_page_has_anybody_in_an_address(enter: Enter) -> None:
    client = enter("county")
    for path, _, methods in ROUTES:
        if "GET" in methods.split() and not path.endswith(".xlsx"):
            with client.get(filled(path, 1)) as answer:
                page = answer.get_data(as_text=True)
            told = [each for each in POINTS.findall(page) if not each.startswith("tel:")]  # for the telephone itself
            assert not any(each in unquote(link) for link in told for each in (NAME, NUMBER)), path
