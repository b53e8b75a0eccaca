"""Figures of a detector from out-of-fold probabilities. Positive: any of the three malicious classes."""

import numpy as np

from matrix import CLASSES
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


def verdicts(probability: np.ndarray, reasons: np.ndarray, thresholds: dict) -> tuple[np.ndarray, np.ndarray]:
    """Which units are called malicious (a reason required) and which at least suspicious, as analyzer/verdict does."""
    over = {
        level: np.any(
            [probability[:, index] >= thresholds[name][level] for index, name in enumerate(CLASSES[1:], start=1)],
            axis=0,
        )
        for level in ("malicious", "suspicious")
    }
    return over["malicious"] & (reasons > 0), over["suspicious"]


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
