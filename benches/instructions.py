#!/usr/bin/env python3
"""Counts instructions with valgrind, and fails when a task needs over 5 % more than is kept.

    benches/instructions.py            compare with benches/instructions.json
    benches/instructions.py --bless    write the counts anew, in the same commit as the change that needs it

Unlike time, instructions do not depend on what else the machine does. They do depend on the compiler and on the
processor (vector instructions are chosen when the program runs), so the file names both; on another compiler or
processor the counts are told, and nothing fails.
"""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
KEPT = ROOT / "benches/instructions.json"
TASKS = ["clean-chinese", "clean-english", "damaged", "mixed"]
# A count may rise by so much without a word.
TOLERANCE = 1.05


def built():
    """The program, built as for a release."""
    command = ["cargo", "bench", "--no-default-features", "--features", "eval", "--bench", "instructions", "--no-run"]
    told = subprocess.run([*command, "--message-format=json"], cwd=ROOT, check=True, capture_output=True, text=True)
    for line in told.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "instructions":
            return message["executable"]
    raise SystemExit("cargo built no program")


def count(program, task):
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", program, task]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stderr
    return int(re.search(r"I\s+refs:\s+([\d,]+)", told)[1].replace(",", ""))


def place():
    compiler = subprocess.run(["rustc", "--version"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    flags = ""
    if os.path.exists("/proc/cpuinfo"):
        found = set(re.search(r"flags\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1].split())
        flags = " ".join(sorted(found & {"sse4_2", "avx", "avx2"}))
    return {"compiler": compiler, "processor": f"{platform.machine()} {flags}".strip()}


def main():
    program = built()
    nothing = count(program, "nothing")
    now = place() | {"instructions": {task: count(program, task) - nothing for task in TASKS}}
    if "--bless" in sys.argv:
        KEPT.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    same = all(kept[field] == now[field] for field in ("compiler", "processor"))
    failed = False
    for task in TASKS:
        before, after = kept["instructions"][task], now["instructions"][task]
        more = after > before * TOLERANCE
        failed |= more
        print(f"{task:16} {before:>14,} {after:>14,} {100 * (after / before - 1):+6.1f} %{'  MORE' if more else ''}")
    if failed and not same:
        print(f"not counted: the kept figures are of {kept['compiler']}, {kept['processor']}")
    sys.exit(failed and same)


main()
