"""What a browser does: reads a page, sends a form with the token that stands in it."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FIND = re.compile(r'role="search"[^>]* action="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def read(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.status
    return answer.text


def send(client: FlaskClient, page: str, path: str = "", **fields: str | list[str]) -> TestResponse:
    """Send a form of `page` to `path`; the answer after redirects."""
    token = TOKEN.search(read(client, page))
    assert token, "no form on the page"
    came_from = {"Referer": f"http://localhost{page}"}
    return client.post(path or page, data={"csrf_token": token[1], **fields}, headers=came_from, follow_redirects=True)


def search(client: FlaskClient, page: str, words: str, **fields: str | list[str]) -> TestResponse:
    """Search a page for words; the page with what was found, after a redirect."""
    form = FIND.search(read(client, page))
    assert form, "no search on the page"
    return send(client, page, form[1], q=words, **fields)


def act(client: FlaskClient, referral: int, action: str, **fields: str) -> str:
    """One action on a referral; the page that comes of it."""
    page = f"/console/referrals/{referral}"
    return send(client, page, f"{page}/{action}", **fields).text
