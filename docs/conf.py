"""Settings of Sphinx for the site; `docs/build_site.py` prepares the pages and calls it."""

import os
import sys

here = os.environ["AERIE_DOCS"]  # the folder `docs` of the source tree
sys.path.insert(0, os.path.join(here, "editors"))

from sli_lexer import SliLexer  # noqa: E402

project = "Aerie"
author = "the Aerie authors"
copyright = "the Aerie authors; GPL-3.0-or-later"
html_title = "Aerie"
html_theme = "furo"
smartquotes = False  # `<--` is a command
html_static_path = ["static"]
html_css_files = ["site.css"]
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autodoc_member_order = "alphabetical"
exclude_patterns = ["editors"]
html_copy_source = False
suppress_warnings = ["myst.header"]


def setup(app):
    app.add_lexer("sli", SliLexer)
    app.add_lexer("output", __import__("pygments.lexers", fromlist=["TextLexer"]).TextLexer)
