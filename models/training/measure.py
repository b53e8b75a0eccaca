"""Figures of a detector from out-of-fold probabilities. Positive: any of the three malicious classes."""

import numpy as np

from matrix import CLASSES
from calibrate import Calibration, apply, calibrate, choose_thresholds, shared
from validate import OutOfFold

RATES = [0.01, 0.001, 0.0003]
SAMPLES = 1000


def threshold_at(guilt: np.ndarray, label: np.ndarray, rate: float) -> tuple[float, int]:
    """The lowest threshold that lets at most `rate` of the benign units through, and how many that is."""
    benign = np.sort(guilt[label == 0])[::-1]
    allowed = int(np.floor(rate * len(benign)))
    return float(benign[allowed]) if allowed < len(benign) else 0.0, allowed


def recall(hit: np.ndarray, group: np.ndarray) -> tuple[float, float, float]:
    """Share of hits with a 95 % interval from a bootstrap over groups."""
    names, inverse = np.unique(group, return_inverse=True)
    hits = np.bincount(inverse, weights=hit)
    sizes = np.bincount(inverse)
    random = np.random.default_rng(11)
    drawn = random.integers(0, len(names), (SAMPLES, len(names)))
    shares = hits[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(shares, [2.5, 97.5])
    return float(hit.mean()), float(low), float(high)


def at_rates(found: OutOfFold, probability: np.ndarray) -> list[dict]:
    guilt = 1 - probability[:, 0]
    table = []
    for rate in RATES:
        threshold, allowed = threshold_at(guilt, found.label, rate)
        hit = guilt > threshold
        row = {"rate": rate, "falsePositives": allowed}
        for index, name in enumerate(CLASSES[1:], start=1):
            mine = found.label == index
            row[name] = (int((hit & mine).sum()), int(mine.sum()), recall(hit[mine], found.group[mine]))
        table.append(row)
    return table


def held_probability(found: OutOfFold, calibration: Calibration) -> np.ndarray:
    """Probabilities of what can be malicious: zeros where no located reason supports it."""
    return shared(apply(found.held, found.held_weighed, calibration)) * found.has_held[:, None]


def verdicts(probability: np.ndarray, held: np.ndarray, thresholds: dict) -> tuple[np.ndarray, np.ndarray]:
    """Which units are called malicious (a reason required) and which at least suspicious, as analyzer/verdict does."""
    malicious = _over(held, thresholds, "malicious")
    return malicious, malicious | _over(probability, thresholds, "suspicious")


def _over(probability: np.ndarray, thresholds: dict, level: str) -> np.ndarray:
    limits = [probability[:, index] >= thresholds[name][level] for index, name in enumerate(CLASSES[1:], start=1)]
    return np.any(limits, axis=0)


def nested(found: OutOfFold) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Verdicts with calibration and thresholds chosen for each fold on the scores of the other folds' rows only: which
    units are malicious, which at least suspicious, the likeliest category of each, and the probability of any malice."""
    return nested_of(found, found)


def nested_of(
    found: OutOfFold, judged: OutOfFold
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The same of `judged`: units of the same folds, judged by what is chosen on the units of `found`."""
    malicious = np.zeros(len(judged.label), dtype=bool)
    suspicious = np.zeros(len(judged.label), dtype=bool)
    category = np.zeros(len(judged.label), dtype=int)
    guilt = np.zeros(len(judged.label))
    for fold in np.unique(found.fold):
        others, mine = found.fold != fold, judged.fold == fold
        calibration = calibrate(found.scores[others], found.weighed[others], found.label[others])
        thresholds = choose_thresholds(
            shared(apply(found.scores, found.weighed, calibration))[others],
            held_probability(found, calibration)[others],
            found.label[others],
            found.hard[others],
        )
        probability = shared(apply(judged.scores, judged.weighed, calibration))[mine]
        held = held_probability(judged, calibration)[mine]
        called, suspected = verdicts(probability, held, thresholds)
        malicious[mine], suspicious[mine] = called, suspected
        guilt[mine] = 1 - probability[:, 0]
        best = np.where(called[:, None], held, probability)
        category[mine] = 1 + best[:, 1:].argmax(axis=1)
    return malicious, suspicious, category, guilt


def robustness(found: OutOfFold, probes: OutOfFold) -> list[dict]:
    """What each change does to captured scripts: how many of them were called malicious as they are, how many of the
    variants are, how many were lost, how many are suspicious at least."""
    before = dict(zip(found.unit, nested(found)[0]))
    malicious, suspicious, _, _ = nested_of(found, probes)
    was = np.array([before.get(unit, False) for unit in probes.of], dtype=bool)
    table = []
    for name in sorted(set(probes.probe)):
        for benign in (False, True):
            mine = (probes.probe == name) & ((probes.label == 0) == benign)
            if mine.any():
                table.append(
                    {
                        "name": name,
                        "benign": benign,
                        "count": int(mine.sum()),
                        "before": int(was[mine].sum()),
                        "after": int(malicious[mine].sum()),
                        "lost": int((was & ~malicious)[mine].sum()),
                        "suspicious": int(suspicious[mine].sum()),
                    }
                )
    return table


BINS = [0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1.0000001]


def reliability(guilt: np.ndarray, label: np.ndarray) -> tuple[list[dict], float]:
    """What was said and what was true, in bins of the probability of malice; and the expected calibration error: the mean
    gap between the two, weighted by the size of the bins."""
    table, error = [], 0.0
    for low, high in zip(BINS, BINS[1:]):
        mine = (guilt >= low) & (guilt < high)
        if not mine.any():
            continue
        said, true = float(guilt[mine].mean()), float((label[mine] > 0).mean())
        table.append({"low": low, "high": min(high, 1.0), "units": int(mine.sum()), "said": said, "true": true})
        error += mine.mean() * abs(said - true)
    return table, float(error)


def by_group(hit: np.ndarray, group: np.ndarray) -> float:
    """Mean over groups of the share of their units that were hit."""
    return float(np.mean([hit[group == name].mean() for name in np.unique(group)]))


def summary(called: np.ndarray, label: np.ndarray) -> dict:
    positive = label > 0
    true = int((called & positive).sum())
    false = int((called & ~positive).sum())
    precision = true / max(1, true + false)
    share = true / max(1, int(positive.sum()))
    return {
        "true": true,
        "false": false,
        "benign": int((~positive).sum()),
        "positive": int(positive.sum()),
        "precision": precision,
        "recall": share,
        "f1": 2 * precision * share / max(1e-12, precision + share),
    }
