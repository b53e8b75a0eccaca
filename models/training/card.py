"""models/card.md: what the model was trained on, how it does on scripts of groups it never saw, and what it cannot do."""

import numpy as np

import measure
from matrix import CLASSES, Matrix
from validate import FOLDS, OutOfFold


def render(
    matrix: Matrix,
    found: OutOfFold,
    probes: OutOfFold,
    probability: np.ndarray,
    held: np.ndarray,
    thresholds: dict,
    version: str,
    parity: float,
    trees: int,
) -> str:
    malicious, suspicious, category, guilt = measure.nested(found)
    bins, error = measure.reliability(guilt, found.label)
    return "\n".join(
        [
            "# Model card: detector.onnx",
            "",
            "Written by the training run; do not edit by hand.",
            "",
            f"- Version `{version}`, feature schema `{matrix.schema_hash}`, {len(matrix.names)} features of one script.",
            f"- {trees} gradient-boosted trees (LightGBM, four classes, boosters of several seeds), calibrated on out-of-fold",
            "  predictions by one temperature and one bias a class, with fixed weights of the gravest reason, inside the ONNX graph.",
            f"- onnxruntime differs from the trainer by {parity:.1e} at most over all training rows.",
            f"- Repeat it with `{matrix.command}`; the same machine gives the same file.",
            "",
            "## Trained on",
            "",
            *_sources(matrix),
            "",
            f"## Group-wise cross-validation ({FOLDS} folds)",
            "",
            "Only captured scripts and pages are measured; a page counts with its guiltiest script. Whoever made a script",
            "(vendor, site or family: its group) is either in training or in the test, never in both; so is everything",
            "generated or derived from it. Intervals: 95 %, bootstrap over groups. A hit is any malicious class.",
            "",
            "| false positives allowed | magecart | cryptomining | malware |",
            "| --- | --- | --- | --- |",
            *[_rate(row, int((found.label == 0).sum())) for row in measure.at_rates(found, probability)],
            "",
            "### Verdicts, thresholds chosen apart from what they are measured on",
            "",
            "For each fold, calibration and thresholds come from the scores of the other folds' scripts alone. `malicious` also",
            "needs a located reason, as in the product. By groups: the mean of each group's share.",
            "",
            *_verdicts(found, malicious, suspicious, category),
            "",
            "| what | samples | malicious, by samples | by groups | at least suspicious | right category of the malicious |",
            "| --- | --- | --- | --- | --- | --- |",
            *_by_target(found, malicious, suspicious, category),
            "",
            "### Changed scripts",
            "",
            "Captured scripts changed by tools that attackers use, and put into captured benign scripts of 100 to 500 KB; each",
            "judged by the model of the fold that saw neither the script nor anything made from it.",
            "",
            *_robustness(found, probes),
            "",
            "### Reliability",
            "",
            "What the calibration of the other folds says of a unit's malice, and how many of those units are malicious.",
            f"Expected calibration error: {error:.4f}.",
            "",
            "| probability of malice | units | said, on average | truly malicious |",
            "| --- | --- | --- | --- |",
            *[
                f"| {one['low']:g} to {one['high']:g} | {one['units']} | {one['said']:.3f} | {one['true']:.3f} |"
                for one in bins
            ],
            "",
            "### Thresholds that ship",
            "",
            "Chosen in the same way on all folds together.",
            "",
            "| category | suspicious from | malicious from |",
            "| --- | --- | --- |",
            *[f"| {name} | {pair['suspicious']:.4f} | {pair['malicious']:.4f} |" for name, pair in thresholds.items()],
            "",
            "### Benign scripts that were flagged, by kind",
            "",
            "| kind | scripts | malicious | suspicious |",
            "| --- | --- | --- | --- |",
            *_by_kind(found, malicious, suspicious),
            "",
            "### Malicious samples, by kind",
            "",
            "| kind | media | samples | malicious | at least suspicious |",
            "| --- | --- | --- | --- | --- |",
            *_by_malice(matrix, found, malicious, suspicious),
            "",
            "## Limits",
            "",
            "- Few real malicious samples, most from 2015 to 2018: the intervals above are wide, and today's attacks differ.",
            "- Pages of exploit kits carry much of their malice outside scripts; only scripts are judged.",
            "- The probabilities are calibrated to the mix of this corpus, where one script in nine is malicious. On a site almost",
            "  none is: read the score, not the probability, as odds.",
            f"- With {int((found.label == 0).sum())} benign scripts no false-positive rate below "
            f"{3 / max(1, int((found.label == 0).sum())):.2%} can be claimed.",
            "- A script that waits for what the emulated visit does not offer is judged by its source; code that a server would",
            "  send is not there to be seen.",
            "- Evidence rules know fewer attacks than the model does: what it scores malicious without a located reason stays",
            "  suspicious.",
            "- Captured sites carry popular libraries whose published packages train too: figures for those are hopeful.",
            "- Generated and derived scripts train; they are never measured.",
            "",
        ]
    )


