"""Make the command reference out of what the program knows: HTML for browsers, a page for man.

usage: generate.py PROGRAM FOLDER      writes FOLDER/commands.html and FOLDER/aerie-commands.7

The program prints its own manual (tables of its commands, comment blocks of its library, examples), so
the pages cannot say anything else than `/name help` does.
"""

import html
import pathlib
import subprocess
import sys

STYLE = """body { font-family: sans-serif; max-width: 50em; margin: auto; }
pre { background: #f4f4f4; padding: .6em; } h2 { border-top: 1px solid #ccc; padding-top: .5em; }"""


def pages(program):
    """Pairs of name and page, the page's first line being the name."""
    printed = subprocess.run([program, "--verbosity=QUIET", "-c", ":allpages"], capture_output=True, text=True,
                             check=True).stdout
    parts = [part.strip("\n") for part in printed.split("^L\n")]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1]) for part in parts if "\n" in part]


def as_html(found):
    index = " ".join(f'<a href="#{html.escape(name, quote=True)}">{html.escape(name)}</a>' for name, _ in found)
    body = "\n".join(f'<h2 id="{html.escape(name, quote=True)}">{html.escape(name)}</h2>\n<pre>{html.escape(page)}</pre>'
                     for name, page in found)
    return ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Commands of SLI</title>"
            f"<style>{STYLE}</style></head>\n<body><h1>Commands of SLI</h1>\n<p>{index}</p>\n{body}\n</body></html>\n")


def as_man(found):
    def escape(text):
        text = text.replace("\\", "\\e").replace("-", "\\-")
        return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))

    head = '.TH AERIE\\-COMMANDS 7 "" "Aerie" "Commands of SLI"\n.SH NAME\naerie\\-commands \\- the commands of SLI\n'
    return head + "".join(f".SH {escape(name)}\n.nf\n{escape(page)}\n.fi\n" for name, page in found)


def main(program, folder):
    found = pages(program)
    out = pathlib.Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / "commands.html").write_text(as_html(found))
    (out / "aerie-commands.7").write_text(as_man(found))
    print(f"{len(found)} commands")
    return not found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
