"""Golden vectors: feature vectors with the probabilities that the trainer computes, by which Node is checked."""

import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
import onnxruntime

import trees
from calibrate import Calibration, apply, reached
from matrix import Matrix

TOLERANCE = 1e-5
REAL = 16
RANDOM = 24


def vectors(matrix: Matrix) -> np.ndarray:
    """Vectors of the project's own scripts, and random mixtures: each number drawn from its own column, some nudged."""
    offered = np.flatnonzero(matrix.golden)
    chosen = offered[np.unique(np.linspace(0, len(offered) - 1, min(REAL, len(offered))).astype(int))]
    random = np.random.default_rng(7)
    mixed = np.empty((RANDOM, len(matrix.names)), dtype=np.float32)
    for column in range(len(matrix.names)):
        mixed[:, column] = random.choice(matrix.features[:, column], RANDOM)
    mixed[RANDOM // 2 :] *= random.uniform(0.9, 1.1, mixed[RANDOM // 2 :].shape).astype(np.float32)
    return np.concatenate([matrix.features[chosen], mixed])


def probabilities(
    matrix: Matrix, boosters: list[lgb.Booster], calibration: Calibration, rows: np.ndarray
) -> np.ndarray:
    return apply(trees.raw(boosters, rows), reached(rows, matrix.names), calibration)


def write(path: Path, model: Path, matrix: Matrix, boosters: list[lgb.Booster], calibration: Calibration) -> float:
    """Writes the vectors with LightGBM's probabilities, and returns how far onnxruntime is from them at most."""
    rows = vectors(matrix)
    expected = probabilities(matrix, boosters, calibration, rows)
    path.write_text(
        json.dumps(
            {
                "featureSchemaHash": matrix.schema_hash,
                "vectors": [
                    {"features": [float(str(value)) for value in row], "probabilities": chances}
                    for row, chances in zip(rows, expected.tolist())
                ],
            }
        )
        + "\n"
    )
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    everything = np.concatenate([rows, matrix.features])
    found = session.run(None, {"features": everything})[0]
    worst = float(np.abs(found - probabilities(matrix, boosters, calibration, everything)).max())
    if worst > TOLERANCE:
        raise SystemExit(f"the exported model differs from the trained one by {worst:.2e}")
    return worst
