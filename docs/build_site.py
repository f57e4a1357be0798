"""Build the site: Markdown pages, pages made by the programs, pictures made by the tutorials.

usage: build_site.py NEST PYTHONPATH FOLDER     FOLDER/source is what Sphinx reads, FOLDER/html what it writes
"""

import html.parser
import json
import os
import pathlib
import shutil
import subprocess
import sys

DOCS = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent / "tests" / "support")]

import generate  # noqa: E402
import snippets  # noqa: E402



def copy_pages(source):
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(DOCS, source, ignore=shutil.ignore_patterns("__pycache__", "editors", "*.py"))
    shutil.copy(DOCS / "conf.py", source)
    shutil.copytree(DOCS / "editors", source / "editors", ignore=shutil.ignore_patterns("__pycache__"))


def draw_pictures(source, nest, packages):
    """Run the pages that show pictures, each in the folder of its own name."""
    for page in sorted(source.glob("tutorial-*.md")):
        folder = source / page.stem
        folder.mkdir(exist_ok=True)
        failed = list(snippets.failures(page, nest, packages, folder))
        if failed:
            sys.exit("\n".join(failed))
        for rest in folder.glob("page.*"):
            rest.unlink()


def subject(page):
    """Where a command is defined, which is what it is about: the last line of its page."""
    place = page.rstrip().rsplit("\n", 1)[-1].strip().removeprefix("Defined in ").split(",")[0].rstrip(".")
    return place.removeprefix("module ").removeprefix("lib-sli/").removesuffix(".sli").replace("/", "_").replace(" ", "_")


def sentence(page):
    """The first line that is no stack effect."""
    lines = [line.strip() for line in page.split("\n")]
    return next((line for line in lines if line and "->" not in line and line.endswith(".")), "")


def write_commands(source, nest):
    """A page per subject, and one that lists all commands by name; variants and the library's own parts come last."""
    found = [(name, page, f"command-{number}") for number, (name, page) in enumerate(generate.pages(nest))]
    folder = source / "reference" / "commands"
    folder.mkdir(parents=True, exist_ok=True)
    subjects = {}
    for name, page, label in found:
        subjects.setdefault(subject(page), []).append([f"({label})=", f"## `{name}`", "", "````text", page, "````", ""])
    for title, entries in subjects.items():
        lines = ["---", "orphan: true", "---", f"# {title.replace('_', ' ').capitalize()}", ""] + sum(entries, [])
        (folder / f"{title}.md").write_text("\n".join(lines))

    def listed(entries):
        rows = [f"| [`{name}`]({label}) | {sentence(page)} |".replace("`|`", "`\\|`") for name, page, label in entries]
        return ["| | |", "|---|---|", *rows, ""]

    parts = {"command": [], "variant": [], "part": []}
    for entry in found:
        inner = entry[0].startswith(":") and entry[0] not in ("::", ":")
        parts["part" if inner else "variant" if "A variant of " in sentence(entry[1]) else "command"].append(entry)
    lines = ["# Commands", "", f"The {len(parts['command'])} commands of SLI, as `/name help` shows them.", "",
             *listed(parts["command"]),
             "## Variants", "", "For operands of one type each; the command of the short name chooses among them.", "",
             *listed(parts["variant"]),
             "## Parts", "", "What the library itself is made of; programs do not need these, and they may change.", "",
             *listed(parts["part"])]
    (source / "reference" / "commands.md").write_text("\n".join(lines))


def write_errors(source, nest):
    """The pages that the program shows, each part of them laid out as what it is."""
    named = subprocess.run([nest, "-c", ":allerrors"], capture_output=True, text=True, check=True).stdout
    lines = ["# Errors", "", "What `nest --explain CODE` says of every error. Names with ... have there what differs "
             "from time to time.", ""]
    for code in sorted({line.split("\t")[0] for line in named.splitlines()}):
        page = subprocess.run([nest, "--explain", code], capture_output=True, text=True, check=True).stdout
        title, *also, meaning, remedy, example = (part.strip() for part in page.strip().split("\n\n"))
        others = [name.strip() for part in also for name in part.removeprefix("Also:").splitlines()]
        lines += [f"## {title}", "", *[f"- {name}" for name in others], "", meaning, "",
                  remedy.replace("What to do:", "**What to do:**"), "",
                  "```sli", example.removeprefix("Example: "), "```", ""]
    (source / "reference" / "errors.md").write_text("\n".join(lines))