def _sources(matrix: Matrix) -> list[str]:
    lines = ["| source | " + " | ".join(CLASSES) + " | groups |", "| --- | --- | --- | --- | --- | --- |"]
    for origin, meaning in _ORIGINS.items():
        mine = matrix.origin == origin
        if not mine.any():
            continue
        counts = [len(np.unique(matrix.unit[mine & (matrix.label == index)])) for index in range(len(CLASSES))]
        lines.append(f"| {meaning} | {' | '.join(map(str, counts))} | {len(np.unique(matrix.group[mine]))} |")
    return lines


_ORIGINS = {
    "corpus": "captured scripts and pages",
    "library": "published packages, as shipped and minified",
    "project": "the project's own inert samples",
    "generated": "generated inert scripts",
    "derived": "spliced or obfuscated from the above",
}


def _robustness(found: OutOfFold, probes: OutOfFold) -> list[str]:
    lines = [
        "| change | scripts | malicious as they are | malicious when changed | lost | at least suspicious when changed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in measure.robustness(found, probes):
        what = "benign, " if row["benign"] else ""
        lines.append(
            f"| {what}{row['name']} | {row['count']} | {row['before']} | {row['after']} ({row['after'] / row['count']:.1%}) "
            f"| {row['lost']} | {row['suspicious']} |"
        )
    return lines if len(lines) > 2 else ["None in this run."]


def _rate(row: dict, benign: int) -> str:
    cells = [f"{row[name][0]} of {row[name][1]}: {_interval(row[name][2])}" for name in CLASSES[1:]]
    return f"| {row['rate'] * 100:g} % ({row['falsePositives']} of {benign}) | {' | '.join(cells)} |"


def _interval(value: tuple[float, float, float]) -> str:
    return f"{value[0]:.0%} ({value[1]:.0%} to {value[2]:.0%})"


def _verdicts(found: OutOfFold, malicious: np.ndarray, suspicious: np.ndarray, category: np.ndarray) -> list[str]:
    lines = [
        "| verdict | precision | recall | F1 | false positives | hard ones |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    hard = found.hard & (found.label == 0)
    for name, called in (("malicious", malicious), ("at least suspicious", suspicious)):
        total = measure.summary(called, found.label)
        lines.append(
            f"| {name} | {total['precision']:.1%} | {total['recall']:.1%} | {total['f1']:.1%} "
            f"| {total['false']} of {total['benign']} ({total['false'] / total['benign']:.2%}) "
            f"| {int((called & hard).sum())} of {int(hard.sum())} ({(called & hard).sum() / max(1, hard.sum()):.2%}) |"
        )
    return lines


TARGETS = {
    "magecart": ("magecart",),
    "injections": ("malware-injection",),
    "cryptomining": ("cryptomining",),
    "exploit kits": ("exploit-kit",),
    "phishing": ("phishing",),
}


def _by_target(found: OutOfFold, malicious: np.ndarray, suspicious: np.ndarray, category: np.ndarray) -> list[str]:
    lines = []
    for name, kinds in TARGETS.items():
        mine = np.isin(found.kind, kinds) & (found.label > 0)
        if not mine.any():
            continue
        right = category[mine & malicious] == found.label[mine & malicious]
        share = f"{int(right.sum())} of {len(right)}" if len(right) else "none"
        lines.append(
            f"| {name} | {int(mine.sum())} | {int((mine & malicious).sum())}: "
            f"{_interval(measure.recall(malicious[mine], found.group[mine]))} "
            f"| {measure.by_group(malicious[mine], found.group[mine]):.0%} | {suspicious[mine].mean():.0%} | {share} |"
        )
    return lines


def _by_kind(found: OutOfFold, malicious: np.ndarray, suspicious: np.ndarray) -> list[str]:
    lines = []
    for kind in np.unique(found.kind[found.label == 0]):
        mine = (found.label == 0) & (found.kind == kind)
        if (mine & (malicious | suspicious)).any():
            lines.append(f"| {kind} | {mine.sum()} | {(mine & malicious).sum()} | {(mine & suspicious & ~malicious).sum()} |")
    return lines or ["| none | | | |"]


def _by_malice(matrix: Matrix, found: OutOfFold, malicious: np.ndarray, suspicious: np.ndarray) -> list[str]:
    lines = []
    html = matrix.html[found.row]
    for kind in np.unique(found.kind[found.label > 0]):
        for media, of_media in (("js", ~html), ("html", html)):
            mine = (found.label > 0) & (found.kind == kind) & of_media
            if mine.any():
                lines.append(
                    f"| {kind} | {media} | {mine.sum()} | {(mine & malicious).sum()} | {(mine & (malicious | suspicious)).sum()} |"
                )
    return lines
