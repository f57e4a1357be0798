import logging
import os
import pty
import subprocess
import sys

import nest


def test_messages_go_through_logging(caplog):
    nest.set_verbosity("M_INFO")
    with caplog.at_level(logging.DEBUG, logger="nest"):
        nest.message(20, "somebody", "take care")
        nest.message(10, "somebody", "by the way")
        nest.message(5, "somebody", "not shown")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "somebody: take care"),
        ("INFO", "somebody: by the way"),
    ]


def test_import_and_simulation_print_nothing():
    program = "import nest; n = nest.Create('iaf_psc_alpha'); nest.Simulate(10.0)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={**os.environ})
    assert (result.stdout, result.stderr) == ("", "")


RUN_WITH_BAR = "import nest; nest.print_time = True; nest.Create('iaf_psc_alpha'); nest.Simulate(10.0)"


def test_progress_is_shown_on_a_terminal():
    ours, theirs = pty.openpty()
    result = subprocess.run([sys.executable, "-c", RUN_WITH_BAR], stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 10000).decode()
    os.close(ours)
    assert "100 %" in shown and result.stdout == b""


def test_progress_is_not_written_into_files():
    environment = {key: value for key, value in os.environ.items() if key != "JPY_PARENT_PID"}
    result = subprocess.run([sys.executable, "-c", RUN_WITH_BAR], capture_output=True, check=True, env=environment)
    assert (result.stdout, result.stderr) == (b"", b"")
