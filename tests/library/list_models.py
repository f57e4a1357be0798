"""List commands agree with naive models of them, written in Python, on random lists.

usage: list_models.py PROGRAM [COUNT] [SEED]
"""

import random
import subprocess
import sys


def text(value):
    if isinstance(value, list):
        return "[" + " ".join(map(text, value)) + "]"
    return f"({value})" if isinstance(value, str) else str(value)


def runs(values):
    result = []
    for value in values:
        if result and result[-1][-1] == value:
            result[-1].append(value)
        else:
            result.append([value])
    return result


def flat(value):
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, list) else [value]


def nested(pick, depth):
    return [pick.randint(0, 9) if depth == 0 or pick.random() < 0.5 else nested(pick, depth - 1)
            for _ in range(pick.randint(0, 4))]


def case(pick):
    """A phrase of SLI and what its results must be."""
    size = pick.randint(1, 6)
    a = [pick.randint(-5, 5) for _ in range(size)]
    n, i, j = pick.randint(-size, size), pick.randint(0, size - 1), pick.randint(1, size)
    length, offset = pick.randint(1, 4), pick.randint(1, 4)
    b = [7] * pick.randint(0, 4)
    s, old = "".join(pick.choices("ab", k=pick.randint(1, 8))), pick.choice(["a", "b", "ab", "ba", "aa"])
    deep = nested(pick, 3)
    return pick.choice([
        (f"{text(a)} {n} Take", a[:n] if n >= 0 else a[n:]),
        (f"{text(a)} {n} Drop", a[n:] if n >= 0 else a[:n]),
        (f"{text(a)} [{i + 1} {j - size - 1} {offset}] Take", [a[k] for k in range(i, j, offset)]),
        (f"{text(a)} [{i + 1} {j - size - 1} {offset}] Drop",
         [x for k, x in enumerate(a) if k not in range(i, j, offset)]),
        (f"{text(a)} {length} {offset} Partition",
         [a[k:k + length] for k in range(0, size - length + 1, offset)]),
        (f"{text(a)} {n} Rotate", a[n % size:] + a[:n % size]),
        (f"{text([a, a[::-1]])} Transpose", [list(pair) for pair in zip(a, a[::-1])]),
        (f"{text(a)} {i} {length} {text(b)} replace", a[:i] + b + a[i + length:]),
        (f"{text(a)} {i} {length} erase", a[:i] + a[i + length:]),
        (f"{text(a)} {i} {text(b)} insert", a[:i] + b + a[i:]),
        (f"{text(s)} {text(old)} (xyz) ReplaceOccurrences", s.replace(old, "xyz")),
        (f"{text(s)} {text(old)} breakup", s.split(old)),
        (f"{text(a)} Split", runs(a)),
        (f"{text(a)} Sort", sorted(a)),
        (f"{text(sorted(a))} {text(b)} MergeLists", sorted(a + b)),
        (f"{text(deep)} Flatten", flat(deep)),
        (f"{text(a)} {{ 0 gt }} Select", [x for x in a if x > 0]),
        (f"0 {text(a)} {{ add }} FoldList", [sum(a[:k]) for k in range(size + 1)]),
        (f"[{i} {i + 12} {offset}] Range", list(range(i, i + 13, offset))),
        (f"{text(a)} {text(a)} mul Plus", sum(x * x for x in a)),
    ])


def main(program, count="3000", seed="1"):
    pick = random.Random(int(seed))
    cases = [case(pick) for _ in range(int(count))]
    script = "\n".join(f"{phrase} ==" for phrase, _ in cases)
    run = subprocess.run([program, "--verbosity=QUIET", "-"], input=script, capture_output=True, text=True)
    printed = run.stdout.splitlines()
    wrong = [f"{phrase}: expected {text(wanted)}, printed {found}"
             for (phrase, wanted), found in zip(cases, printed) if text(wanted) != found]
    print(*wrong, f"{len(cases)} phrases, {len(printed)} results, {len(wrong)} wrong", sep="\n")
    return bool(wrong) or len(printed) != len(cases)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
