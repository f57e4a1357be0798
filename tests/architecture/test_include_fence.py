"""The fence must refuse what the table forbids, or it guards nothing."""

import sys

from include_fence import offence

CASES = [
    ("kernel/simulation.cpp", '"', "interpreter/value.hpp", False),
    ("kernel/simulation.cpp", '"', "kernel/engine/loop.hpp", True),
    ("interpreter/engine/loop.cpp", '"', "stdlib/language/language.hpp", False),
    ("stdlib/language/stack.cpp", '"', "interpreter/engine.hpp", True),
    ("stdlib/language/stack.cpp", '"', "interpreter/engine/loop.hpp", False),
    ("stdlib/language/stack.cpp", '"', "kernel/simulation.hpp", False),
    ("stdlib/simulation/nodes.cpp", '"', "kernel/simulation.hpp", True),
    ("stdlib/simulation/nodes.cpp", '"', "kernel/network/population.hpp", False),
    ("python/src/module.cpp", '"', "stdlib/startup/environment.hpp", True),
    ("kernel/nodes.cpp", "<", "boost/math/special_functions.hpp", False),
    ("interpreter/scan/grammar.cpp", "<", "boost/spirit/home/x3.hpp", True),
    ("interpreter/read.cpp", "<", "boost/spirit/home/x3.hpp", False),
    ("kernel/engine/loop.cpp", "<", "mpi.h", False),
    ("stdlib/language/picture_cairo.cpp", "<", "cairo.h", True),
    ("stdlib/language/pictures.cpp", "<", "cairo.h", False),
    ("kernel/nodes.cpp", '"', "nodes.hpp", False),
]
wrong = [case for case in CASES if (offence(*case[:3]) is None) != case[3]]
print(wrong or f"{len(CASES)} include lines judged rightly")
sys.exit(bool(wrong))
