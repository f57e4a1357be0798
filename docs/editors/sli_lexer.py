"""Pygments lexer for SLI.

Use it in Sphinx with ``add_lexer("sli", SliLexer)``, or on a terminal:
``pygmentize -x -l docs/editors/sli_lexer.py:SliLexer file.sli``.
"""

from pygments.lexer import RegexLexer, words
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text

CONTROL = (
    "if", "ifelse", "for", "forall", "forallindexed", "repeat", "loop", "exit", "case", "switch", "switchdefault",
    "def", "Function", "begin", "end", "stopped", "stop", "raiseerror", "run", "quit", "Map", "MapThread", "MapIndexed",
    "Table", "Fold", "Select", "true", "false", "mark",
)
SIMULATION = (
    "Create", "Connect", "Disconnect", "SetStatus", "GetStatus", "SetDefaults", "GetDefaults", "CopyModel", "Simulate",
    "Prepare", "Run", "Cleanup", "ResetKernel", "SetKernelStatus", "GetKernelStatus", "GetConnections", "GetNodes",
)
END = r"(?=[\s()<>\[\]{}/%]|$)"


class SliLexer(RegexLexer):
    name = "SLI"
    aliases = ["sli"]
    filenames = ["*.sli"]

    tokens = {
        "root": [
            (r"\s+", Text),
            (r"%.*", Comment.Single),
            (r"/\*", Comment.Multiline, "comment"),
            (r"\(", String, "string"),
            (r"<<|>>|<#|#>|<\.|\.>|[\[\]{}]", Operator),
            (r"[+-]?(\d+\.\d*|\.\d+)([eE][+-]?\d+)?" + END, Number.Float),
            (r"[+-]?\d+[eE][+-]?\d+" + END, Number.Float),
            (r"[+-]?\d+" + END, Number.Integer),
            (r"/[^\s()<>\[\]{}/%]+", Name.Label),
            (words(CONTROL, suffix=END), Keyword),
            (words(SIMULATION, suffix=END), Name.Builtin),
            (r"[^\s()<>\[\]{}/%]+", Name),
            (r"[()<>/]", Operator),
        ],
        "comment": [(r"[^*]+", Comment.Multiline), (r"\*/", Comment.Multiline, "#pop"), (r"\*", Comment.Multiline)],
        "string": [
            (r"\\.", String.Escape),
            (r"\(", String, "#push"),
            (r"\)", String, "#pop"),
            (r"[^()\\]+", String),
            (r"\\", String),
        ],
    }
