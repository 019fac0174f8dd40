from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.arrays import Arrays, digest_of, kept


@pytest.fixture
def made() -> list[int]:
    return []


@pytest.fixture
def make(made: list[int]) -> Callable[[], Arrays]:
    def numbers() -> Arrays:
        made.append(len(made))
        return {"numbers": np.arange(5, dtype=np.float16), "one": np.array(7)}

    return numbers


def test_what_is_kept_is_made_once(tmp_path: Path, make: Callable[[], Arrays], made: list[int]) -> None:
    for _ in range(3):
        found = kept(tmp_path, "thing", "a", make)
        assert found["numbers"].tolist() == [0, 1, 2, 3, 4]
        assert int(found["one"]) == 7
    assert len(made) == 1


def test_kept_arrays_are_mapped_and_cannot_be_changed(tmp_path: Path, make: Callable[[], Arrays]) -> None:
    kept(tmp_path, "thing", "a", make)
    with pytest.raises(ValueError, match="read-only"):
        kept(tmp_path, "thing", "a", make)["numbers"][0] = 9


def test_a_new_digest_pushes_out_the_old_and_nothing_else(tmp_path: Path, make: Callable[[], Arrays]) -> None:
    for name, digest in (("thing", "a"), ("other", "a"), ("thing", "b")):
        kept(tmp_path, name, digest, make)
    assert {place.name for place in tmp_path.iterdir() if place.is_dir()} == {"thing-b", "other-a"}


@pytest.mark.parametrize("content", [b"", b"not an array", b"\x93NUMPY"])
def test_what_is_broken_is_made_again(
    tmp_path: Path, make: Callable[[], Arrays], made: list[int], content: bytes
) -> None:
    kept(tmp_path, "thing", "a", make)
    (tmp_path / "thing-a" / "numbers.npy").write_bytes(content)
    assert len(kept(tmp_path, "thing", "a", make)["numbers"]) == 5
    assert len(made) == 2


def test_a_folder_that_cannot_be_written_costs_only_time(
    tmp_path: Path, make: Callable[[], Arrays], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert len(kept(tmp_path / "file", "thing", "a", make)["numbers"]) == 5
    assert "cannot be kept" in caplog.text


def test_a_digest_depends_on_code_tables_and_words(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = digest_of((tmp_path,), "word")
    assert digest_of((tmp_path,), "word") == first
    assert digest_of((tmp_path,), "another") != first
    (tmp_path / "notes.md").write_text("not code")
    assert digest_of((tmp_path,), "word") == first
    (tmp_path / "b.tsv").write_text("1")
    assert digest_of((tmp_path,), "word") != first
