#!/usr/bin/env python3
"""Says in words which licence texts resemble one another most.

usage: nearest.py NAMES C

NAMES is the names.txt of counts.py, C the product of its two matrices, as NumPy saves it.
"""

import pathlib
import sys

import numpy

SHOWN = 5


def pairs(names, similarity):
    """Every pair of different documents, most similar first; ties in the order of their names."""
    found = [
        (float(similarity[i, j]), names[i], names[j])
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]
    return sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__.strip())
    names = pathlib.Path(arguments[0]).read_text().splitlines()
    similarity = numpy.load(arguments[1], allow_pickle=False)
    if similarity.shape != (len(names), len(names)):
        sys.exit(
            f"nearest.py: {arguments[1]} has the shape {similarity.shape}, "
            f"expected {(len(names), len(names))} for the names in {arguments[0]}"
        )
    ranked = pairs(names, similarity)
    for likeness, one, other in ranked[:SHOWN]:
        print(f"{one} and {other} are {100 * likeness:.1f} % alike")
    likeness, one, other = ranked[-1]
    print(f"{one} and {other} have least in common: {100 * likeness:.1f} %")


if __name__ == "__main__":
    main(sys.argv[1:])
