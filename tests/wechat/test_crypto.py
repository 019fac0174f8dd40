"""The official vectors, and that whatever is wrong is one error."""

import json
from pathlib import Path
from typing import Any

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from wechat.crypto import Key, decrypt_with_any, sign, verify
from wechat.errors import Refused

VECTORS: dict[str, list[dict[str, Any]]] = {
    name: vectors
    for name, vectors in json.loads(
        (Path(__file__).parents[1] / "data" / "wechat" / "crypto_vectors.json").read_text()
    ).items()
    if isinstance(vectors, list)
}
CURRENT, PREVIOUS = "a" * 42 + "A", "b" * 42 + "A"
APP = "wx0123456789abcdef"


@pytest.mark.parametrize("vector", VECTORS["url_verify"])
def test_signatures_of_the_official_examples(vector: dict[str, str]) -> None:
    verify(vector["signature"], vector["token"], vector["timestamp"], vector["nonce"])


@pytest.mark.parametrize("vector", VECTORS["decrypt"] + VECTORS["encrypt"])
def test_official_messages_are_decrypted(vector: dict[str, str]) -> None:
    assert Key(vector["encoding_aes_key"], vector["appid"]).decrypt(vector["encrypt"]) == vector["plaintext"]


@pytest.mark.parametrize("vector", VECTORS["encrypt"])
def test_messages_are_encrypted_like_the_official_ones(vector: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _bytes: vector["random16"])
    assert Key(vector["encoding_aes_key"], vector["appid"]).encrypt(vector["plaintext"]) == vector["encrypt"]


@pytest.mark.parametrize("vector", [v for v in VECTORS["decrypt"] + VECTORS["encrypt"] if "msg_signature" in v])
def test_signatures_of_encrypted_messages(vector: dict[str, str]) -> None:
    assert sign(vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"]) == vector["msg_signature"]


@given(st.text())
def test_what_was_encrypted_is_decrypted(text: str) -> None:
    message = xmltodict.unparse({"xml": {"Content": "x"}}) + text
    key = Key(CURRENT, APP)
    assert key.decrypt(key.encrypt(message)) == message


def test_the_random_prefix_differs_each_time() -> None:
    key = Key(CURRENT, APP)
    assert key.encrypt("x") != key.encrypt("x")


@pytest.mark.parametrize("signature", ["", "0" * 40, "é", "\ud800", "x" * 10_000])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    with pytest.raises(Refused):
        verify(signature, "token", "1", "2")


def test_a_query_that_cannot_be_encoded_is_refused() -> None:
    with pytest.raises(Refused):
        verify("0" * 40, "token", "\ud800", "2")


def test_another_app_is_refused() -> None:
    with pytest.raises(Refused):
        Key(CURRENT, APP).decrypt(Key(CURRENT, "wx_another").encrypt("x"))


@given(st.text() | st.binary(max_size=300).map(lambda raw: raw.hex()))
def test_junk_is_refused(junk: str) -> None:
    with pytest.raises(Refused):
        Key(CURRENT, APP).decrypt(junk)


def test_the_previous_key_still_opens_and_is_the_one_to_answer_with() -> None:
    keys = (Key(CURRENT, APP), Key(PREVIOUS, APP))
    opened = decrypt_with_any(keys, Key(PREVIOUS, APP).encrypt("旧"))
    assert opened.message == "旧"
    assert opened.key is keys[1]
    assert decrypt_with_any(keys, Key(CURRENT, APP).encrypt("新")).key is keys[0]


def test_no_key_fits() -> None:
    with pytest.raises(Refused):
        decrypt_with_any((Key(CURRENT, APP),), Key(PREVIOUS, APP).encrypt("x"))


@pytest.mark.parametrize("encoded", ["", "short", "?" * 43, "a" * 44, "钥" * 43])
def test_a_key_that_is_none_is_reported_at_start(encoded: str) -> None:
    with pytest.raises(ValueError, match="43"):
        Key(encoded, APP)
