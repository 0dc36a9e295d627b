"""Code lists: what a site leaves out stays readable where it was once noted (H16)."""

from desk.code_lists.defaults import DEFAULTS
from desk.code_lists.entry import CodeEntry, replaced


def entry(code: str, *, active: bool = True) -> CodeEntry:
    return CodeEntry(code=code, zh=f"{code} 中文", en=code, active=active)


def test_the_new_order_first_then_what_was_left_out() -> None:
    new = replaced([entry("a"), entry("b"), entry("c")], [entry("c"), entry("d"), entry("a", active=False)])
    assert new == [entry("c"), entry("d"), entry("a", active=False), entry("b", active=False)]


def test_an_inactive_entry_comes_back_by_being_named() -> None:
    assert replaced([entry("a", active=False)], [entry("a")]) == [entry("a")]


def test_the_lists_of_a_new_site_have_each_code_once_in_both_languages() -> None:
    for name, entries in DEFAULTS.items():
        codes = [entry.code for entry in entries]
        assert len(set(codes)) == len(codes), name
        assert all(entry.zh and entry.en and entry.active for entry in entries), name
