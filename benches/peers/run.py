#!/usr/bin/env python3
"""Measures mojimend beside its peers, on the same files in the same run: quality beside speed.

    benches/peers/run.py [--corpus CLEAN.jsonl ...] [--work DIR] [--rounds N] [--tools ftfy,chardet,...] [--than FIGURES]

Two tables in Markdown, with date, versions and machine: repair of damaged text (the default recipe), and bytes to
text (`mojimend damage --bytes`). Needs Python 3 with venv, and Rust to build mojimend; the peers are installed into
virtual environments of their own, and those that do not install or run are named and left out.

Quality is counted twice and must come out the same. Speed is that of the tool alone, without its start and without
JSON, in time on the processor. The rounds go through all tools one after another, so that a busy moment of the
machine hits all of them alike, and the fastest counts, as other load only slows. With --than the figures are
compared with those of an earlier run (figures.json in its work folder): quality must be equal, and speeds relative to
mojimend's may differ by 25 %.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import venv

import texts
from tables import bytes_table, compare, repair_table

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADAPTER = pathlib.Path(__file__).resolve().parent / "adapter.py"
# Names, and what pip installs for them. Versions are those that the figures in docs/benchmark.md were made with.
REPAIR = {
    "ftfy": ["ftfy==6.3.1"],
    "ftfy_careful": ["ftfy==6.3.1"],
    "plsfix": ["plsfix==0.1.8"],
    "datatrove": ["datatrove==0.10.0", "ftfy==6.3.1", "regex"],
    # It imports aiohttp without asking for it.
    "datajuicer": ["py-data-juicer==1.6.1", "ftfy==6.3.1", "aiohttp"],
    "datajuicer_clean": ["py-data-juicer==1.6.1", "ftfy==6.3.1", "aiohttp"],
}
DETECTORS = {
    "utf8": [],
    "chardetng": ["chardetng-py==0.3.5"],
    "chardet": ["chardet==7.7.0"],
    "charset_normalizer": ["charset-normalizer==3.5.2"],
}
# A tool that has not answered to one document after so many seconds is left out.
PATIENCE = 600
# Each measurement of speed takes at least so many seconds.
SECONDS = 0.7
# mojimend gets so many bytes of text at least: what is damaged takes it much longer than what is not.
LONG = {"all": 6_000_000, "clean": 40_000_000, "files": 24_000_000}


def python_of(work, name, packages):
    """The Python that has a tool; nothing when it does not install."""
    if not packages:
        return sys.executable
    folder = work / "venv" / packages[0].split("==")[0]
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"installing {', '.join(packages)}", file=sys.stderr)
        venv.create(folder, with_pip=True)
    done = subprocess.run([python, "-m", "pip", "install", "-q", *packages], capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip() or "pip says nothing").splitlines()[-1]
        print(f"{name} does not install, left out: {reason}", file=sys.stderr)
        return None
    return python


def commands(args, tools, pairs):
    """The tools that install and answer to the first pair, with their commands."""
    with pairs.open(encoding="utf-8") as lines:
        first = texts.request(json.loads(next(lines)))
    found = {}
    for name, packages in tools.items():
        if args.tools and name not in args.tools.split(","):
            continue
        python = python_of(args.work, name, packages)
        if python is None:
            continue
        command = f"{python} {ADAPTER} {name}"
        reason = None
        try:
            tried = subprocess.run(command, shell=True, input=first, capture_output=True, text=True, timeout=PATIENCE)
            if tried.returncode or not tried.stdout:
                reason = (tried.stderr.strip().splitlines() or ["no answer"])[-1]
        except subprocess.TimeoutExpired:
            reason = f"no answer within {PATIENCE} seconds"
        if reason is None:
            found[name] = command
        else:
            print(f"{name} does not run, left out: {reason}", file=sys.stderr)
    return found


def evaluated(args, pairs, tools):
    """Reports of mojimend and of the tools, from one command."""
    figures = args.work / "eval.json"
    command = [args.binary, "eval", pairs, "--json", figures]
    for tool in tools:
        command += ["--tool", tool]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(figures.read_text(encoding="utf-8"))


def speeds(args, pairs, tools, what):
    """Bytes a second of mojimend and the tools, in every round, by name."""
    long, requests, report = args.work / "long.jsonl", args.work / "requests.jsonl", args.work / "speed"
    texts.repeat(pairs, long, LONG[what])
    texts.requests(pairs, requests)
    found = {name: [] for name in ["mojimend", *tools]}
    for number in range(args.rounds):
        print(f"speed on {pairs.stem}, round {number + 1} of {args.rounds}", file=sys.stderr)
        speed = evaluated(args, long, [])[0]["speed"]
        found["mojimend"].append(speed["bytes"] / speed["seconds"])
        for name, command in tools.items():
            with requests.open(encoding="utf-8") as given:
                subprocess.run([*command.split(), "--speed", report, str(SECONDS)], check=True, stdin=given)
            found[name].append(float(report.read_text(encoding="utf-8")))
    return found


def measured(args, pairs, tools, timed):
    """Quality, peak memory and speed of mojimend and the tools, by name. What is timed has a name, too."""
    names = ["mojimend", *tools]
    print(f"quality of {', '.join(names)}", file=sys.stderr)
    runs = [dict(zip(names, evaluated(args, pairs, tools.values()), strict=True)) for _ in range(2)]
    for name in names:
        assert runs[0][name]["score"] == runs[1][name]["score"], f"{name} gives other answers each time"
    rounds = {what: speeds(args, path, tools, what) for what, path in timed.items()}
    return {
        name: {
            "score": runs[0][name]["score"],
            "peak_bytes": max(run[name]["speed"]["peak_bytes"] or 0 for run in runs),
            "bytes_per_second": {what: max(of[name]) for what, of in rounds.items()},
            "rounds": {what: of[name] for what, of in rounds.items()},
        }
        for name in names
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", nargs="*", type=pathlib.Path, default=[], help="default: the seed pages")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "target" / "peers")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--tools", help="only these, with commas between")
    parser.add_argument("--binary", type=pathlib.Path, help="default: build it")
    parser.add_argument("--than", type=pathlib.Path, help="figures.json of an earlier run")
    args = parser.parse_args()
    args.work = args.work.resolve()
    args.work.mkdir(parents=True, exist_ok=True)
    if not args.binary:
        subprocess.run(["cargo", "build", "--release", "-q"], cwd=ROOT, check=True)
        args.binary = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "mojimend"
    pairs, files = texts.pairs(args.binary, ROOT, args.work, args.corpus)
    repair, detectors = commands(args, REPAIR, pairs), commands(args, DETECTORS, files)
    clean = args.work / "clean.jsonl"
    texts.clean_ones(pairs, clean)
    figures = {
        "repair": measured(args, pairs, repair, {"all": pairs, "clean": clean}),
        "bytes": measured(args, files, detectors, {"files": files}),
    }
    packages = {package for name in (*repair, *detectors) for package in (REPAIR | DETECTORS)[name] if "==" in package}
    version = subprocess.run([args.binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"\n{datetime.date.today()}, {machine}; {version}, {', '.join(sorted(packages))}\n")
    print(repair_table(figures["repair"]))
    print(bytes_table(figures["bytes"]))
    earlier = args.than and json.loads(args.than.read_text(encoding="utf-8"))
    (args.work / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if earlier:
        sys.exit(compare(earlier, figures))


if __name__ == "__main__":
    main()
