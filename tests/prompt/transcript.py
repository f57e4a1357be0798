"""Talk to the prompt through a pseudo-terminal, key by key.

usage: transcript.py NEST
"""

import os
import pathlib
import pty
import re
import select
import signal
import sys
import tempfile
import time

PATIENCE = 20.0  # s, for one answer


class Prompt:
    def __init__(self, program, home, **environment):
        self.seen = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.pop("NO_COLOR", None)
            os.environ.update({"TERM": "xterm", "HOME": home, "COLUMNS": "200", **environment})
            os.execv(program, [program])
        self.wait_for("] ")

    def wait_for(self, text):
        """What came until `text` was seen; fails when it does not come."""
        until = time.monotonic() + PATIENCE
        while text not in self.seen:
            if time.monotonic() > until:
                raise AssertionError(f"{text!r} did not come, but {self.seen!r}")
            if select.select([self.terminal], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.terminal, 65536).decode(errors="replace")
                except OSError as gone:
                    raise AssertionError(f"{text!r} did not come, but {self.seen!r} and the end") from gone
        end = self.seen.index(text) + len(text)
        part, self.seen = self.seen[:end], self.seen[end:]
        return part

    def type(self, keys, answer):
        os.write(self.terminal, keys.encode())
        return self.wait_for(answer)

    def leave(self):
        os.write(self.terminal, b"quit\r")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def a_line_is_run_and_the_operands_are_shown(prompt):
    assert "  3 (abc)" in prompt.type("1 2 add (abc)\r", "SLI [2] ")


def lines_go_on_while_a_bracket_is_open(prompt):
    prompt.type("/square {\r", "... ")
    prompt.type("dup mul\r", "... ")
    assert "49" in prompt.type("} def 7 square =\r", "SLI ] ")


def tab_completes_a_model(prompt):
    prompt.type("/izhi\t", "/izhikevich")
    prompt.type("\x15\r", "SLI ] ")


def tab_completes_a_parameter_of_the_model_before(prompt):
    prompt.type("/iaf_psc_alpha << /tau_\t", "/tau_")
    os.write(prompt.terminal, b"\t\t")
    offered = prompt.wait_for("tau_syn_in")
    assert "tau_syn_ex" in offered and "tau_Ca" in offered and "tau_w" not in offered
    prompt.type("\x15\r", "SLI ] ")


def tab_completes_a_command(prompt):
    prompt.type("GetKern\t", "GetKernelStatus")
    prompt.type("\x15\r", "SLI ] ")


def tab_completes_keys_of_a_dictionary(prompt):
    prompt.type("/d << /weighty 1 >> def\r", "SLI ] ")
    prompt.type("d /wei\t", "/weighty")
    prompt.type("\x15\r", "SLI ] ")


def tab_completes_keys_of_nodes(prompt):
    prompt.type("/cells /iaf_psc_alpha 3 Create def\r", "SLI ] ")
    prompt.type("cells << /V_mi\t", "/V_min")
    prompt.type("\x15ResetKernel\r", "SLI ] ")


def tab_completes_file_names_in_strings(prompt):
    prompt.type("(/etc/hostna\t", "/etc/hostname")
    prompt.type("\x15\r", "SLI ] ")


def the_arrow_brings_the_last_line_back(prompt):
    prompt.type("6 7 mul =\r", "42")
    prompt.wait_for("SLI ] ")
    assert "42" in prompt.type("\x1b[A\r", "42")
    prompt.wait_for("SLI ] ")


def an_interrupt_gives_the_line_up(prompt):
    os.write(prompt.terminal, b"1 2 3 {")
    time.sleep(0.3)
    prompt.type("\x03", "SLI ] ")
    assert "5\r\n" in prompt.type("5 =\r", "SLI ] ").replace("5 =", "")


def an_interrupt_ends_what_runs_and_the_prompt_comes_back(prompt):
    os.write(prompt.terminal, b"{ } loop\r")
    time.sleep(0.5)
    assert "SystemSignal" in prompt.type("\x03", "SLI ] ")


def an_error_is_shown_with_its_place(prompt):
    answer = prompt.type("1 0 div\r", "SLI [2] ")
    assert "DivisionByZero" in answer and "    ^" in re.sub(r"\x1b\[[0-9;]*m", "", answer)


def an_error_in_a_procedure_is_shown_where_it_was_typed(prompt):
    answer = re.sub(r"\x1b\[[0-9;]*m", "", prompt.type("/f { 1 0 div } def /g { f } def g\r", "SLI [2] "))
    assert "prompt:1:10: DivisionByZero" in answer and "called at prompt:1:33" in answer, answer


def the_last_command_of_a_line_is_shown_where_it_was_typed(prompt):
    answer = re.sub(r"\x1b\[[0-9;]*m", "", prompt.type("/iaf_psc_alpah Create\r", "SLI [2] "))
    assert "prompt:1:16: UnknownModelName" in answer, answer


def the_end_of_input_gives_an_open_bracket_up(prompt):
    prompt.type("{ 1 2\r", "... ")
    prompt.type("\x04", "SLI ] ")


FACTS = [value for name, value in list(globals().items()) if callable(value) and re.match(r"(a|an|lines|tab|the)_", name)]


def without_colour_there_is_no_escape(program):
    with tempfile.TemporaryDirectory() as home:
        prompt = Prompt(program, home, NO_COLOR="1")
        shown = prompt.type("1 0 div\r", "SLI [2] ")
        assert "\x1b[3" not in shown and "\x1b[1" not in shown and "\x1b[2m" not in shown, shown
        prompt.leave()


def history_is_kept(program):
    with tempfile.TemporaryDirectory() as home:
        prompt = Prompt(program, home)
        prompt.type("(kept) =\r", "kept\r\n")
        assert prompt.leave() == 0
        assert "(kept) =" in (pathlib.Path(home) / ".nest_history").read_text()


def a_startup_file_is_run(program):
    with tempfile.TemporaryDirectory() as home:
        (pathlib.Path(home) / ".nest_startup.sli").write_text("/mine 42 def\n")
        prompt = Prompt(program, home)
        assert "42" in prompt.type("mine =\r", "42")
        assert prompt.leave() == 0


def main(program):
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    failed = 0
    for fact in FACTS:
        with tempfile.TemporaryDirectory() as home:
            prompt = Prompt(program, home)
            try:
                fact(prompt)
                assert prompt.leave() == 0
            except AssertionError as error:
                print(f"{fact.__name__}: {error}")
                failed += 1
    for fact in (without_colour_there_is_no_escape, history_is_kept, a_startup_file_is_run):
        try:
            fact(program)
        except AssertionError as error:
            print(f"{fact.__name__}: {error}")
            failed += 1
    print(f"{len(FACTS) + 3 - failed} of {len(FACTS) + 3}")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
