#!/usr/bin/env python3
"""Measures mojimend beside its peers, on the same files in the same run: quality beside speed.

    benches/peers/run.py [--corpus CLEAN.jsonl ...] [--work DIR] [--rounds N] [--peers ftfy,plsfix,...]

Makes its own virtual environment with the peers that install, damages clean text with the default recipe
(without --corpus: the cleaned seed pages, cut to short documents), and prints a Markdown table with date,
versions and machine. Quality is the same in every run; speed is the median of the rounds, with the time a tool
needs to start, and to read and write the JSON, taken off. The tools run one after another, on one core each.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
# Name, and what pip installs for it. Versions are those that the figures in docs/benchmark.md were made with.
PEERS = {
    "ftfy": ["ftfy==6.3.1"],
    "ftfy_careful": ["ftfy==6.3.1"],
    "plsfix": ["plsfix==0.1.8"],
    "datatrove": ["datatrove==0.10.0", "ftfy==6.3.1", "regex"],
}
# Characters of a document made of the seed pages.
SHORT = 400
# Speed is measured on the pairs over and over, up to so many bytes of JSON: enough for start-up not to matter.
LONG = 12_000_000


def prepare(work, wanted):
    """A virtual environment for each peer that installs: its Python."""
    pythons = {}
    for name in wanted:
        folder = work / "venv" / name.removesuffix("_careful")
        python = folder / "bin" / "python"
        if not python.exists():
            venv.create(folder, with_pip=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", *PEERS[name]], capture_output=True, text=True)
        if done.returncode:
            print(f"{name} does not install: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        else:
            pythons[name] = python
    return pythons


def seed_pages(path):
    """Short clean documents of the seed pages."""
    with path.open("w", encoding="utf-8") as out:
        for page in sorted((ROOT / "seeds/expected").glob("*.txt")):
            document, number = "", 0
            for line in page.read_text(encoding="utf-8").splitlines():
                document += line + "\n"
                if len(document) >= SHORT:
                    print(json.dumps({"id": f"{page.stem}-{number}", "text": document}, ensure_ascii=False), file=out)
                    document, number = "", number + 1


def repeated(pairs, path):
    """The pairs again and again, under new ids."""
    lines = [json.loads(line) for line in pairs.open(encoding="utf-8")]
    written, number = 0, 0
    with path.open("w", encoding="utf-8") as out:
        while written < LONG:
            for pair in lines:
                written += out.write(json.dumps(pair | {"id": f"{pair['id']}/{number}"}, ensure_ascii=False) + "\n")
            number += 1


def measure(binary, pairs, tool, figures):
    command = [binary, "eval", pairs, "--json", figures]
    if tool:
        command += ["--only-tools", "--tool", tool]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(figures.read_text(encoding="utf-8"))[0]


def percent(part, of):
    return f"{100 * part / of:.2f}" if of else "–"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", nargs="*", type=pathlib.Path, default=[])
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "target" / "peers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--binary", type=pathlib.Path, help="default: build it")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    if not args.binary:
        subprocess.run(["cargo", "build", "--release", "-q"], cwd=ROOT, check=True)
        args.binary = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "mojimend"
    corpus = args.corpus
    if not corpus:
        corpus = [args.work / "seeds.jsonl"]
        seed_pages(corpus[0])
    names = ("pairs.jsonl", "long.jsonl", "empty.jsonl", "figures.json")
    pairs, long, empty, figures = (args.work / name for name in names)
    subprocess.run([args.binary, "damage", "-q", "--seed", "1", "-o", pairs, *corpus], check=True)
    empty.write_text(pairs.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    repeated(pairs, long)
    pythons = prepare(args.work, args.peers.split(","))
    rows = []

    def seconds(path, tool):
        return statistics.median(measure(args.binary, path, tool, figures)["speed"]["seconds"] for _ in range(args.rounds))

    # Reading and writing the JSON of the long file, start-up apart.
    nothing = f"{sys.executable} {HERE / 'adapter.py'} nothing"
    json_seconds = seconds(long, nothing) - seconds(empty, nothing)
    for name, python in [("mojimend", None), *pythons.items()]:
        print(f"measuring {name}", file=sys.stderr)
        tool = f"{python} {HERE / 'adapter.py'} {name}" if python else None
        try:
            runs = [measure(args.binary, pairs, tool, figures) for _ in range(2)]
            speeds = [measure(args.binary, long, tool, figures)["speed"] for _ in range(args.rounds)]
            overhead = seconds(empty, tool) + json_seconds if tool else 0.0
        except subprocess.CalledProcessError:
            print(f"{name} fails, see above; left out", file=sys.stderr)
            continue
        quality = [json.dumps({k: v for k, v in run["score"].items()}, sort_keys=True) for run in runs]
        assert len(set(quality)) == 1, f"{name} gives other answers each time"
        taken = statistics.median(speed["seconds"] for speed in speeds) - overhead
        rows.append((name, runs[0], speeds[0]["bytes"] / 1e6 / taken))
    print(f"\n{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; ", end="")
    print(", ".join(sorted({version for name in pythons for version in PEERS[name]})), end="\n\n")
    print("| | damaged documents exact, % | damaged lines exact, % | places restored / wrong, % | injected lines removed, % "
          "| clean documents left alone, % | places changed per MB of clean text | MB/s | peak MB |")
    print("|---" * 9 + "|")
    for name, run, speed in rows:
        score = run["score"]
        places, harm, lines = score["places"], score["harm"], score["injected_lines"]
        cells = [
            name,
            percent(score["documents"]["exact"], score["documents"]["total"]),
            percent(score["lines"]["exact"], score["lines"]["total"]),
            percent(places["restored"], places["total"]) + " / " + percent(places["wrong"], places["total"]),
            percent(lines["removed"], lines["total"]),
            percent(score["clean_documents"]["exact"], score["clean_documents"]["total"]),
            f"{harm['clean_places'] * 1e6 / harm['clean_bytes']:.1f}" if harm["clean_bytes"] else "–",
            f"{speed:.1f}",
            f"{(run['speed']['peak_bytes'] or 0) / 1e6:.0f}",
        ]
        print("| " + " | ".join(cells) + " |")


main()
