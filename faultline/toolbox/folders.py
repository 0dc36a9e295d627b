"""Where the toolbox lives: in the checkout's build folder, or the working folder's when installed."""

from dataclasses import dataclass
from pathlib import Path


def project() -> Path:
    """The checkout that this package runs from, else the working folder."""
    checkout = Path(__file__).resolve().parents[2]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


@dataclass(frozen=True, slots=True)
class Folders:
    """The parts of one toolbox folder."""

    base: Path

    @property
    def root(self) -> Path:
        """The unpacked packages, laid out like `/`."""
        return self.base / "root"

    @property
    def bin(self) -> Path:
        """Wrappers that start the programs below `root` with the loader and libraries found there."""
        return self.base / "bin"

    @property
    def apt(self) -> Path:
        """State, lists and downloaded packages of the private apt; kept, so that nothing is fetched twice."""
        return self.base / "apt"

    @property
    def versions(self) -> Path:
        """One line a package: name, version, architecture."""
        return self.base / "versions.txt"

    @property
    def clock(self) -> Path:
        """libfaketime, with the apt and the versions of its own."""
        return self.base / "clock"

    @property
    def chromium(self) -> Path:
        """Chromium for the tests, with the apt, the fonts and the versions of its own."""
        return self.base / "chromium"

    @property
    def stamp(self) -> Path:
        """The recipe and the packages that `root` was made of; there only while `root` is complete."""
        return self.base / "stamp"

    @property
    def log(self) -> Path:
        """What apt and dpkg said."""
        return self.base / "fetch.log"


def toolbox() -> Folders:
    """The toolbox of this checkout."""
    return Folders(project() / "build" / "toolbox")
