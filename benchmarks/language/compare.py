"""Language benchmarks: the same work in SLI, PostScript, Lua and Python, medians and ratios.

usage: compare.py PROGRAM [NAME ...]
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
OTHERS = {
    "ps": ["gs", "-q", "-dNODISPLAY", "-dBATCH", "-dNOSAFER"],
    "lua": ["lua5.4"],
    "py": ["/usr/bin/python3"],
}
RUNS = 5


def seconds(command, path):
    """Processor time of one run, from start to end of the process."""
    with path.open("rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} failed on {path.name}")
    return usage.ru_utime + usage.ru_stime


def contestants(program, name):
    """Command and source of everybody who can do this work here."""
    yield "sli", [program, "-"], FOLDER / f"{name}.sli"
    for ending, command in OTHERS.items():
        source = FOLDER / f"{name}.{ending}"
        if source.exists() and shutil.which(command[0]):
            yield ending, [*command, "-"] if ending != "ps" else [*command, "-_"], source


def medians(program, name):
    """Seconds by contestant; rounds are interleaved so that a busy machine slows all alike."""
    runs = list(contestants(program, name))
    times = {who: [] for who, _, _ in runs}
    for _ in range(RUNS):
        for who, command, source in runs:
            times[who].append(seconds(command, source))
    return {who: statistics.median(values) for who, values in times.items()}


def main(program, names):
    names = names or sorted(path.stem for path in FOLDER.glob("*.sli"))
    print(f"{'':15} {'sli ms':>9}" + "".join(f"{who + ' ms':>10} {'ratio':>6}" for who in OTHERS))
    for name in names:
        times = medians(program, name)
        cells = "".join(f"{1000 * times[who]:10.0f} {times[who] / times['sli']:6.1f}" if who in times
                        else f"{'-':>10} {'-':>6}" for who in OTHERS)
        print(f"{name:15} {1000 * times['sli']:9.1f}{cells}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
