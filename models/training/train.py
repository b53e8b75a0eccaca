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
    found, probes = validate.cross_validate(matrix, 2 if mini else validate.FOLDS)
    calibration = calibrate.calibrate(found.scores, found.weighed, found.label)
    probability = calibrate.shared(calibrate.apply(found.scores, found.weighed, calibration))
    held = measure.held_probability(found, calibration)
    thresholds = calibrate.choose_thresholds(probability, held, found.label, found.hard)
    print(f"cross-validated; thresholds {thresholds}", flush=True)

    boosters = trees.fit(matrix, np.arange(len(matrix.label)))
    proto = export.model(boosters, matrix.names, calibration)
    version = export.save(proto, out / "detector.onnx", matrix.names, matrix.schema_hash, thresholds)
    parity = golden.write(out / "golden.json", out / "detector.onnx", matrix, boosters, calibration)
    count = sum(booster.num_trees() for booster in boosters)
    text = card.render(matrix, found, probes, probability, held, thresholds, version, parity, count)
    (out / "card.md").write_text(text)
    print(f"version {version}, parity {parity:.1e}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--mini" in sys.argv)
