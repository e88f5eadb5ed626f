"""Writes goldens.formats.json beside the ONNX cases of packages/network/src/onnx-cases that are about formats: what PyTorch computes with
their nodes in double precision, and its gradient. Quantised activations are PyTorch's fake quantisation, whose gradient passes straight
through inside the range of the whole numbers and is 0 outside.

Run with PyTorch, onnx and numpy: python tests/reference/make-format-goldens.py
"""
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from golden_numbers import uniform

CASES = Path(__file__).parents[2] / "packages/network/src/onnx-cases"
NAMES = ["F-qdq", "G-opset23", "H-weight-standardised", "I-local-function"]
IMAGE_SEED, WEIGHT_SEED = 7, 11
# As in golden.ts of tests/families.
PRODUCT_SEED = 900_000
functional = torch.nn.functional


def quantise(x, scale, zero, quantised):
    """What a QuantizeLinear and the DequantizeLinear behind it make of x."""
    info = np.iinfo(quantised)
    assert near_tie(x, scale) > 1e-5, "a value is so near to a tie that float32 may round it to the other side; take another seed"
    return torch.fake_quantize_per_tensor_affine(x, float(scale), int(zero), int(info.min), int(info.max))


def near_tie(x, scale):
    steps = x.detach().numpy() / float(scale)
    return np.abs(steps - np.floor(steps) - 0.5).min()


def run(model, image):
    values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    functions = {f.name: f for f in model.functions}
    values[model.graph.input[0].name] = image
    for node in model.graph.node:
        run_node(node, values, functions)
    return values[model.graph.output[0].name]


def run_node(node, values, functions):
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    given = [values[name] for name in node.input]
    tensor = lambda i: given[i] if torch.is_tensor(given[i]) else torch.tensor(given[i], dtype=torch.float64)
    kind = node.op_type
    if kind in functions:
        inner = dict(zip(functions[kind].input, given))
        for each in functions[kind].node:
            run_node(each, inner, functions)
        result = inner[functions[kind].output[0]]
    elif kind == "Constant":
        result = numpy_helper.to_array(attributes["value"])
    elif kind == "QuantizeLinear":
        # A pair: the node behind it gives back what is quantised.
        result = quantise(tensor(0), given[1], given[2], given[2].dtype)
    elif kind == "DequantizeLinear":
        result = given[0] if torch.is_tensor(given[0]) else (tensor(0) - tensor(2)) * tensor(1)
    elif kind == "Conv":
        top, left, bottom, right = attributes["pads"]
        padded = functional.pad(tensor(0), (left, right, top, bottom))
        result = functional.conv2d(padded, tensor(1), tensor(2), attributes["strides"], 0, attributes["dilations"], attributes["group"])
    elif kind == "Relu":
        result = torch.relu(tensor(0))
    elif kind == "GlobalAveragePool":
        result = tensor(0).mean((2, 3), keepdim=True)
    elif kind == "ReduceMean":
        axes = attributes.get("axes") or given[1].tolist()
        result = tensor(0).mean(tuple(axes), keepdim=attributes.get("keepdims", 1) == 1)
    elif kind == "Flatten":
        result = tensor(0).flatten(1)
    elif kind == "Reshape":
        result = tensor(0).reshape([int(size) for size in given[1]])
    elif kind in ("Sub", "Mul"):
        result = tensor(0) - tensor(1) if kind == "Sub" else tensor(0) * tensor(1)
    elif kind == "BatchNormalization":
        assert attributes["training_mode"] == 1
        result = functional.batch_norm(tensor(0), None, None, tensor(1), tensor(2), training=True, eps=attributes["epsilon"])
    elif kind == "Gemm":
        result = tensor(0) @ tensor(1).T + tensor(2)
    else:
        raise NotImplementedError(kind)
    values[node.output[0]] = result


def summary(tensor):
    """As golden.ts of tests/families keeps large tensors."""
    values = tensor.detach().numpy().astype(np.float64).ravel()
    step = max(1, values.size // 100)
    return {
        "shape": list(tensor.shape),
        "norm": float(np.linalg.norm(values)),
        "step": step,
        "values": values[::step].tolist(),
        "products": [float(values @ uniform(PRODUCT_SEED + i, values.size, -1, 1).astype(np.float64)) for i in range(4)],
    }


cases = {}
for name in NAMES:
    image = torch.tensor(uniform(IMAGE_SEED, 2 * 3 * 32 * 32).reshape(2, 3, 32, 32).astype(np.float64), requires_grad=True)
    output = run(onnx.load(CASES / f"{name}.onnx"), image)
    weights = torch.tensor(uniform(WEIGHT_SEED, 10, -1, 1).astype(np.float64))
    (output * weights).sum().backward()
    cases[name] = {"output": summary(output), "gradient": summary(image.grad)}
(CASES / "goldens.formats.json").write_text(json.dumps({"imageSeed": IMAGE_SEED, "weightSeed": WEIGHT_SEED, "cases": cases}, indent=1) + "\n")
