"""The program `nest` as a whole: exit codes, Ctrl-C, the example.

usage: programs.py PROGRAM EXAMPLES
"""

import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

PROGRAM, EXAMPLES = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])


def run(*arguments, text=""):
    return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True, timeout=300)


class ExitCodes(unittest.TestCase):
    def test_a_script_that_does_not_exist_ends_with_126(self):
        result = run("no_such_script.sli")
        self.assertEqual(result.returncode, 126)
        self.assertIn("no_such_script.sli", result.stdout + result.stderr)

    def test_an_unclosed_brace_ends_with_126(self):
        result = run("-", text="1 1 add = { 2 ")
        self.assertEqual(result.returncode, 126)
        self.assertIn("SyntaxError", result.stdout)

    def test_an_unclosed_string_or_comment_ends_with_126(self):
        for text in "(half", "/* half":
            self.assertEqual(run("-", text=text).returncode, 126, text)

    def test_a_good_script_ends_with_0(self):
        self.assertEqual(run("-", text="10 Simulate").returncode, 0)


class Pictures(unittest.TestCase):
    def test_the_example_draws_in_the_terminal(self):
        result = run(str(EXAMPLES / "pictures.sli"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreater(sum("\u2801" <= c <= "\u28ff" for c in result.stdout), 500)

    def test_the_example_writes_svg_files(self):
        with tempfile.TemporaryDirectory() as folder:
            command = [PROGRAM, "--userargs=svg", str(EXAMPLES.resolve() / "pictures.sli")]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
            for name in ("raster.svg", "potential.svg"):
                root = xml.etree.ElementTree.parse(pathlib.Path(folder) / name).getroot()
                self.assertTrue(root.tag.endswith("svg"))


class Hints(unittest.TestCase):
    def hint(self, text):
        return run("-", text=text).stderr

    def test_a_misspelt_parameter_is_answered_with_the_nearest_name(self):
        self.assertIn("'tau_m'", self.hint("/iaf_psc_alpha Create << /tau_n 1. >> SetStatus"))
        self.assertIn("'tau_m'", self.hint("/iaf_psc_alpha << /tau_n 1. >> Create"))

    def test_a_misspelt_model_rule_or_synapse_is_answered_with_the_nearest_name(self):
        self.assertIn("'iaf_psc_alpha'", self.hint("/iaf_psc_alpa Create"))
        two = "/iaf_psc_alpha 2 Create dup "
        self.assertIn("'one_to_one'", self.hint(two + "/one_to_on Connect"))
        self.assertIn("'static_synapse'", self.hint(two + "/one_to_one /static_synaps Connect"))

    def test_a_wrong_type_names_key_and_value(self):
        hint = self.hint("/iaf_psc_alpha Create << /tau_m (abc) >> SetStatus")
        self.assertIn("tau_m", hint)
        self.assertIn("abc", hint)


class Interruption(unittest.TestCase):
    SCRIPT = """
        /n /iaf_psc_alpha 100 << /I_e 400. >> Create def /r /spike_recorder Create def n r Connect
        { (go) = cout flush pop 1e9 Simulate } stopped =
        errordict /errorname get = errordict /newerror false put
        r /n_events get 0 gt = GetKernelStatus /biological_time get 1e9 lt =
        10. Simulate (on) =
    """

    def test_ctrl_c_ends_a_run_and_keeps_what_was_recorded(self):
        process = subprocess.Popen([PROGRAM, "--verbosity=QUIET", "-"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True)
        process.stdin.write(self.SCRIPT)
        process.stdin.close()
        self.assertEqual(process.stdout.readline(), "go\n")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        printed = process.stdout.read().split()
        process.stdout.close()
        self.assertEqual(printed, ["true", "SystemSignal", "true", "true", "on"])
        self.assertEqual(process.wait(timeout=60), 0)


class BalancedNetwork(unittest.TestCase):
    def rates(self, threads):
        result = run(f"--userargs=50:100:{threads}", str(EXAMPLES / "balanced_network.sli"))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return re.findall(r"rate +: ([0-9.]+) spikes/s", result.stdout)

    def test_it_runs_and_gives_the_same_rates_for_every_number_of_threads(self):
        rates = self.rates(1)
        self.assertEqual(len(rates), 2)
        self.assertTrue(all(float(rate) > 1.0 for rate in rates))
        for threads in 2, 3, 4:
            self.assertEqual(self.rates(threads), rates)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
