"""Where the course lives: every web address in it is made here, from one line of pyproject.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools import BuildError

BRANCH = "main"
GITHUB = re.compile(r"https://github\.com/(?P<slug>[\w.-]+/[\w.-]+?)(\.git)?/?")


@dataclass(frozen=True)
class Address:
    """The repository on GitHub, and the addresses that follow from its `owner/name`."""

    slug: str

    @property
    def repository(self) -> str:
        return f"https://github.com/{self.slug}"

    @property
    def workflow(self) -> str:
        return f"{self.repository}/actions/workflows/test.yml"

    def file(self, path: str) -> str:
        return f"{self.repository}/blob/{BRANCH}/{path}"

    def colab(self, path: str) -> str:
        return f"https://colab.research.google.com/github/{self.slug}/blob/{BRANCH}/{path}"

    def binder(self, path: str) -> str:
        return f"https://mybinder.org/v2/gh/{self.slug}/{BRANCH}?urlpath=lab/tree/{path}"


def read_address(root: Path) -> Address:
    """Return the address that `Repository` in pyproject.toml names."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    address = pyproject.get("project", {}).get("urls", {}).get("Repository", "nothing")
    match = GITHUB.fullmatch(address)
    if not match:
        raise BuildError(
            "pyproject.toml: [project.urls] Repository must read "
            f"https://github.com/OWNER/NAME, found {address}"
        )
    return Address(match["slug"])
