"""Trains, measures and exports the detector. Called by `npm run train`: train.py MATRIX_FOLDER OUT_FOLDER [--mini]"""

import sys
from pathlib import Path

import numpy as np

import calibrate
import card
import export
import golden
import measure
import trees
import validate
from matrix import load


def main(folder: Path, out: Path, mini: bool) -> None:
    matrix = load(folder)
    print(f"{len(matrix.label)} scripts, {len(matrix.names)} features", flush=True)
    found = validate.cross_validate(matrix, 2 if mini else validate.FOLDS)
    scale, bias = calibrate.calibrate(found.scores, found.label)
    probability = calibrate.shared(calibrate.apply(found.scores, scale, bias))
    held = measure.held_probability(found, scale, bias)
    thresholds = calibrate.choose_thresholds(probability, held, found.label, found.hard)
    print(f"cross-validated; thresholds {thresholds}", flush=True)

    booster = trees.fit(matrix, np.arange(len(matrix.label)))
    proto = export.model(booster, matrix.names, scale, bias)
    version = export.save(proto, out / "detector.onnx", matrix.names, matrix.schema_hash, thresholds)
    parity = golden.write(out / "golden.json", out / "detector.onnx", matrix, booster, scale, bias)
    text = card.render(matrix, found, probability, held, thresholds, version, parity, booster.num_trees())
    (out / "card.md").write_text(text)
    print(f"version {version}, parity {parity:.1e}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--mini" in sys.argv)
