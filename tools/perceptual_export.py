"""What export-lpips.py and export-dists.py share: writing a distance as the ONNX file that packages/perception takes.

The file has inputs a and b [N, 3, H, W] in [0, 1], all of N, H and W open, and one output distance [N]. Its graph's name is the
distance's name.
"""
import hashlib
import pathlib
import warnings

import onnx
import torch


class Distance(torch.nn.Module):
    """A pair distance with the interface of the file."""

    def __init__(self, model, compare):
        super().__init__()
        self.model = model
        self.compare = compare

    def forward(self, a, b):
        return self.compare(a, b).reshape(-1)


def export(distance, name, path, opset=17):
    """Writes the file and prints its SHA-256, by which studies name it."""
    path = pathlib.Path(path)
    example = torch.rand(2, 3, 64, 80), torch.rand(2, 3, 64, 80)
    axes = {0: "N", 2: "H", 3: "W"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            distance.eval(), example, str(path), input_names=["a", "b"], output_names=["distance"], opset_version=opset,
            dynamic_axes={"a": axes, "b": axes, "distance": {0: "N"}}, dynamo=False,
        )
    model = onnx.load(path)
    model.graph.name = name
    for node in model.graph.node:
        node.ClearField("doc_string")
    onnx.save(model, path)
    print(f"{path}: {name}, {path.stat().st_size} bytes, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}")
