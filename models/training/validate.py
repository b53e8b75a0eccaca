"""Group-wise cross-validation: every figure in the card is about scripts whose group the model never saw."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

import trees
from calibrate import WEIGHT, reached
from matrix import Matrix

FOLDS = 5
SEED = 20261121


@dataclass
class OutOfFold:
    """One entry for each real unit (file or page). A page is malicious by any script that a located reason supports, so the
    guiltiest of those is kept beside the guiltiest of all."""

    scores: np.ndarray  # before calibration: of the page's guiltiest script
    row: np.ndarray  # that script's row
    label: np.ndarray
    group: np.ndarray
    kind: np.ndarray
    hard: np.ndarray
    reasons: np.ndarray  # of the guiltiest script
    weighed: np.ndarray  # what its reasons weigh (calibrate.REASONS)
    held: np.ndarray  # scores of the guiltiest script with a reason; of one without where `has_held` is False
    held_weighed: np.ndarray
    has_held: np.ndarray
    fold: np.ndarray
    unit: np.ndarray
    probe: np.ndarray  # of a variant, what was changed
    of: np.ndarray  # of a variant, the unit it was made from


def cross_validate(matrix: Matrix, folds: int = FOLDS) -> tuple[OutOfFold, OutOfFold]:
    """Rows that are not real (generated, derived, libraries) train only, and those derived from a held-out group do not.
    Also scores the probes, each by the model that never saw its group."""
    real = np.flatnonzero(matrix.real)
    probes = np.flatnonzero(matrix.probe != "")
    scores = np.full((len(matrix.label), 4), np.nan)
    folds_of = np.full(len(matrix.label), -1)
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=SEED)
    tests = [real[test] for _, test in splitter.split(real, matrix.label[real], matrix.group[real])]
    tests = [np.concatenate([test, probes[np.isin(matrix.group[probes], matrix.group[test])]]) for test in tests]
    # Each fold by itself is single-threaded and repeats; only folds run side by side.
    processes = min(folds, os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _share, (matrix,)) as pool:
        for number, (test, fold) in enumerate(zip(tests, pool.map(_scores_of_fold, tests))):
            scores[test] = fold
            folds_of[test] = number
    return by_unit(matrix, real, scores, folds_of), by_unit(matrix, probes, scores, folds_of)


_shared: list[Matrix] = []


def _share(matrix: Matrix) -> None:
    _shared.append(matrix)


def _scores_of_fold(test: np.ndarray) -> np.ndarray:
    matrix = _shared[0]
    held_out = np.isin(matrix.group, np.unique(matrix.group[test]))
    boosters = trees.fit(matrix, np.flatnonzero(~held_out))
    return trees.raw(boosters, matrix.features[test])


def by_unit(matrix: Matrix, real: np.ndarray, scores: np.ndarray, folds_of: np.ndarray) -> OutOfFold:
    # As the product does it: what the reasons weigh counts when the worst of several rows is chosen.
    benign = np.clip(trees.softmax(scores[real])[:, 0], 1e-12, 1 - 1e-12)
    guilt = np.log((1 - benign) / benign) + reached(matrix.features[real], matrix.names) @ WEIGHT
    row = _first_of_unit(matrix, real, np.lexsort((-guilt, matrix.unit[real])))
    without = matrix.reasons[real] == 0
    held = _first_of_unit(matrix, real, np.lexsort((-guilt, without, matrix.unit[real])))
    return OutOfFold(
        scores=scores[row],
        row=row,
        label=matrix.label[row],
        group=matrix.group[row],
        kind=matrix.kind[row],
        hard=matrix.hard[row],
        reasons=matrix.reasons[row],
        weighed=reached(matrix.features[row], matrix.names),
        held=scores[held],
        held_weighed=reached(matrix.features[held], matrix.names),
        has_held=matrix.reasons[held] > 0,
        fold=folds_of[row],
        unit=matrix.unit[row],
        probe=matrix.probe[row],
        of=matrix.of[row],
    )


def _first_of_unit(matrix: Matrix, real: np.ndarray, order: np.ndarray) -> np.ndarray:
    _, first = np.unique(matrix.unit[real][order], return_index=True)
    return real[order[first]]
