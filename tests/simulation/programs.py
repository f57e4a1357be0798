"""The program `nest` as a whole: exit codes, Ctrl-C, the example.

usage: programs.py PROGRAM EXAMPLES
"""

import pathlib
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree
import zlib

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


def pixels(file):
    """Width and height of a PNG file of eight bits per red, green and blue, and its rows."""
    assert file[:8] == b"\x89PNG\r\n\x1a\n", file[:8]
    at, data = 8, b""
    while at < len(file):
        size, kind = struct.unpack(">I4s", file[at:at + 8])
        content = file[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colours = struct.unpack(">IIBB", content[:10])
            assert (depth, colours) == (8, 2)
        data += content if kind == b"IDAT" else b""
        at += 12 + size
    lines, rows, above = zlib.decompress(data), [], bytearray(3 * width)
    for at in range(0, len(lines), 3 * width + 1):
        above = unfiltered(lines[at], bytearray(lines[at + 1:at + 1 + 3 * width]), above)
        rows.append(bytes(above))
    return width, height, rows


def unfiltered(kind, row, above):
    """A row as it was before its filter (PNG, section 9), pixels of three bytes."""
    for i in range(len(row)):
        left, up, corner = (row[i - 3], above[i], above[i - 3]) if i >= 3 else (0, above[i], 0)
        paeth = min((abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner))[2]
        row[i] = (row[i] + (0, left, up, (left + up) // 2, paeth)[kind]) & 0xFF
    return row


class Pictures(unittest.TestCase):
    def test_the_example_draws_in_the_terminal(self):
        result = run(str(EXAMPLES / "pictures.sli"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreater(sum("\u2801" <= c <= "\u28ff" for c in result.stdout), 500)

    def drawn(self, names, *words):
        """The files of these names that a run of the program leaves in an empty folder."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROGRAM, *words], cwd=folder, check=True, capture_output=True, timeout=300)
            return [(pathlib.Path(folder) / name).read_bytes() for name in names]

    def test_the_example_writes_svg_files(self):
        example = str(EXAMPLES.resolve() / "pictures.sli")
        for file in self.drawn(["raster.svg", "potential.svg"], "--userargs=svg", example):
            self.assertTrue(xml.etree.ElementTree.fromstring(file).tag.endswith("svg"))

    def test_the_example_writes_png_files(self):
        example = str(EXAMPLES.resolve() / "pictures.sli")
        for file in self.drawn(["raster.png", "potential.png"], "--userargs=png", example):
            width, height, rows = pixels(file)
            self.assertEqual((width, height), (1440, 720))
            inside = [row[3 * 142:3 * 1398] for row in rows[62:618]]  # of the frame
            coloured = sum(row[i:i + 3] != b"\xff\xff\xff" for row in inside for i in range(0, len(row), 3))
            self.assertTrue(1000 < coloured < 100000, coloured)

    def test_a_curve_lies_where_its_numbers_say(self):
        _, _, rows = pixels(*self.drawn(["a.png"], "-c", "[0.0 0.0 1.0 1.0] (a.png) plot"))
        blue = {(x, y) for y, row in enumerate(rows) for x in range(1440) if row[3 * x:3 * x + 3] == b"\x00\x72\xb2"}
        for x, y, there in ((300, 619, True), (1200, 61, True), (300, 61, False), (1200, 619, False)):
            near = any((x, y + d) in blue for d in (-2, -1, 0, 1, 2))
            self.assertEqual(near, there, (x, y))

    def test_texts_that_are_no_unicode_do_not_hide_the_picture(self):
        program = b"[[ [1 2] [1 2] () ]] false (a\xffb) () () "
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "a.sli"
            script.write_bytes(program + b"(a.png) :show" + program.replace(b"\xff", b"?") + b"(b.png) :show")
            odd, readable = self.drawn(["a.png", "b.png"], str(script))
        self.assertEqual(odd, readable)

    def test_a_failed_picture_leaves_the_file_as_it_was(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "old.png"
            file.write_text("old")
            self.assertIn("TypeMismatch", run("-", text=f"[1 (x)] ({file}) plot").stdout)
            self.assertEqual(file.read_text(), "old")

    def test_a_picture_in_another_format_is_refused(self):
        self.assertIn("must end in .svg or .png", run("-", text="[1 2] (a.pdf) plot").stdout)

    def test_a_picture_that_cannot_be_written_says_so(self):
        self.assertIn("FileOpenError", run("-", text="[1 2] (/nonexistent/a.png) plot").stdout)


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
