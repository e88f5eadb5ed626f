"""Makes the goldens of tests/families: the common networks as ONNX files, with values and input gradients computed by PyTorch.

    pip install torch torchvision timm transformers onnx onnxscript
    python tests/reference/make-family-goldens.py tests/families/goldens [family…]

Every network of families.py is exported by both of PyTorch's exporters. So that the files stay small, weights are not in them but in
"external data" that a formula makes (see uniform below; golden.ts has it again): a file says `w7`, the golden says from
where to where the values of w7 reach. Images and targets come from the same formula. Of

    sum over images of d(x) = ||g(x) - t|| / ||t||

the golden has, for two layers g, the representation and the gradient with respect to the images, and for the later layer also the
gradient that passes the last rectifier straight through. Of each it holds the norm, values at evenly spread positions, and the products
with four vectors of the formula, so that a wrong value anywhere is seen. All is computed in float64 from the float32 weights.

Of some families there are also files for a fixed batch, exported without options. Values and gradients are the same for all files.

Kinks: the images are chosen so that nothing lies close to one, where float32 and float64 could take different sides; `kinks` counts what
does: inputs of rectifiers within 1e-6 of a bend, and windows whose two greatest values differ by less than that, relative to the root
mean square of the value.
"""

import gzip
import json
import logging
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto
from torch.overrides import TorchFunctionMode

sys.path.insert(0, str(Path(__file__).parent))
from families import FAMILIES
from golden_numbers import uniform

SAMPLES = 96
PROJECTIONS = 4
MARGIN = 1e-6
OPSETS = {"torchscript": [9, 11, 12, 13, 14, 15, 16, 17], "dynamo": [18, 19, 20, 21]}
# Families of which there are also files as people make them who set no option: constants folded, and a fixed batch.
EXPORTS = [("torchscript", 1), ("dynamo", 1), ("torchscript", 2)]
# MobileNet's folded weights are in its files, which are large.
FIXED_BATCH = {"squeezenet-1.1": EXPORTS, "mobilenet-v2": [("dynamo", 1)], "densenet": EXPORTS, "convnext": EXPORTS, "vit": EXPORTS, "swin": EXPORTS, "clip-vit": EXPORTS, "dinov2": EXPORTS}


def ranges(network):
    """From where to where each parameter reaches: weights as He et al. 2015 ask for, batch statistics that are neither 0 nor 1."""
    for module in network.modules():
        for name, value in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]:
            if not value.is_floating_point() or value.numel() < 1:
                continue
            is_norm = "Norm" in type(module).__name__
            if name == "running_mean":
                yield value, -0.3, 0.3
            elif name == "running_var":
                yield value, 0.5, 2.0
            elif is_norm and name == "weight":
                yield value, 0.5, 1.5
            elif "logit_scale" in name:
                yield value, 2.0, 2.5
            elif any(part in name for part in ("gamma", "lambda", "layer_scale")):
                yield value, 0.5, 1.0
            elif name.endswith("bias"):
                yield value, -0.2, 0.2
            elif isinstance(value, torch.nn.Parameter):
                reach = (6.0 / value[0].numel()) ** 0.5 if value.dim() > 1 and not any(part in name for part in ("pos", "cls", "token", "table", "embedding")) else 0.5
                yield value, -reach, reach


def named_ranges(network):
    """The parameters with a seed and a range each."""
    return [(value, {"seed": seed, "range": [round(least, 6), round(most, 6)]}) for seed, (value, least, most) in enumerate(ranges(network), 1)]


def fill(network):
    with torch.no_grad():
        for value, weight in named_ranges(network):
            value.copy_(torch.from_numpy(uniform(weight["seed"], value.numel(), *weight["range"]).reshape(value.shape)))


