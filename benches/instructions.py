#!/usr/bin/env python3
"""Counts instructions with valgrind, and fails when a task needs over 5 % more than is kept.

    benches/instructions.py            compare with benches/instructions.json
    benches/instructions.py --bless    write the counts anew, in the same commit as the change that needs it

Unlike time, instructions do not depend on what else the machine does. They do depend on the compiler, the processor
(vector instructions are chosen when the program runs), the C library and valgrind itself, so the file names them;
where one of them is another, or valgrind is missing, it says that nothing was compared, and nothing fails.
"""

import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
KEPT = ROOT / "benches/instructions.json"
TASKS = ["clean-chinese", "clean-english", "damaged", "mixed", "scan", "lattice", "lines"]
# A count may rise by so much. One that falls by so much is told: until it is kept, it could rise again unseen.
TOLERANCE = 0.05
# Flags of the compiler from outside would make another program.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not re.fullmatch(r"(CARGO_.*_)?RUSTFLAGS", name)}


def told(*command):
    """What a command writes, on either stream."""
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{done.stderr}{' '.join(command)} failed")
    return done.stdout, done.stderr


def built():
    """The program, built as for a release."""
    command = ["cargo", "bench", "--no-default-features", "--features", "eval", "--bench", "instructions", "--no-run"]
    for line in told(*command, "--message-format=json-render-diagnostics")[0].splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "instructions":
            return message["executable"]
    raise SystemExit("cargo built no program")


def count(program, task):
    command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", program, task]
    return int(re.search(r"I\s+refs:\s+([\d,]+)", told(*command)[1])[1].replace(",", ""))


def place():
    """All that decides how many instructions the same source needs."""
    flags = ""
    if os.path.exists("/proc/cpuinfo"):
        found = set(re.search(r"flags\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1].split())
        flags = " ".join(sorted(found & {"sse4_2", "avx", "avx2"}))
    return {
        "compiler": told("rustc", "--version")[0].strip(),
        "processor": f"{platform.machine()} {flags}".strip(),
        "library": " ".join(platform.libc_ver()),
        "valgrind": told("valgrind", "--version")[0].strip(),
    }


def compare(kept, now):
    """Prints both counts of every task. Whether one has risen too far."""
    others = [field for field in now if field != "instructions" and kept.get(field) != now[field]]
    risen, fallen = [], []
    for task, after in now["instructions"].items():
        before = kept["instructions"].get(task)
        change = after / before - 1 if before else 0.0
        (risen if change > TOLERANCE else fallen if change < -TOLERANCE or not before else []).append(task)
        print(f"{task:16} {before or 0:>14,} {after:>14,} {100 * change:+7.2f} %")
    for field in others:
        print(f"another {field}: {now[field]} here, {kept.get(field)} kept")
    if others:
        print("NOTHING WAS COMPARED: counts mean something beside others of the same place only")
        return False
    if risen:
        print(f"OVER 5 % MORE INSTRUCTIONS: {', '.join(risen)}; if that is the price of something wanted, --bless")
    if fallen:
        print(f"fewer than kept, or new, so that a rise could go unseen; --bless keeps them: {', '.join(fallen)}")
    return bool(risen)


def main():
    if not shutil.which("valgrind"):
        print("NOTHING WAS COMPARED: valgrind is not installed")
        sys.exit("--bless" in sys.argv)
    program = built()
    nothing = count(program, "nothing")
    now = place() | {"instructions": {task: count(program, task) - nothing for task in TASKS}}
    if "--bless" in sys.argv:
        KEPT.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
        print(f"kept in {KEPT.relative_to(ROOT)}")
        return
    sys.exit(compare(json.loads(KEPT.read_text(encoding="utf-8")), now))


main()
