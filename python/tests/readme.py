"""Runs the Python examples of the READMEs, with nothing installed but the wheel."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    ran = 0
    for readme in (HERE.parent / "README.md", HERE.parents[1] / "README.md"):
        blocks = re.findall(r"^```python\n(.*?)^```", readme.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        for block in blocks:
            exec(compile(block, str(readme), "exec"), {"__name__": "readme"})
        ran += len(blocks)
        print(f"{readme.parent.name}/{readme.name}: {len(blocks)} Python examples ran")
    assert ran > 0, "there is no Python example to run"


main()