class Watch(TorchFunctionMode):
    """Counts rectifiers, measures how close their inputs come to a kink, and passes one of them straight through."""

    BENDS = {
        "relu": (F.relu, torch.relu, torch.relu_, torch.Tensor.relu, torch.Tensor.relu_, F.relu_),
        "relu6": (F.relu6, F.hardtanh, F.hardtanh_),
        "hardswish": (F.hardswish,),
    }
    AT = {"relu": (0,), "relu6": (0, 6), "hardswish": (-3, 3), "hardsigmoid": (-3, 3)}

    def __init__(self, straight=None):
        super().__init__()
        self.straight, self.count, self.kinks, self.kind, self.last = straight, 0, 0, None, None

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        kind = next((kind for kind, functions in self.BENDS.items() if func in functions), None)
        if func is F.hardsigmoid:
            self.near(args[0], self.AT["hardsigmoid"])
        if func in (F.max_pool2d, torch.max_pool2d):
            self.ties(args[0], *[kwargs.get(name, args[i] if len(args) > i else default) for i, (name, default) in enumerate([("kernel_size", None), ("stride", None), ("padding", 0), ("dilation", 1), ("ceil_mode", False)], 1)])
        # Swin v2 has a rectifier that sees constants only.
        if kind is None or not args[0].requires_grad:
            return func(*args, **kwargs)
        x = args[0]
        self.near(x, self.AT[kind])
        self.count, self.kind = self.count + 1, kind
        if self.count != self.straight:
            return func(*args, **kwargs)
        return x + (func(x.detach().clone(), *args[1:], **kwargs) - x).detach()

    def near(self, x, bends):
        scale = x.detach().square().mean().sqrt()
        self.kinks += sum(int(((x.detach() - bend).abs() < MARGIN * scale).sum()) for bend in bends)

    def ties(self, x, kernel, stride, padding, dilation, ceil_mode):
        kernel, stride, padding = [(value, value) if isinstance(value, int) else tuple(value) for value in (kernel, stride or kernel, padding)]
        extra = kernel[0] if ceil_mode else 0
        x = x.detach()
        padded = F.pad(x, (padding[1], padding[1] + extra, padding[0], padding[0] + extra), value=-1e30)
        cells = F.unfold(padded.flatten(0, 1).unsqueeze(1), kernel, stride=stride)
        top = cells.topk(2, dim=1).values
        # Equal values are zeros that a rectifier made, which stops their gradient whoever of them gets it, or one value that came here twice
        # through overlapping windows, which gets it all in the end.
        close = (top[:, 0] - top[:, 1] < MARGIN * x.square().mean().sqrt()) & (top[:, 0] != top[:, 1])
        self.kinks += int(close.sum())


def run(network, images, straight=None):
    watch = Watch(straight)
    with watch:
        values = network(images)
    return values, watch


