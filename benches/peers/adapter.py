#!/usr/bin/env python3
"""Runs a peer over JSON lines {id, text}, as `mojimend eval --tool` wants it: adapter.py NAME"""

import json
import sys


def ftfy():
    import ftfy

    return ftfy.fix_text


def ftfy_careful():
    """ftfy with everything off that rewrites honest text: its encoding repairs alone."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )
    return lambda text: ftfy.fix_text(text, config)


def plsfix():
    import plsfix

    return plsfix.fix_text


def datatrove():
    import importlib.metadata  # noqa: F401  datatrove 0.10 uses it without importing it

    from datatrove.pipeline.formatters import FTFYFormatter

    return FTFYFormatter().format


def nothing():
    return lambda text: text


def main():
    tools = {f.__name__: f for f in (ftfy, ftfy_careful, plsfix, datatrove, nothing)}
    fix = tools[sys.argv[1]]()
    out = sys.stdout
    for line in sys.stdin:
        record = json.loads(line)
        out.write(json.dumps({"id": record["id"], "text": fix(record["text"])}, ensure_ascii=False) + "\n")


main()
