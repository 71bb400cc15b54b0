"""Figures as Markdown, and beside those of an earlier run."""

import json

# Speeds relative to mojimend's may differ by so much between two runs.
SPREAD = 0.25


def percent(part, of):
    return f"{100 * part / of:.1f}" if of else "–"


def share(counts):
    return percent(counts["exact"], counts["total"])


def speed(run, what):
    return f"{run['bytes_per_second'][what] / 1e6:.1f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def repair_table(figures):
    first = figures["mojimend"]["score"]
    head = [
        "repair",
        f"damaged documents exact, % of {first['documents']['total']}",
        f"damaged lines exact, % of {first['lines']['total']}",
        f"places restored / wrong, % of {first['places']['total']}",
        f"injected lines removed, % of {first['injected_lines']['total']}",
        f"clean documents left alone, % of {first['clean_documents']['total']}",
        "places changed per MB of clean text",
        "MB/s, half of it damaged",
        "MB/s, clean text",
        "peak MB",
    ]
    rows = []
    for name, run in figures.items():
        score = run["score"]
        places, harm, lines = score["places"], score["harm"], score["injected_lines"]
        rows.append([
            name,
            share(score["documents"]),
            share(score["lines"]),
            percent(places["restored"], places["total"]) + " / " + percent(places["wrong"], places["total"]),
            percent(lines["removed"], lines["total"]),
            share(score["clean_documents"]),
            f"{harm['clean_places'] * 1e6 / harm['clean_bytes']:.0f}" if harm["clean_bytes"] else "–",
            speed(run, "all"),
            speed(run, "clean"),
            f"{run['peak_bytes'] / 1e6:.0f}",
        ])
    return table(head, rows)


def bytes_table(figures):
    first = figures["mojimend"]["score"]["classes"]
    names = [name for name in ("utf-8", "single-encoding", "mixed-encoding", "stray-byte") if name in first]
    head = ["bytes to text"]
    head += [f"{name} documents exact, % of {first[name]['documents']['total']}" for name in names]
    head += [f"lines in {name} documents exact, % of {first[name]['lines']['total']}" for name in names[1:]]
    head += ["MB/s", "peak MB"]
    rows = []
    for name, run in figures.items():
        classes = run["score"]["classes"]
        cells = [name] + [share(classes[kind]["documents"]) for kind in names]
        cells += [share(classes[kind]["lines"]) for kind in names[1:]]
        rows.append(cells + [speed(run, "files"), f"{run['peak_bytes'] / 1e6:.0f}"])
    return table(head, rows)


def compare(earlier, now):
    """Tells how two runs differ; whether they do so too much."""
    too_much = False
    for kind, runs in now.items():
        before = earlier[kind]
        for name, run in runs.items():
            if name not in before:
                print(f"{kind}: {name} was not there before")
                too_much = True
                continue
            same = json.dumps(before[name]["score"], sort_keys=True) == json.dumps(run["score"], sort_keys=True)
            too_much |= not same
            told = ["same quality" if same else "OTHER QUALITY"]
            for what, speed_now in run["bytes_per_second"].items():
                ratio = speed_now / runs["mojimend"]["bytes_per_second"][what]
                ratio_before = before[name]["bytes_per_second"][what] / before["mojimend"]["bytes_per_second"][what]
                spread = max(ratio, ratio_before) / min(ratio, ratio_before) - 1
                too_much |= spread > SPREAD
                told.append(f"speed ({what}) to mojimend's {ratio_before:.4f}, now {ratio:.4f}: {100 * spread:.0f} %")
            print(f"{kind}: {name}: {'; '.join(told)}")
    return too_much