def summary(tensor):
    flat = tensor.detach().double().flatten().numpy()
    step = max(1, flat.size // SAMPLES)
    return {
        "shape": list(tensor.shape),
        "norm": float(np.linalg.norm(flat)),
        "step": step,
        "values": [float(np.float32(value)) for value in flat[::step]],
        "products": [float(flat @ uniform(900_000 + i, flat.size, -1, 1).astype(np.float64)) for i in range(PROJECTIONS)],
    }


def golden(network, size, seed):
    """Values and gradients in float64, or None when something lies too close to a kink."""
    images = torch.from_numpy(uniform(seed, 2 * 3 * size * size).reshape(2, 3, size, size)).double()
    values, watch = run(network, images.clone().requires_grad_())
    if watch.kinks > 0:
        return watch.kinks, None
    layers = {}
    for index, name in enumerate(["middle", "penultimate"]):
        spread = float(values[name].detach().square().mean().sqrt())
        target_range = [round(-spread, 4), round(2 * spread, 4)]
        target = torch.from_numpy(uniform(800_000 + index, values[name].numel(), *target_range).reshape(values[name].shape)).double()
        def gradient(straight=None):
            x = images.clone().requires_grad_()
            representation = run(network, x, straight)[0][name]
            distance = (representation - target).flatten(1).norm(dim=1) / target.flatten(1).norm(dim=1)
            (slope,) = torch.autograd.grad(distance.sum(), x)
            return representation, distance, slope
        representation, distance, slope = gradient()
        layers[name] = {"target": target_range, "representation": summary(representation), "distance": distance.tolist(), "gradient": summary(slope)}
        if name == "penultimate":
            if watch.kind:
                layers[name]["pastRectifier"] = summary(gradient(watch.count)[2])
    return 0, {"imageSeed": seed, "kinks": 0, "lastRectifier": {"relu": "Relu", "relu6": "Clip", "hardswish": "HardSwish", None: None}[watch.kind], "layers": layers}


def export(network, size, exporter, opset, path):
    images = torch.from_numpy(uniform(1_000_000, 2 * 3 * size * size).reshape(2, 3, size, size))
    names = {"input_names": ["image"], "output_names": ["middle", "penultimate"], "opset_version": opset}
    if exporter == "dynamo":
        # Its optimizer puts batch normalisation into the convolutions, whose weights would then have to be in the file.
        has_norm = any(isinstance(module, torch.nn.BatchNorm2d) for module in network.modules())
        torch.onnx.export(network, (images,), path, dynamo=True, optimize=not has_norm, external_data=False, dynamic_shapes=({0: torch.export.Dim("batch")},), verbose=False, **names)
    else:
        torch.onnx.export(network, (images,), path, dynamo=False, dynamic_axes={"image": {0: "batch"}}, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, **names)


def export_plainly(network, size, exporter, batch, path):
    """As `torch.onnx.export(model, x, "net.onnx")` does, but for the names. @returns the opset that the exporter chose."""
    images = torch.from_numpy(uniform(1_000_000, batch * 3 * size * size).reshape(batch, 3, size, size))
    options = {"dynamo": True, "external_data": False, "verbose": False} if exporter == "dynamo" else {"dynamo": False}
    torch.onnx.export(network, (images,), path, input_names=["image"], output_names=["middle", "penultimate"], **options)
    return next(entry.version for entry in onnx.load(path).opset_import if entry.domain == "")


def compact(path, network):
    """Replaces weights by references to the formula, and removes where the file came from. @returns the weights that are referred to."""
    model = onnx.load(path)
    graph = model.graph
    known = {}
    for value, weight in named_ranges(network):
        values = value.detach().numpy()
        known[values.tobytes()] = weight
        if values.ndim == 2:
            known[np.ascontiguousarray(values.T).tobytes()] = {**weight, "transposed": list(values.shape)}
    used = {}
    inline = 0
    tensors = [*graph.initializer, *[attribute.t for node in graph.node if node.op_type == "Constant" for attribute in node.attribute if attribute.name == "value"]]
    for tensor in tensors:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = onnx.numpy_helper.to_array(tensor)
        entry = known.get(values.tobytes()) if values.size >= 4 else None
        if entry is None:
            inline += values.nbytes
            continue
        location = f"w{entry['seed']}" + ("t" if "transposed" in entry else "")
        used[location] = {**entry, "count": int(values.size)}
        tensor.ClearField("raw_data")
        tensor.ClearField("float_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=location)
    for part in [model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]:
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    graph.ClearField("value_info")
    return model.SerializeToString(), used, inline


def main(folder, wanted):
    folder.mkdir(parents=True, exist_ok=True)
    for index, (name, (make, size)) in enumerate(FAMILIES.items()):
        if wanted and name not in wanted:
            continue
        torch.manual_seed(1)
        network = make().eval().requires_grad_(False)
        fill(network)
        files = []
        for exporter, opsets in OPSETS.items():
            content = None
            # The older exporter refuses some operators at older opsets.
            for opset in (opsets[index % len(opsets)], opsets[-1]):
                with tempfile.TemporaryDirectory() as scratch:
                    path = Path(scratch) / "network.onnx"
                    try:
                        export(network, size, exporter, opset, path)
                    except Exception as error:
                        print(f"{name}: {exporter} at opset {opset} does not export it: {str(error).strip().splitlines()[0][:200]}", flush=True)
                        continue
                    content, used, inline = compact(path, network)
                break
            if content is None:
                continue
            file = f"{name}-{exporter}-opset{opset}.onnx.gz"
            (folder / file).write_bytes(gzip.compress(content, 9, mtime=0))
            files.append({"file": file, "exporter": exporter, "opset": opset, "weights": used})
            print(f"{name}: {file} has {len(gzip.compress(content, 9))} bytes, {inline} bytes of weights of its own", flush=True)
        for exporter, batch in FIXED_BATCH.get(name, []):
            with tempfile.TemporaryDirectory() as scratch:
                path = Path(scratch) / "network.onnx"
                opset = export_plainly(network, size, exporter, batch, path)
                content, used, inline = compact(path, network)
            file = f"{name}-{exporter}-batch{batch}.onnx.gz"
            (folder / file).write_bytes(gzip.compress(content, 9, mtime=0))
            files.append({"file": file, "exporter": exporter, "opset": opset, "batch": batch, "weights": used})
            print(f"{name}: {file} has {len(gzip.compress(content, 9))} bytes, {inline} bytes of weights of its own", flush=True)
        exact = network.double()
        for seed in range(2_000_000, 2_000_064):
            kinks, result = golden(exact, size, seed)
            if result:
                break
        if not result:
            print(f"{name}: no images without kinks ({kinks})", flush=True)
            continue
        weights = {location: weight for file in files for location, weight in file.pop("weights").items()}
        content = {"family": name, "torch": torch.__version__, "size": size, "files": files, "weights": weights, **result}
        (folder / f"{name}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
        print(f"{name}: golden of {(folder / f'{name}.json').stat().st_size} bytes, seed {seed}, last rectifier {result['lastRectifier']}", flush=True)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    # Attention as plain matrix products, which the exporters know.
    torch.backends.mha.set_fastpath_enabled(False)
    logging.disable(logging.WARNING)
    main(Path(sys.argv[1]), sys.argv[2:])
