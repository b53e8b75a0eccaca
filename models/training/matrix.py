"""What `npm run train` hands to Python: a matrix of feature vectors and one JSON line for each row."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CLASSES = ["benign", "magecart", "cryptomining", "malware"]


@dataclass
class Matrix:
    """Rows are scripts. A unit is what carries the label: a file, or a page with several scripts."""

    features: np.ndarray  # rows x features, float32
    names: list[str]
    schema_hash: str
    label: np.ndarray  # class index; of an HTML row the page's
    unit: np.ndarray  # unit index of each row
    group: np.ndarray  # strings; near-duplicates share one
    kind: np.ndarray
    origin: np.ndarray  # corpus, project, library, generated, derived
    real: np.ndarray  # True: may measure; False: may only train
    hard: np.ndarray
    html: np.ndarray
    part: np.ndarray  # a part of a script that is a row of its own, too
    opened: np.ndarray  # such a part, that came out of the script's layers
    probe: np.ndarray  # name of the change that a variant measures; '' for all others
    of: np.ndarray  # unit index of the captured sample that a probe was made from; -1 for all others
    reasons: np.ndarray  # pieces of evidence above `info`
    golden: np.ndarray  # rows offered as golden vectors
    command: str


def load(folder: Path) -> Matrix:
    meta = json.loads((folder / "meta.json").read_text())
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text().splitlines()]
    features = np.fromfile(folder / "matrix.f32", dtype="<f4").reshape(len(rows), len(meta["features"]))
    if not np.isfinite(features).all():
        bad = np.argwhere(~np.isfinite(features))[0]
        raise SystemExit(f"feature {meta['features'][bad[1]]} of {rows[bad[0]]['unit']} is not finite")

    def column(name: str, kind: type) -> np.ndarray:
        return np.array([kind(row[name]) for row in rows])

    units = {name: index for index, name in enumerate(dict.fromkeys(row["unit"] for row in rows))}
    return Matrix(
        features=features,
        names=meta["features"],
        schema_hash=meta["featureSchemaHash"],
        label=np.array([CLASSES.index(row["label"]) for row in rows]),
        unit=np.array([units[row["unit"]] for row in rows]),
        group=column("group", str),
        kind=column("kind", str),
        origin=column("origin", str),
        real=column("real", bool),
        hard=column("hard", bool),
        html=column("html", bool),
        part=column("part", bool),
        opened=column("opened", bool),
        probe=column("probe", str),
        of=np.array([units.get(row["of"], -1) for row in rows]),
        reasons=column("reasons", int),
        golden=column("golden", bool),
        command=meta["command"],
    )
