"""Writes the trained trees as an ONNX file: TreeEnsembleRegressor, then scale, bias and softmax as plain operators,
because onnxruntime has ignored the ensemble's own post_transform before."""

import hashlib
import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
import onnx
from onnx import TensorProto, helper

from calibrate import MALICE, REASONS, WEIGHT, Calibration, gravest
from matrix import CLASSES


def float_below(threshold: float) -> float:
    """The greatest float32 not above a double: for float32 x, x <= threshold exactly when x <= that."""
    nearest = np.float32(threshold)
    return float(nearest if float(nearest) <= threshold else np.nextafter(nearest, np.float32(-np.inf)))


def ensemble(boosters: list[lgb.Booster]) -> dict[str, list]:
    """Attributes of TreeEnsembleRegressor. LightGBM goes left when feature <= threshold; nothing is ever missing."""
    table: dict[str, list] = {name: [] for name in _NODE + _TARGET}
    first = 0
    for booster in boosters:
        for tree in booster.dump_model()["tree_info"]:
            _add(table, first + tree["tree_index"], tree["tree_index"] % len(CLASSES), tree["tree_structure"])
        first += booster.num_trees()
    return table


def model(boosters: list[lgb.Booster], names: list[str], calibration: Calibration) -> onnx.ModelProto:
    """The sum of all trees by `scale / boosters`, plus bias, plus what the reasons weigh in each malicious class."""
    weight = np.outer(WEIGHT, MALICE)
    nodes = [
        helper.make_node("Gather", ["features", "reason-columns"], ["reasons"], axis=1),
        helper.make_node("Less", ["reasons", "reason-least"], ["missed"]),
        helper.make_node("Not", ["missed"], ["reached"]),
        helper.make_node("Cast", ["reached"], ["weighed"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["weighed", "reason-weight"], ["supported"]),
        helper.make_node(
            "TreeEnsembleRegressor",
            ["features"],
            ["scores"],
            domain="ai.onnx.ml",
            n_targets=len(CLASSES),
            aggregate_function="SUM",
            post_transform="NONE",
            **ensemble(boosters),
        ),
        helper.make_node("Mul", ["scores", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "bias"], ["shifted"]),
        helper.make_node("Add", ["shifted", "supported"], ["calibrated"]),
        helper.make_node("Softmax", ["calibrated"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "detector",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", len(names)])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", len(CLASSES)])],
        [
            helper.make_tensor("scale", TensorProto.FLOAT, [1], [calibration.scale / len(boosters)]),
            helper.make_tensor("bias", TensorProto.FLOAT, [len(CLASSES)], calibration.bias.tolist()),
            helper.make_tensor("reason-columns", TensorProto.INT64, [len(REASONS)], [gravest(names)] * len(REASONS)),
            helper.make_tensor("reason-least", TensorProto.FLOAT, [len(REASONS)], [float(n) for n, _ in REASONS]),
            helper.make_tensor("reason-weight", TensorProto.FLOAT, list(weight.shape), weight.flatten().tolist()),
        ],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    proto = helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="scriptwarden")
    onnx.checker.check_model(proto)
    return proto


def save(proto: onnx.ModelProto, path: Path, names: list[str], schema_hash: str, thresholds: dict) -> str:
    """Adds what the analyzer checks and returns the version: a digest of trees, calibration and thresholds."""
    content = proto.SerializeToString(deterministic=True) + json.dumps(thresholds, sort_keys=True).encode()
    version = "1-" + hashlib.sha256(content + schema_hash.encode()).hexdigest()[:12]
    metadata = {
        "version": version,
        "featureSchemaHash": schema_hash,
        "features": names,
        "classes": CLASSES,
        "thresholds": thresholds,
    }
    helper.set_model_props(proto, {"scriptwarden": json.dumps(metadata)})
    path.write_bytes(proto.SerializeToString(deterministic=True))
    return version


_NODE = [
    "nodes_treeids",
    "nodes_nodeids",
    "nodes_featureids",
    "nodes_modes",
    "nodes_values",
    "nodes_truenodeids",
    "nodes_falsenodeids",
    "nodes_missing_value_tracks_true",
]
_TARGET = ["target_treeids", "target_nodeids", "target_ids", "target_weights"]


def _add(table: dict[str, list], tree: int, target: int, root: dict) -> None:
    """Lists a tree's nodes, parents first; a leaf is a node that adds its value to the target."""
    waiting = [(root, 0)]
    used = 1
    while waiting:
        node, number = waiting.pop()
        leaf = "leaf_value" in node
        left, right = (0, 0) if leaf else (used, used + 1)
        if leaf:
            for name, value in zip(_TARGET, (tree, number, target, node["leaf_value"])):
                table[name].append(value)
        else:
            if node["decision_type"] != "<=":
                raise SystemExit(f"cannot export a {node['decision_type']} split")
            used += 2
            waiting += [(node["right_child"], right), (node["left_child"], left)]
        values = (
            tree,
            number,
            0 if leaf else node["split_feature"],
            "LEAF" if leaf else "BRANCH_LEQ",
            0.0 if leaf else float_below(node["threshold"]),
            left,
            right,
            0,
        )
        for name, value in zip(_NODE, values):
            table[name].append(value)
