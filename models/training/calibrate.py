"""Calibration and thresholds, both from out-of-fold scores."""

import numpy as np
from scipy.optimize import minimize

from matrix import CLASSES
from trees import softmax

# Share of benign scripts that may reach each threshold, out of fold, all categories together.
MALICIOUS_RATE = 0.0004
SUSPICIOUS_RATE = 0.006


def calibrate(scores: np.ndarray, label: np.ndarray) -> tuple[float, np.ndarray]:
    """Temperature and one bias for each class that minimise the log loss of softmax(scores * scale + bias). Mildly held
    to scale 1 and bias 0, so that a class of 15 rows cannot run away."""

    def loss(parameters: np.ndarray) -> float:
        probability = softmax(scores * np.exp(parameters[0]) + np.concatenate([[0], parameters[1:]]))
        likelihood = np.log(np.clip(probability[np.arange(len(label)), label], 1e-12, 1)).sum()
        return -likelihood + 0.5 * (parameters**2).sum()

    found = minimize(loss, np.zeros(len(CLASSES)), method="L-BFGS-B")
    return float(np.exp(found.x[0])), np.concatenate([[0], found.x[1:]])


def apply(scores: np.ndarray, scale: float, bias: np.ndarray) -> np.ndarray:
    return softmax(scores * scale + bias)


def choose_thresholds(probability: np.ndarray, label: np.ndarray) -> dict[str, dict[str, float]]:
    """For each category the probabilities from which a script is suspicious and malicious. One limit for all categories
    would let the commonest spend the others' false positives; so each category gets a third of the allowance, and a
    threshold lies halfway (in log-odds) between the last benign script it lets through and the next."""
    benign = probability[label == 0]
    thresholds = {}
    for index, name in enumerate(CLASSES[1:], start=1):
        malicious = _limit(benign[:, index], MALICIOUS_RATE / 3)
        suspicious = _limit(benign[:, index], SUSPICIOUS_RATE / 3)
        malicious = min(max(malicious, 0.5), 0.98)
        suspicious = min(max(suspicious, 0.05), malicious * 0.6)
        thresholds[name] = {"suspicious": round(suspicious, 6), "malicious": round(malicious, 6)}
    return thresholds


def _limit(values: np.ndarray, rate: float) -> float:
    ordered = np.sort(np.clip(values, 1e-9, 1 - 1e-9))[::-1]
    allowed = int(np.floor(rate * len(ordered) + 0.5))
    odds = np.log(ordered / (1 - ordered))
    above = odds[allowed - 1] if allowed else odds[0] + 2.0
    return float(1 / (1 + np.exp(-(above + odds[allowed]) / 2)))
