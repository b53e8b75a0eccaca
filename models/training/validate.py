"""Group-wise cross-validation: every figure in the card is about scripts whose group the model never saw."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

import trees
from matrix import Matrix

FOLDS = 5
SEED = 20261121


@dataclass
class OutOfFold:
    """One entry for each real unit (file or page)."""

    scores: np.ndarray  # before calibration: of the page's guiltiest script
    row: np.ndarray  # that script's row
    label: np.ndarray
    group: np.ndarray
    kind: np.ndarray
    hard: np.ndarray
    reasons: np.ndarray


def cross_validate(matrix: Matrix, folds: int = FOLDS) -> OutOfFold:
    """Rows that are not real (generated, derived, libraries) train only, and those derived from a held-out group do not."""
    real = np.flatnonzero(matrix.real)
    scores = np.full((len(matrix.label), 4), np.nan)
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=SEED)
    tests = [real[test] for _, test in splitter.split(real, matrix.label[real], matrix.group[real])]
    # Each fold by itself is single-threaded and repeats; only folds run side by side.
    processes = min(folds, os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _share, (matrix,)) as pool:
        for test, fold in zip(tests, pool.map(_scores_of_fold, tests)):
            scores[test] = fold
    return _by_unit(matrix, real, scores)


_shared: list[Matrix] = []


def _share(matrix: Matrix) -> None:
    _shared.append(matrix)


def _scores_of_fold(test: np.ndarray) -> np.ndarray:
    matrix = _shared[0]
    held_out = np.isin(matrix.group, np.unique(matrix.group[test]))
    booster = trees.fit(matrix, np.flatnonzero(~held_out))
    return trees.raw(booster, matrix.features[test])


def _by_unit(matrix: Matrix, real: np.ndarray, scores: np.ndarray) -> OutOfFold:
    guilt = 1 - trees.softmax(scores[real])[:, 0]
    order = np.lexsort((-guilt, matrix.unit[real]))
    _, first = np.unique(matrix.unit[real][order], return_index=True)
    row = real[order[first]]
    return OutOfFold(
        scores=scores[row],
        row=row,
        label=matrix.label[row],
        group=matrix.group[row],
        kind=matrix.kind[row],
        hard=matrix.hard[row],
        reasons=matrix.reasons[row],
    )
