"""Calibration and thresholds, both from out-of-fold scores."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from matrix import CLASSES
from trees import softmax

# Share of benign scripts that may reach each threshold, out of fold, all categories together; of the hard ones apart.
MALICIOUS_RATE = 0.0008
MALICIOUS_RATE_HARD = 0.0025
SUSPICIOUS_RATE = 0.006


# What the gravest reason weighs beside the trees, in log-odds: from which severity on (1 to 5 for info to critical in the
# feature `reasons/gravest`), and how much. The trees see reasons, too, but among a thousand other numbers and in few
# malicious rows. Fixed, not fitted: of captured benign scripts one in four hundred has a grave reason, of malicious ones most do.
REASONS = [(2, 1.0), (3, 0.5), (4, 1.0)]
WEIGHT = np.array([weight for _, weight in REASONS])


@dataclass
class Calibration:
    """softmax(scores * scale + bias + malice * (reached @ WEIGHT)), where `malice` is 0 for benign and 1 for the others."""

    scale: float
    bias: np.ndarray


def gravest(names: list[str]) -> int:
    """The column of the gravest reason."""
    return next(i for i, name in enumerate(names) if name.startswith("reasons@") and name.endswith("/gravest"))


def reached(features: np.ndarray, names: list[str]) -> np.ndarray:
    """Which of REASONS each row reaches: rows x len(REASONS), 0 or 1."""
    return (features[:, [gravest(names)]] >= np.array([least for least, _ in REASONS])).astype(np.float32)


MALICE = np.array([0.0, 1.0, 1.0, 1.0])


def calibrate(scores: np.ndarray, reasons: np.ndarray, label: np.ndarray) -> Calibration:
    """Minimises the log loss over temperature and one bias for each class. Mildly held to scale 1 and bias 0, so that a
    class of 15 rows cannot run away."""

    def unpack(parameters: np.ndarray) -> Calibration:
        return Calibration(float(np.exp(parameters[0])), np.concatenate([[0], parameters[1:]]))

    def loss(parameters: np.ndarray) -> float:
        probability = apply(scores, reasons, unpack(parameters))
        likelihood = np.log(np.clip(probability[np.arange(len(label)), label], 1e-12, 1)).sum()
        return -likelihood + 0.5 * (parameters**2).sum()

    return unpack(minimize(loss, np.zeros(len(CLASSES)), method="L-BFGS-B").x)


def apply(scores: np.ndarray, reasons: np.ndarray, found: Calibration) -> np.ndarray:
    return softmax(scores * found.scale + found.bias + np.outer(reasons @ WEIGHT, MALICE))


def shared(probability: np.ndarray) -> np.ndarray:
    """As the product scores: the likeliest category carries the probability of all three, because a script that is surely
    malicious and only perhaps one kind of it must not get away between two."""
    joined = probability.copy()
    likeliest = 1 + probability[:, 1:].argmax(axis=1)
    joined[np.arange(len(joined)), likeliest] = probability[:, 1:].sum(axis=1)
    return joined


def choose_thresholds(
    probability: np.ndarray, held: np.ndarray, label: np.ndarray, hard: np.ndarray
) -> dict[str, dict[str, float]]:
    """The probabilities of any one category from which a script is suspicious and malicious: one limit for all categories,
    halfway (in log-odds) between the last benign script it lets through and the next; of the hard ones, which are few and
    stand far apart, a quarter of the way up. `held` are the probabilities of what
    a located reason supports (zeros where there is none), because only that can be malicious."""
    benign = label == 0
    top = held[:, 1:].max(axis=1)
    malicious = max(
        _limit(top[benign], MALICIOUS_RATE),
        _limit(top[benign & hard], MALICIOUS_RATE_HARD, 0.25) if (benign & hard).any() else 0.0,
    )
    suspicious = _limit(probability[benign, 1:].max(axis=1), SUSPICIOUS_RATE)
    malicious = min(max(malicious, 0.2), 0.98)
    suspicious = min(max(suspicious, 0.02), malicious * 0.6)
    return {name: {"suspicious": round(suspicious, 6), "malicious": round(malicious, 6)} for name in CLASSES[1:]}


def _limit(values: np.ndarray, rate: float, way: float = 0.5) -> float:
    ordered = np.sort(np.clip(values, 1e-9, 1 - 1e-9))[::-1]
    allowed = min(int(np.floor(rate * len(ordered))), len(ordered) - 1)
    odds = np.log(ordered / (1 - ordered))
    above = odds[allowed - 1] if allowed else odds[0] + 1.0
    return float(1 / (1 + np.exp(-(way * above + (1 - way) * odds[allowed]))))
