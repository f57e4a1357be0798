"""The Pygments lexer takes every SLI file of the project whole, without a character it does not know.

usage: lexer.py ROOT
"""

import pathlib
import sys

root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root / "docs" / "editors"))

try:
    from pygments.token import Error
except ImportError:
    sys.exit(77)  # skipped: Pygments is not installed

from sli_lexer import SliLexer  # noqa: E402

failed = 0
for folder in ("lib-sli", "examples", "tests"):
    for path in sorted((root / folder).rglob("*.sli")):
        text = path.read_text(encoding="latin1").replace("\r\n", "\n").replace("\r", "\n")
        tokens = list(SliLexer(stripnl=False, ensurenl=False).get_tokens(text))
        if "".join(part for _, part in tokens) != text or any(kind is Error for kind, _ in tokens):
            print(f"{path}: not understood")
            failed = 1
sys.exit(failed)
