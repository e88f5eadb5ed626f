"""Writes packages/network/src/proof/fixtures: a small network as tools/export-network.py writes it, and three files that say something else
of their images than was done to them, as whoever exports a network may.

    python tests/reference/make-proof-goldens.py    (torch, torchvision, onnx, onnxscript, pillow)
"""
import json
import pathlib
import subprocess
import sys

import onnx

from proof_network import DEVIATION, MEAN

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
fixtures = root / "packages/network/src/proof/fixtures"


def said(**changes):
    return {"heightPx": 32, "widthPx": 32, "channelOrder": "RGB", "range": "[0,1]", "mean": MEAN, "standardDeviation": DEVIATION,
            "resize": {"kind": "shorter-side", "shorterSidePx": 36, "interpolation": "bicubic"}, **changes}


# How each variant's images are prepared in truth; every file says what the right one says.
truths = {
    "right": said(),
    "bgr": said(channelOrder="BGR"),
    "byte_range": said(range="[0,255]", mean=[0, 0, 0], standardDeviation=[1, 1, 1]),
    "other_crop": said(resize={"kind": "shorter-side", "shorterSidePx": 32, "interpolation": "bicubic"}),
}

fixtures.mkdir(exist_ok=True)
classes = here / "proof-classes.txt"
for name, truth in truths.items():
    path = fixtures / f"{name.replace('_', '-')}.onnx"
    subprocess.run([sys.executable, root / "tools/export-network.py", f"proof_network:{name}", "--preprocessing", json.dumps(truth), "--classes", classes,
                    "--tag", "residual=no", "--tag", "data=CIFAR-10", "--out", path], cwd=here, check=True)
    model = onnx.load(path)
    for note in model.metadata_props:
        if note.key == "lookalike.preprocessing":
            note.value = json.dumps(said())
    onnx.save(model, path)
