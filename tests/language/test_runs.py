import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.language.runs import Keys, Table, bounds, chains, distinct, keys, marked, marks, numbers, places, runs

TEXTS = st.text(max_size=12)


def named(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


@given(TEXTS, TEXTS)
def test_equal_runs_have_equal_numbers_and_others_differ(one: str, other: str) -> None:
    for size, (mine, others) in enumerate(zip(runs(keys(one), 3), runs(keys(other), 3), strict=True), 1):
        names = dict(zip(named(one, size) + named(other, size), [*mine.tolist(), *others.tolist()], strict=True))
        assert len(set(names.values())) == len(names)


def test_the_order_of_steps_counts() -> None:
    assert list(runs(keys("人工"), 2))[1] != list(runs(keys("工人"), 2))[1]


def test_sorted_runs_stand_kind_by_kind() -> None:
    steps = next(runs(keys("我想找个活干"), 1))
    row = distinct(marked([steps, steps[:2], steps[:2]], marks([3, 1, 1])))
    assert bounds(row, 4) == [0, 0, 2, 2, 8]


def test_nothing_has_no_runs() -> None:
    assert [len(found) for found in runs(keys(""), 3)] == [0, 0, 0]
    assert bounds(distinct(keys("")), 2) == [0, 0, 0]


def test_places_tell_what_is_there() -> None:
    table: Keys = np.array([2, 5, 9], dtype=np.uint64)
    wanted: Keys = np.array([9, 1, 5, 10], dtype=np.uint64)
    at, found = places(wanted, table)
    assert found.tolist() == [True, False, True, False]
    assert table[at[found]].tolist() == [9, 5]
    assert not places(wanted, table[:0])[1].any()


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_parts_are_mixed_apart(parts: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.tuples(st.integers(0, len(parts) - 1), st.integers(1, 3)), min_size=1))
    for (part, size), found in zip(wanted, chains(list(map(numbers, parts)), wanted), strict=True):
        assert found.tolist() == list(runs(keys(parts[part]), 3))[size - 1].tolist()


NUMBERS = st.lists(st.integers(0, 2**64 - 1) | st.integers(3 << 56, (3 << 56) + 40), max_size=60)


@given(NUMBERS, NUMBERS)
def test_a_table_finds_what_halving_finds(known: list[int], wanted: list[int]) -> None:
    table: Keys = np.array(sorted({*known, 7}), dtype=np.uint64)
    asked: Keys = np.array([*wanted, *known, 0, 2**64 - 1], dtype=np.uint64)
    at, found = Table(table).places(asked)
    expected, there = places(asked, table)
    assert found.tolist() == there.tolist()
    assert at[found].tolist() == expected[there].tolist()
