"""Operations' files have the last word wherever Asterisk reads two values of one name."""

from pathlib import Path

from tests.real.house import House


def test_what_operations_say_about_sound_is_in_force(tmp_path: Path, prompts: Path) -> None:
    """rtp.conf: Asterisk goes by the first value, so the site's file must come before the product's."""
    site = tmp_path / "data" / "asterisk" / "etc" / "site"
    site.mkdir(parents=True)
    (site / "rtp.conf").write_text("[general](+)\nstrictrtp = seqno\nrtpchecksums = no\n")
    house = House.open(tmp_path / "data", prompts)
    try:
        told = house.asterisk.rx("rtp show settings")
    finally:
        house.close()
    lines = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    settings = {name.strip(): value.strip() for name, value in lines.items()}
    assert settings["Checksums"] == "No", told
    assert settings["Port start"] == str(house.settings.rtp_start), told
