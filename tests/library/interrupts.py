"""Ctrl-C reaches a program wherever it is: in a loop, and inside a single command that takes long.

usage: interrupts.py PROGRAM
"""

import signal
import subprocess
import sys
import time

PATIENCE = 5  # seconds
CASES = {
    "an endless loop": "{ } loop",
    "a chain of long commands": "{ [3000000] Range pop } 1000 { dup join } repeat exec",
    "sorting": "/a [20000000] Range def /a a Reverse def READY { a Sort pop } loop",
    "mapping": "/a [3000000] Range def READY 1000 { a { dup mul } Map pop } repeat",
    "printing": "[1 1] 40 { dup 2 arraystore } repeat READY pcvs",
    "flattening": "[[]] 40 { dup 2 arraystore } repeat READY Flatten",
    "multiplying matrices": "/m [1000 1000] 1.5 LayoutArray def READY m m Dot",
    "replacing": "/t (ab) 21 { dup join } repeat def READY (b) (c) t regex_replace",
    "catching everything": "{ READY {} loop } stopped pop errordict /newerror false put errordict /errorname get cvs cerr exch <- endl { } loop",
}


def failure(program, text):
    """What is wrong, or None."""
    text = ("" if "READY" in text else "(ready) = cout flush pop ") + text.replace("READY", "(ready) = cout flush pop")
    run = subprocess.Popen([program, "--verbosity=ERROR", "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           text=True)
    try:
        run.stdout.readline()
        time.sleep(0.3)
        before = time.monotonic()
        run.send_signal(signal.SIGINT)
        if "stopped pop" in text:
            if "SystemSignal" not in run.stderr.readline():
                return "the signal was not an SLI error"
            run.send_signal(signal.SIGINT)
        out, _ = run.communicate(timeout=60)
    finally:
        run.kill()
    took = time.monotonic() - before
    if run.returncode != 126:
        return f"ended with {run.returncode}\n{out[-500:]}"
    if "SystemSignal" not in out:
        return f"no SystemSignal in {out[-500:]}"
    return f"took {took:.1f} s" if took > PATIENCE else None


def main(program):
    reasons = {name: failure(program, text) for name, text in CASES.items()}
    for name, reason in reasons.items():
        if reason:
            print(f"FAILED {name}: {reason}")
    failed = sum(reason is not None for reason in reasons.values())
    print(f"{len(reasons) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
