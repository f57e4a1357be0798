"""Run the blocks of Markdown pages: `sli` and `python` blocks of a page are one session per language.

usage: snippets.py NEST PYTHONPATH PAGE...      PYTHONPATH: where the package `nest` lies

An `output` block is what the blocks of code since the last one of its language must have printed. Pictures a page saves
go to the folder in which it runs.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "--8<-- end of block"


def sessions(text):
    """Per language a list of [code, expected output or None]; code before an output block belongs to it."""
    found = {"sli": [], "python": []}
    last = None
    for language, body in BLOCK.findall(text):
        if language == "output" and last:
            found[last][-1][1] = body
        elif language in found:
            last = language
            found[language].append([body, None])
    return {language: blocks for language, blocks in found.items() if blocks}


def program(language, blocks):
    mark = {"sli": f"({MARK}) =\n", "python": f"print({MARK!r})\n"}[language]
    head = {"sli": "M_ERROR setverbosity\n", "python": ""}[language]
    return head + mark + "".join(code + "\n" + mark for code, _ in blocks)


def run(language, blocks, nest, packages, folder):
    script = pathlib.Path(folder) / f"page.{language}"
    script.write_text(program(language, blocks))
    command = [nest, str(script)] if language == "sli" else [sys.executable, str(script)]
    environment = {**os.environ, "PYTHONPATH": packages, "MPLBACKEND": "Agg"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def failures(page, nest, packages, folder):
    for language, blocks in sessions(pathlib.Path(page).read_text()).items():
        result = run(language, blocks, nest, packages, folder)
        if result.returncode != 0:
            yield f"{page}: {language} ends with {result.returncode}\n{result.stdout}\n{result.stderr}"
            continue
        printed = [part.removeprefix("\n") for part in result.stdout.split(MARK)[1:]]
        for (code, expected), got in zip(blocks, printed):
            if expected is not None and got.strip() != expected.strip():
                yield f"{page}: {language} block\n{code}--- printed\n{got}--- expected\n{expected}"


def main(nest, packages, *pages):
    nest, packages = os.path.abspath(nest), os.path.abspath(packages)
    found = []
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            found += failures(page, nest, packages, folder)
    print("\n".join(found) if found else f"{len(pages)} pages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
