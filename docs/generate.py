"""Make the command reference out of what the program knows: HTML for browsers, a page for man.

usage: generate.py PROGRAM FOLDER      writes FOLDER/commands.html, aerie-commands.7, nest.1 and sli.1

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


MANUAL = """.TH {NAME} 1 "" "Aerie" "User commands"
.SH NAME
{name} \\- {what}
.SH SYNOPSIS
.B {name}
[options] [ \\- | file [file ...] ]
.SH DESCRIPTION
{description}
.SH OPTIONS
.nf
{options}
.fi
.SH EXIT STATUS
0, or what the script hands to
.BR quit_i ;
126 after an error of a script, 125 after an error of the program, 127 if it cannot go on.
.SH ENVIRONMENT
.TP
.B NO_COLOR
no colours at the prompt
.TP
.B COLUMNS
width to which messages are wrapped
.SH SEE ALSO
.BR aerie\\-commands (7)
"""
PROGRAMS = {
    "nest": ("simulates networks of spiking neurons",
             "Runs SLI scripts that build and simulate networks, or offers a prompt."),
    "sli": ("the stack language SLI", "Runs SLI scripts, or offers a prompt; without the simulation kernel."),
}


def program_page(program, name):
    """Manual of a program, its options as it lists them itself."""
    printed = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    options = "\n".join(line for line in printed.split("\n") if not line.startswith("usage:")).strip("\n")
    what, description = PROGRAMS[name]
    return MANUAL.format(NAME=name.upper(), name=name, what=what, description=description,
                         options=options.replace("\\", "\\e").replace("-", "\\-"))


def main(program, folder):
    found = pages(program)
    out = pathlib.Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / "commands.html").write_text(as_html(found))
    (out / "aerie-commands.7").write_text(as_man(found))
    for name in PROGRAMS:
        (out / f"{name}.1").write_text(program_page(pathlib.Path(program).with_name(name), name))
    print(f"{len(found)} commands")
    return not found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