def list_decisions(source):
    with (source / "decisions" / "README.md").open("a") as page:
        page.write("\n```{toctree}\n:maxdepth: 1\n:glob:\n\n0*\n```\n")


MODELS = """
import json, nest
names = list(nest.node_models) + [n for n in nest.synapse_models if not n.endswith(("_hpc", "_lbl"))]
print(json.dumps([nest.ll_api.sli_func(f"/{n} :modellayout") for n in names], default=str))
"""


def table(rows):
    lines = ["| name | default | unit | meaning | remarks |", "|---|---|---|---|---|"]
    for row in rows:
        cells = f"`{row['name']}`", row["value"], row["unit"], row["description"], "; ".join(row["notes"])
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines + [""]


def write_models(source, packages):
    """A page per model, and one that lists them by kind."""
    out = subprocess.run([sys.executable, "-c", MODELS], env={**os.environ, "PYTHONPATH": packages}, capture_output=True,
                         text=True, check=True).stdout
    folder = source / "reference" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    pages = json.loads(out)
    for page in pages:
        lines = [f"# {page['name']}", "", "````text", page["about"].rstrip(), "````", ""]
        for title, rows in page["tables"]:
            lines += [f"## {title}", "", *table(rows)]
        for title, names in page["lists"]:
            lines += [f"**{title}:** " + ", ".join(f"`{name}`" for name in names), ""]
        (folder / f"{page['name']}.md").write_text("\n".join(lines))
    lines = ["# Models", "", "Names that end in `_hpc` or `_lbl` are variants: less memory, or with a label.", ""]
    for kind in ("neuron", "stimulator", "recorder", "other", "synapse"):
        names = sorted(page["name"] for page in pages if page["kind"] == kind)
        if names:
            entries = [f"models/{name}" for name in names]
            lines += [f"## {kind.capitalize()}s", "", "```{toctree}", ":maxdepth: 1", "", *entries, "```", ""]
    (source / "reference" / "models.md").write_text("\n".join(lines))


def write_python(source):
    modules = ["nest", "nest.random", "nest.math", "nest.logic", "nest.spatial_distributions", "nest.sli",
               "nest.raster_plot", "nest.voltage_trace", "nest.ll_api"]
    lines = ["# Python", ""]
    for module in modules:
        lines += [f"## {module}", "", "```{eval-rst}", f".. automodule:: {module}", "   :members:", *(["   :imported-members:", "   :exclude-members: NESTError"] if module == "nest" else []),
                  "```", ""]
    (source / "reference" / "python.md").write_text("\n".join(lines))


def sphinx(source, target, packages):
    environment = {**os.environ, "AERIE_DOCS": str(DOCS), "PYTHONPATH": packages}
    shutil.rmtree(target, ignore_errors=True)  # pages that are gone, and lists of pages as they were
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-W", "--keep-going", "-j", "auto", "-b", "html"]
    subprocess.run([*command, str(source), str(target)], env=environment, check=True)


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.targets, self.anchors = [], set()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.anchors.add(given["id"])
        for key in ("href", "src"):
            if given.get(key):
                self.targets.append(given[key])


def broken_links(site):
    """Pairs of page and link for every link, picture or anchor inside the site that does not exist."""
    pages = {}
    for page in site.rglob("*.html"):
        pages[page.resolve()] = reader = Links()
        reader.feed(page.read_text())
    for page, links in pages.items():
        for link in links.targets:
            path, _, anchor = link.partition("#")
            if "://" in path or path.startswith(("mailto:", "data:")):
                continue
            target = (page.parent / path.split("?")[0]).resolve() if path else page
            known = pages.get(target)
            if not target.exists() or (anchor and known and anchor not in known.anchors):
                yield page.name, link


def main(nest, packages, folder):
    nest, packages = os.path.abspath(nest), os.path.abspath(packages)
    folder = pathlib.Path(folder).resolve()
    source, target = folder / "source", folder / "html"
    copy_pages(source)
    draw_pictures(source, nest, packages)
    write_commands(source, nest)
    write_python(source)
    write_models(source, packages)
    write_errors(source, nest)
    list_decisions(source)
    sphinx(source, target, packages)
    broken = sorted(set(broken_links(target)))
    for page, link in broken:
        print(f"{page}: nothing at {link}")
    print(f"{len(list(target.rglob('*.html')))} pages in {target}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
