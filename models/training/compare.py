"""Compares kinds of model by the same group-wise cross-validation: compare.py MATRIX_FOLDER OUT.md

The matrix is what `npm run train -- --keep FOLDER` leaves. Every candidate gets the same rows, weights and folds, the same
calibration, and thresholds chosen on the other folds."""

import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

import measure
import trees
import validate
from matrix import CLASSES, Matrix, load

SEED = 20261121


def boosting(matrix: Matrix, rows: np.ndarray, test: np.ndarray) -> np.ndarray:
    return trees.raw(trees.fit(matrix, rows), matrix.features[test])


def forest(matrix: Matrix, rows: np.ndarray, test: np.ndarray) -> np.ndarray:
    model = RandomForestClassifier(
        n_estimators=300, min_samples_leaf=2, max_features=0.1, random_state=SEED, n_jobs=1
    ).fit(matrix.features[rows], matrix.label[rows], sample_weight=trees.weights(matrix, rows))
    return np.log(np.clip(model.predict_proba(matrix.features[test]), 1e-4, 1))


def logistic(matrix: Matrix, rows: np.ndarray, test: np.ndarray) -> np.ndarray:
    scaler = StandardScaler().fit(matrix.features[rows])
    model = LogisticRegression(C=0.02, max_iter=300).fit(
        clipped(scaler, matrix.features[rows]), matrix.label[rows], sample_weight=trees.weights(matrix, rows)
    )
    return model.decision_function(clipped(scaler, matrix.features[test]))


def network(matrix: Matrix, rows: np.ndarray, test: np.ndarray) -> np.ndarray:
    """One hidden layer of 64; rows drawn by their weights, since this trainer knows none."""
    scaler = StandardScaler().fit(matrix.features[rows])
    weight = trees.weights(matrix, rows)
    drawn = np.random.default_rng(SEED).choice(rows, len(rows), p=weight / weight.sum())
    model = MLPClassifier((64,), alpha=1e-2, max_iter=40, early_stopping=False, random_state=SEED).fit(
        clipped(scaler, matrix.features[drawn]), matrix.label[drawn]
    )
    return np.log(np.clip(model.predict_proba(clipped(scaler, matrix.features[test])), 1e-6, 1))


def clipped(scaler: StandardScaler, features: np.ndarray) -> np.ndarray:
    return np.clip(scaler.transform(features), -6, 6)


CANDIDATES = {
    "gradient boosting (ships)": boosting,
    "random forest": forest,
    "logistic regression": logistic,
    "network of one hidden layer": network,
}


def rows_for(matrix: Matrix, rows: np.ndarray) -> np.ndarray:
    """Candidates without a way to weigh guilty pages and scripts with parts leave them out: the label is not each row's."""
    alone = np.isin(matrix.unit, np.flatnonzero(np.bincount(matrix.unit) == 1))
    return rows[(matrix.probe[rows] == "") & ~((matrix.label[rows] > 0) & ~alone[rows])]


def main(folder: Path, out: Path) -> None:
    matrix = load(folder)
    real = np.flatnonzero(matrix.real)
    splitter = StratifiedGroupKFold(n_splits=validate.FOLDS, shuffle=True, random_state=validate.SEED)
    tests = [real[test] for _, test in splitter.split(real, matrix.label[real], matrix.group[real])]
    lines = [
        "| candidate | false positives | magecart | by groups | injections | mining | at 0.1 % by probability alone | ECE |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, candidate in CANDIDATES.items():
        scores = np.full((len(matrix.label), len(CLASSES)), np.nan)
        folds_of = np.full(len(matrix.label), -1)
        for number, test in enumerate(tests):
            held_out = np.isin(matrix.group, np.unique(matrix.group[test]))
            rows = np.flatnonzero(~held_out)
            scores[test] = candidate(matrix, rows if candidate is boosting else rows_for(matrix, rows), test)
            folds_of[test] = number
        lines.append(row(name, validate.by_unit(matrix, real, scores, folds_of)))
        print(lines[-1], flush=True)
    out.write_text("\n".join(lines) + "\n")


def row(name: str, found: validate.OutOfFold) -> str:
    malicious, _, _, guilt = measure.nested(found)
    benign = found.label == 0

    def hits(kind: str) -> str:
        mine = found.kind == kind
        return f"{int(malicious[mine].sum())} of {int(mine.sum())}"

    mine = found.kind == "magecart"
    threshold, _ = measure.threshold_at(guilt, found.label, 0.001)
    caught = int(((guilt > threshold) & mine).sum())
    return (
        f"| {name} | {int((malicious & benign).sum())} of {int(benign.sum())} | {hits('magecart')} "
        f"| {measure.by_group(malicious[mine], found.group[mine]):.0%} | {hits('malware-injection')} "
        f"| {hits('cryptomining')} | magecart {caught} of {int(mine.sum())} "
        f"| {measure.reliability(guilt, found.label)[1]:.4f} |"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
