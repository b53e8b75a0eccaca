"""Gradient-boosted trees over the feature vectors, trained the same way every time."""

import re

import lightgbm as lgb
import numpy as np

from matrix import CLASSES, Matrix

PARAMETERS = {
    "objective": "multiclass",
    "num_class": len(CLASSES),
    "learning_rate": 0.14,
    "num_leaves": 15,
    "min_data_in_leaf": 8,
    "min_sum_hessian_in_leaf": 0.5,
    "feature_fraction": 0.1,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 4.0,
    "max_bin": 63,
    "use_missing": False,
    # One thread and a fixed order of sums: training repeats bit for bit.
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 20261121,
    "verbosity": -1,
}
ROUNDS = 80
FIRST_ROUNDS = 40
# So many boosters of different seeds speak together: with few malicious rows, one alone depends on luck.
SEEDS = 6

# What comments and white space move. Training texts carry no comments, those of visitors do, and an attacker can add any.
UNUSED = re.compile(r"^source-text@\d+/(?!mode-)|/share-of-text$")

# Plentiful and easy kinds of benign script, weighed down so that the hard ones decide.
EASY_KINDS = {"inline:config-data": 0.25, "inline:page-logic": 0.5}
# How much all rows of a class weigh together, relative to benign.
CLASS_SHARE = {"magecart": 0.35, "cryptomining": 0.12, "malware": 0.5}
# What rows that are no captured script weigh against one that is.
ORIGIN_WEIGHT = {"corpus": 1.0, "project": 0.25, "library": 0.7, "generated": 0.15, "derived": 0.2}


def weights(matrix: Matrix, rows: np.ndarray) -> np.ndarray:
    """Weight of each of `rows`: rows of one group share influence (square root of their number), classes are levelled."""
    weight = np.array([ORIGIN_WEIGHT[origin] for origin in matrix.origin[rows]])
    weight *= np.array([EASY_KINDS.get(kind, 1.0) for kind in matrix.kind[rows]])
    weight *= np.where(matrix.hard[rows], 1.5, 1.0)
    _, inverse, counts = np.unique(matrix.group[rows], return_inverse=True, return_counts=True)
    weight /= np.sqrt(counts[inverse])
    label = matrix.label[rows]
    benign = weight[label == 0].sum()
    for index, name in enumerate(CLASSES):
        total = weight[label == index].sum()
        if index and total > 0:
            weight[label == index] *= CLASS_SHARE[name] * benign / total
    return weight * len(rows) / weight.sum()


def fit(matrix: Matrix, rows: np.ndarray) -> list[lgb.Booster]:
    """Trains on `rows`. Of a guilty page, or a script with parts, only the one that a first model finds guiltiest counts as
    guilty, of what came out of layers and of what stands there each: a disguise must not hide what it hides, nor be
    needed to tell it. The others are left out, because the label is not theirs; so are pages whose only script does
    nothing, and all probes."""
    rows = rows[matrix.probe[rows] == ""]
    rows = rows[~(matrix.html[rows] & (matrix.label[rows] > 0) & ~matrix.features[rows].any(axis=1))]
    guilty_rows = rows[matrix.label[rows] > 0]
    alone = np.isin(matrix.unit, np.flatnonzero(np.bincount(matrix.unit) == 1))
    unsure = guilty_rows[~alone[guilty_rows]]
    chosen = sure = np.setdiff1d(rows, unsure)
    if len(unsure) > 0:
        first = _boost(matrix, sure, FIRST_ROUNDS, 0)
        guilt = 1 - softmax(raw([first], matrix.features[unsure]))[:, 0]
        opened = matrix.opened[unsure]
        for some in (opened, ~opened):
            groups = _by_value(matrix.unit[unsure[some]])
            guiltiest = [group[np.argmax(guilt[some][group])] for group in groups]
            chosen = np.concatenate([chosen, unsure[some][guiltiest]])
    return [_boost(matrix, np.sort(chosen), ROUNDS, seed) for seed in range(SEEDS)]


def raw(boosters: list[lgb.Booster], features: np.ndarray) -> np.ndarray:
    """Scores before calibration, rows x classes: the mean of all boosters."""
    wide = features.astype(np.float64)
    return np.mean([booster.predict(wide, raw_score=True, num_threads=1) for booster in boosters], axis=0)


def softmax(scores: np.ndarray) -> np.ndarray:
    power = np.exp(scores - scores.max(axis=1, keepdims=True))
    return power / power.sum(axis=1, keepdims=True)


def _boost(matrix: Matrix, rows: np.ndarray, rounds: int, seed: int) -> lgb.Booster:
    features = matrix.features[rows]
    # A column that never varies is never split on.
    features[:, [index for index, name in enumerate(matrix.names) if UNUSED.search(name)]] = 0
    data = lgb.Dataset(
        features,
        label=matrix.label[rows],
        weight=weights(matrix, rows),
        params={"max_bin": PARAMETERS["max_bin"], "verbosity": -1, "num_threads": 1, "feature_pre_filter": False},
    )
    return lgb.train({**PARAMETERS, "seed": PARAMETERS["seed"] + 17 * seed}, data, num_boost_round=rounds)


def _by_value(values: np.ndarray) -> list[np.ndarray]:
    return [np.flatnonzero(values == value) for value in np.unique(values)]
