"""Settings."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from conftest import CLEAN, DAMAGED

import mojimend
from mojimend import Cleaner, ConfigError

REPORT = 'rules.injected-annotation = "report"'


def test_toml_dictionaries_and_files_say_the_same(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(REPORT, encoding="utf-8")
    of_dict = Cleaner({"rules": {"injected-annotation": "report"}})
    for cleaner in (Cleaner(REPORT), Cleaner(file), of_dict, Cleaner({"rules": {"injected_annotation": "report"}})):
        assert cleaner.config == of_dict.config
        done = cleaner.inspect(DAMAGED)
        assert not done.changed and len(done.findings) == 5
    assert Cleaner().config == Cleaner({}).config == Cleaner("").config


def test_settings_survive() -> None:
    cleaner = Cleaner({"min_confidence": 0.5, "lines": {"patterns": ["^ad'\\s"]}}, preset="ftfy", threads=3)
    assert Cleaner(cleaner.to_toml()).config == cleaner.config
    assert Cleaner(cleaner.config).config == cleaner.config
    for copied in (pickle.loads(pickle.dumps(cleaner)), copy.deepcopy(cleaner)):
        assert copied.config == cleaner.config and copied.threads == 3
        assert copied.clean("“a”") == '"a"'


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("rules.injected-lime = 'off'", "injected-lime"),
        ("not toml", "configuration"),
        ("my.toml", "use pathlib.Path"),
        ({"rules": {"injected-line": "maybe"}}, "maybe"),
        ({"min_confidence": 7}, "between 0 and 1"),
        ({"min_confidence": None}, "leave out"),
        ({"minimum": 1}, "minimum"),
        ({"rules": {1, 2}}, "use only dicts"),
        (7, "expected TOML"),
    ],
)
def test_mistakes_are_named(config: Any, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        Cleaner(config)
    assert issubclass(ConfigError, ValueError) and issubclass(ConfigError, mojimend.Error)


def test_other_mistakes(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there are: none, ftfy"):
        Cleaner(preset="fancy")
    with pytest.raises(ConfigError, match="threads"):
        Cleaner(threads=-1)
    with pytest.raises(FileNotFoundError):
        Cleaner(tmp_path / "none.toml")
    bad = tmp_path / "bad.toml"
    bad.write_text("minimum = 1", encoding="utf-8")
    with pytest.raises(ConfigError, match="bad.toml"):
        Cleaner(bad)


def test_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOJIMEND_THREADS", "RAYON_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    assert Cleaner().threads >= 1
    assert Cleaner(threads=7).threads == 7
    monkeypatch.setenv("RAYON_NUM_THREADS", "3")
    assert Cleaner().threads == 3
    monkeypatch.setenv("MOJIMEND_THREADS", "2")
    assert Cleaner().threads == 2 and Cleaner(threads=5).threads == 5
    monkeypatch.setenv("MOJIMEND_THREADS", "many")
    assert Cleaner().threads == 3
    assert Cleaner(threads=2).clean_batch([DAMAGED] * 9) == [CLEAN] * 9
