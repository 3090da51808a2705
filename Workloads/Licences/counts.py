#!/usr/bin/env python3
"""Turns the licence texts of this system into two float32 matrices for the matmul workload.

usage: counts.py OUT

Writes into the folder OUT:
  a.npy      documents × terms: how often each word stands in each text, rows scaled to length one
  b.npy      its transpose, so that a · b holds the cosine similarity of every pair of texts
  names.txt  the name of each document, one line per row of a.npy
"""

import pathlib
import re
import sys

import numpy

TEXTS = pathlib.Path("/usr/share/common-licenses")


def documents(folder):
    """Name and text of every licence; links such as GPL -> GPL-3 would only repeat one."""
    return [
        (path.name, path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.is_symlink()
    ]


def words(text):
    return re.findall(r"[a-z]+", text.lower())


def count_matrix(texts):
    """Rows are texts, columns the words of all texts in alphabetical order."""
    column = {word: i for i, word in enumerate(sorted({w for t in texts for w in words(t)}))}
    counts = numpy.zeros((len(texts), len(column)), dtype=numpy.float64)
    for row, text in enumerate(texts):
        for word in words(text):
            counts[row, column[word]] += 1
    return counts


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__.strip())
    target = pathlib.Path(arguments[0])
    found = documents(TEXTS)
    if len(found) < 2:
        sys.exit(f"counts.py: {TEXTS} has {len(found)} texts, expected two or more")
    counts = count_matrix([text for _, text in found])
    lengths = numpy.sqrt((counts * counts).sum(axis=1, keepdims=True))
    a = (counts / numpy.maximum(lengths, 1)).astype(numpy.float32)
    target.mkdir(parents=True, exist_ok=True)
    numpy.save(target / "a.npy", a)
    numpy.save(target / "b.npy", numpy.ascontiguousarray(a.T))
    (target / "names.txt").write_text("".join(name + "\n" for name, _ in found))
    print(f"{a.shape[0]} licence texts, {a.shape[1]} different words")


if __name__ == "__main__":
    main(sys.argv[1:])
