"""Every file of the product's is read again by a running Asterisk, or it is known why not."""

from faultline.asterisk.places import product_files
from faultline.asterisk.process import RELOADED

READ_BY = {
    "confbridge": "app_confbridge.so",
    "cel_custom": "cel_custom.so",
    "extensions": "pbx_config.so",
    "musiconhold": "res_musiconhold.so",
    "pjsip": "res_pjsip.so",
    "queues": "app_queue.so",
    "rtp": "res_rtp_asterisk.so",
}
AT_THE_NEXT_START = {"modules", "pjproject", "stasis", "ccss"}
EMPTY = {"acl"}
"""Asterisk only complains of its absence; its reload has a price (RELOADED)."""


def test_what_is_changed_while_asterisk_runs_is_read_again() -> None:
    files = {path.stem for path in product_files().glob("*.conf")} - AT_THE_NEXT_START - EMPTY
    assert {READ_BY.get(name, name) for name in files} == set(RELOADED)


def test_what_is_not_read_again_says_nothing() -> None:
    for name in EMPTY:
        lines = (product_files() / f"{name}.conf").read_text().splitlines()
        assert [line for line in lines if line and not line.startswith((";", "#tryinclude"))] == []
