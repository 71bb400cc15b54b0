"""Every option of ``[normalise]`` with every value, as tests/options.rs tries them in Rust."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import mojimend

SETTINGS = json.loads((Path(__file__).parents[2] / "tests/cases/options.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s['key']}={s['value']}")
def test_an_option_does_what_it_says_and_logs_it(setting: dict[str, Any]) -> None:
    rules = {name.split(".")[1]: action for name, action in setting.get("also", {}).items()}
    cleaner = mojimend.Cleaner({"normalise": {setting["key"]: setting["value"]}, "rules": rules})
    assert cleaner.clean(setting["before"]) == setting["after"]
    inspection = cleaner.inspect(setting["before"])
    assert setting["rule"] in {edit.rule.code for edit in inspection.edits}
    assert inspection.edits.undo(setting["after"]) == setting["before"]
