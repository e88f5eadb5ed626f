"""Writes DISTS as an ONNX file for packages/perception.

    pip install DISTS-pytorch onnx torchvision
    python tools/export-dists.py --out dists.onnx

The trunk's ImageNet weights come from torchvision, those of the comparison from the DISTS-pytorch package. Ding, Ma, Wang and
Simoncelli 2020.
"""
import argparse
import pathlib

import DISTS_pytorch
import torch
from DISTS_pytorch import DISTS

from perceptual_export import Distance, export


def load_comparison(model):
    """Loads alpha and beta from the package's folder; the package itself looks for them where old installers put them."""
    weights = torch.load(pathlib.Path(DISTS_pytorch.__file__).with_name("weights.pt"), map_location="cpu")
    model.alpha.data, model.beta.data = weights["alpha"], weights["beta"]
    return model


def distance_of(model):
    return Distance(model, lambda a, b: model(a, b, require_grad=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default="dists.onnx")
    options = parser.parse_args()
    export(distance_of(load_comparison(DISTS(load_weights=False))), "dists", options.out)
