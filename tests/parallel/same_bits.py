"""Real ranks: the same network on several splits, and what happens when one of them fails.

usage: same_bits.py PROGRAM MPIEXEC PYTHON PACKAGE [CLASS]
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, MPIEXEC, PYTHON, PACKAGE = sys.argv[1:5]
HERE = pathlib.Path(__file__).parent
SPLITS = [(1, 2), (2, 1), (2, 2), (4, 1)]  # ranks, threads
TIMEOUT = 120  # seconds: far beyond what is needed, far below "it hangs"


def mpirun(ranks, *command):
    """A finished job: .returncode; .out, what each rank wrote; .text, that and all errors."""
    launcher = [MPIEXEC, "--oversubscribe", "--allow-run-as-root", "--bind-to", "none", "-np", str(ranks)]
    environment = {**os.environ, "PYTHONPATH": PACKAGE, "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:  # on mpiexec's own output, ranks run into each other
        job = subprocess.run(
            [*launcher, "--output-filename", folder, *command],
            capture_output=True, text=True, timeout=TIMEOUT, env=environment,
        )
        job.out, errors = (
            [file.read_text() for file in sorted(pathlib.Path(folder).glob(f"1/rank.*/{stream}"))]
            for stream in ("stdout", "stderr")
        )
    job.text = "".join([*job.out, *errors, job.stderr])
    return job


def script(ranks, text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "script.sli")
        file.write_text(text)
        return mpirun(ranks, PROGRAM, str(file))


def python(ranks, text):
    return mpirun(ranks, PYTHON, "-c", text)


def lines_of(folder, pattern):
    """Lines of all files by virtual process or rank, without headers."""
    return {
        int(re.search(r"-(\d+)\.\w+$", file.name)[1]): [
            line for line in file.read_text().splitlines() if line[:1].isdigit()
        ]
        for file in pathlib.Path(folder).glob(pattern)
    }


class SameBits(unittest.TestCase):
    def network(self, ranks, threads):
        with tempfile.TemporaryDirectory() as folder:
            result = mpirun(ranks, PROGRAM, f"--userargs={threads}:{folder}", str(HERE / "network.sli"))
            self.assertEqual(result.returncode, 0, result.text)
            self.assertEqual(len(list(pathlib.Path(folder).iterdir())), ranks * threads + 2 * ranks)
            spikes = lines_of(folder, "spikes-*.dat")
            start, edges = lines_of(folder, "start-*.txt"), lines_of(folder, "edges-*.txt")
        self.assertEqual(sorted(spikes), list(range(ranks * threads)))
        for process, lines in spikes.items():
            self.assertTrue(all(int(line.split()[0]) % (ranks * threads) == process for line in lines))
        by_process = collections.defaultdict(list)
        for rank, lines in edges.items():
            for line in lines:
                process, edge = line.split(" ", 1)
                self.assertEqual(int(process), int(edge.split()[1]) % (ranks * threads))
                self.assertEqual(int(process) % ranks, rank)
                by_process[int(process)].append(edge)
        return [sorted(sum(found.values(), [])) for found in (spikes, start, by_process)]

    def test_ranks_and_threads_do_not_change_a_bit(self):
        expected = self.network(1, 1)
        spikes, start, edges = expected
        self.assertGreater(len(spikes), 100)
        self.assertEqual(len(start), 81)
        self.assertEqual(len(edges), 81 * 9)
        for ranks, threads in SPLITS:
            with self.subTest(ranks=ranks, threads=threads):
                self.assertEqual(self.network(ranks, threads), expected)


class Scenarios(unittest.TestCase):
    """Every rule, device with chance, plastic synapse, detector, relay and kind of neuron: see scenarios.py."""

    def tables(self, ranks, threads):
        with tempfile.TemporaryDirectory() as folder:
            result = mpirun(ranks, PYTHON, str(HERE / "scenarios.py"), str(threads), folder)
            self.assertEqual(result.returncode, 0, result.text)
            by_rank = [json.loads(pathlib.Path(folder, f"{rank}.json").read_text()) for rank in range(ranks)]
        united = {}
        for name in by_rank[0]:
            tables = [found[name] for found in by_rank]
            if name.endswith(": counts"):  # of a detector, which every rank has
                self.assertTrue(all(table == tables[0] for table in tables), name)
                united[name] = tables[0]
            else:
                united[name] = sorted(sum(tables, []))
        return united

    def test_ranks_and_threads_do_not_change_a_bit(self):
        expected = self.tables(1, 1)
        silent = [name for name, table in expected.items() if not table and "of the device" not in name]
        self.assertEqual(silent, [])
        for ranks, threads in SPLITS:
            found = self.tables(ranks, threads)
            for name, table in expected.items():
                with self.subTest(ranks=ranks, threads=threads, table=name):
                    self.assertEqual(len(found[name]), len(table))
                    self.assertTrue(found[name] == table, [pair for pair in zip(found[name], table) if pair[0] != pair[1]][:3])


class Ranks(unittest.TestCase):
    def test_every_rank_knows_its_number(self):
        result = script(3, "SyncProcesses Rank NumProcesses 10 mul add = statusdict /is_mpi get =")
        self.assertEqual(result.returncode, 0, result.text)
        self.assertEqual([out.split("\n")[-3:] for out in result.out], [["30", "true", ""], ["31", "true", ""], ["32", "true", ""]])

    def test_python_knows_the_ranks(self):
        result = python(
            2,
            "import nest; n = nest.Create('iaf_psc_alpha', 5)\n"
            "numbers = nest.Rank(), nest.NumProcesses(), nest.num_processes, nest.total_num_virtual_procs\n"
            "print(f'{numbers} {list(nest.GetLocalVPs())} {nest.GetLocalNodeCollection(n).tolist()}')",
        )
        self.assertEqual(result.returncode, 0, result.text)
        self.assertEqual([out.splitlines()[-1] for out in result.out], ["(0, 2, 2, 2) [0] [2, 4]", "(1, 2, 2, 2) [1] [1, 3, 5]"])

    def test_threads_are_counted_on_all_ranks(self):
        result = script(2, "<< /total_num_virtual_procs 3 >> SetKernelStatus")
        self.assertEqual(result.returncode, 126)
        self.assertIn("incompatible with the number of processes", result.text)

    def test_a_process_of_its_own_is_not_part_of_a_job(self):
        maps = "(/proc/self/maps) (r) file { getline not { exit } if (libmpi) search { = pop pop } { pop } ifelse } loop"
        result = subprocess.run([PROGRAM, "-c", maps + " NumProcesses ="], capture_output=True, text=True, timeout=TIMEOUT)
        self.assertNotIn("libmpi", result.stdout)


class Scripts(unittest.TestCase):
    """Scripts that start themselves on several ranks, with the commands of library `unittest`."""

    def run_script(self, text):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "script.sli")
            file.write_text("(unittest) run /unittest using\n" + text)
            flags = "--oversubscribe --allow-run-as-root"
            return subprocess.run([PROGRAM, str(file)], capture_output=True, text=True, timeout=TIMEOUT,
                                  env={**os.environ, "SLI_MPIEXEC_PREFLAGS": flags})

    def test_what_holds_on_every_number_of_ranks_passes(self):
        result = self.run_script((HERE / "distributed.sli").read_text())
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("passed", result.stdout)
        numbers = [line for line in result.stdout.splitlines() if line.startswith("N_MPI")]
        self.assertEqual(numbers.count("N_MPI: 4"), 4)

    def test_what_does_not_hold_ends_with_1(self):
        for code, message in {
            "[2] { Rank 1 eq { 1 0 div } if } distributed_pass_or_die": "An error on rank 1: div_ii DivisionByZero",
            "[1 2] { Rank 0 eq { NumProcesses } if } distributed_invariant_assert_or_die": "Assertion failed",
            "[2] { Rank } distributed_rank_invariant_collect_assert_or_die": "Assertion failed",
            "[2] { true } distributed_assert_or_die": "Exactly one rank must leave a value",
            "[2] { Rank 1 eq { getPID 9 kill } if SyncProcesses } distributed_pass_or_die": "Only 0 of 2 processes",
        }.items():
            with self.subTest(code):
                result = self.run_script(code)
                self.assertEqual(result.returncode, 1)
                self.assertIn(message, result.stdout + result.stderr)


class Failures(unittest.TestCase):
    """Nobody waits for a rank that has failed."""

    def quickly(self, run, *arguments):
        begin = time.monotonic()
        result = run(*arguments)
        self.assertLess(time.monotonic() - begin, TIMEOUT)
        return result

    def test_an_error_on_one_rank_ends_the_others(self):
        result = self.quickly(script, 2, "Rank 1 eq { 1 0 div } if 100 Simulate")
        self.assertEqual(result.returncode, 126)
        self.assertIn("DivisionByZero", result.text)

    def test_an_exit_code_of_one_rank_is_that_of_the_job(self):
        result = self.quickly(script, 2, "Rank 1 eq { 7 quit_i } if 100 Simulate")
        self.assertEqual(result.returncode, 7)

    def test_an_error_of_a_rank_ends_one_that_computes(self):
        result = self.quickly(script, 2, "Rank 1 eq { 1 0 div } if { } loop")
        self.assertEqual(result.returncode, 126)

    def test_a_rank_that_ends_early_is_missed(self):
        result = self.quickly(script, 2, "Rank 1 eq { quit } if /iaf_psc_alpha Create 100 Simulate")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("rank 1 has ended", result.text)

    def test_ranks_that_drift_apart_are_told_so(self):
        result = self.quickly(script, 2, "Rank 1 eq { SyncProcesses } { 10 Simulate } ifelse")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("rank 0 in Prepare, rank 1 in SyncProcesses", result.text)

    def test_a_rank_that_is_killed_ends_the_others(self):
        result = self.quickly(script, 2, "Rank 1 eq { getPID 9 kill } if { 100 Simulate } loop")
        self.assertNotEqual(result.returncode, 0)

    def test_an_exception_in_python_ends_the_others(self):
        result = self.quickly(
            python, 2, "import nest\nif nest.Rank() == 1: raise ValueError('rank one is unwell')\nnest.Simulate(100.0)"
        )
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("rank one is unwell", result.stderr)

    def test_an_error_of_a_model_on_one_rank_is_an_error_on_all(self):
        result = self.quickly(
            script,
            2,
            "/iaf_cond_alpha 1 << /I_e 1e300 >> Create "
            "{ 10 Simulate } stopped { errordict /errorname get = } if (still here) = SyncProcesses",
        )
        self.assertEqual("".join(result.out).count("still here"), 2, result.text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]])
