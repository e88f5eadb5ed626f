"""Writes a PyTorch network as the ONNX file that Lookalike takes, with the proof that Lookalike sees the same network.

    pip install torch torchvision timm onnx onnxscript
    python tools/export-network.py timm:resnet18 --out resnet18.onnx
    python tools/export-network.py torchvision:vgg16 --weights my-weights.pth --tag training_loss=adversarial --out vgg16.onnx
    python tools/export-network.py my_networks:make_network --preprocessing preprocessing.json --out mine.onnx

The batch is open. Notes in the file (docs/network-notes.md) say how images are prepared, which value is the representation, what the
classes are called, and what PyTorch computed for two test images: `lookalike network inspect FILE` computes them again and says what
differs. `module:function` names a function without parameters that gives a torch.nn.Module, or a pair of it and the transform that makes
a tensor of a Pillow image.
"""
import argparse
import base64
import difflib
import importlib
import io
import json
import os
import pathlib
import sys
import tempfile
import warnings

try:
    import numpy as np
    import onnx
    import torch
    from PIL import Image
except ImportError as missing:
    sys.exit(f"export-network: {missing}. Install what it needs: pip install torch torchvision timm onnx onnxscript")

PLAIN = {"channelOrder": "RGB", "range": "[0,1]", "mean": [0, 0, 0], "standardDeviation": [1, 1, 1]}
RANGES = {"[0,1]": (1, 0), "[0,255]": (255, 0), "[-1,1]": (2, -1)}
FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC, "lanczos3": Image.Resampling.LANCZOS}
# What another library computes may differ by float32's rounding over many layers, and by no more.
MOST_RELATIVE_ERROR = 1e-3
# Two ways of scaling to 8 bits differ by a level or two where edges are.
MOST_MEAN_LEVELS = 1
LARGEST_PROTOBUF_BYTES = 1_900_000_000


class Refusal(Exception):
    """What is wrong and what to do, for the person at the terminal."""


# ── Where networks come from ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Source:
    """A network in evaluation mode, the transform of its makers if it is known, its classes’ names, and tags."""

    def __init__(self, model, transform=None, classes=(), tags=None):
        self.model, self.transform, self.classes, self.tags = model.eval(), transform, list(classes), tags or {}


def source_of(name, weights, seed):
    kind, separator, rest = name.partition(":")
    if not separator or not rest:
        raise Refusal(f'"{name}" names no network. Say timm:NAME, torchvision:NAME, or module:function.')
    torch.manual_seed(seed)
    source = from_timm(rest, weights) if kind == "timm" else from_torchvision(rest, weights) if kind == "torchvision" else from_function(kind, rest, weights)
    if weights not in ("pretrained", "random", None):
        load_weights(source.model, weights)
    said = f"random, seed {seed}" if weights == "random" else "as made" if weights is None else "pretrained" if weights == "pretrained" else pathlib.Path(weights).name
    source.tags = {"architecture": rest, "weights": said, **source.tags}
    return source


def library(name):
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise Refusal(f"{name} cannot be imported ({missing}). Install it: pip install {name}") from missing


def require_known(name, names, library_name):
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=4, cutoff=0.5)
    raise Refusal(f'{library_name} has no network "{name}".' + (f" Did you mean {', '.join(near)}?" if near else f" {library_name}.list_models() lists those it has."))


def from_timm(name, weights):
    timm = library("timm")
    require_known(name.partition(".")[0], timm.list_models(), "timm")
    if "." in name:
        require_known(name, timm.list_pretrained(), "timm")
    # PyTorch's older exporter does not know the fused attention; both write the same from the plain one.
    timm.layers.set_fused_attn(False)
    model = downloaded(lambda: timm.create_model(name, pretrained=weights == "pretrained"))
    transform = timm.data.create_transform(**timm.data.resolve_data_config({}, model=model), is_training=False)
    subset = timm.data.infer_imagenet_subset(model) if weights == "pretrained" else None
    info = timm.data.ImageNetInfo(subset) if subset else None
    classes = [info.index_to_description(each) for each in range(info.num_classes())] if info else []
    tag = model.pretrained_cfg.get("tag") if weights == "pretrained" else None
    return Source(model, transform, classes, {"weights": f"pretrained, {tag}"} if tag else {})


def from_torchvision(name, weights):
    models = library("torchvision").models
    require_known(name, models.list_models(module=models), "torchvision.models")
    default = models.get_model_weights(name).DEFAULT
    pretrained = weights == "pretrained"
    # Random GoogLeNet and Inception would say that their initialisation is slow; nothing can be done about it here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = downloaded(lambda: models.get_model(name, weights=default if pretrained else None))
    return Source(model, default.transforms(), default.meta["categories"] if pretrained else [], {"weights": f"pretrained, {default.name}"} if pretrained else {})


def from_function(module, function, weights):
    if weights in ("pretrained", "random"):
        raise Refusal(f"--weights {weights} is for timm and torchvision; {module}:{function} says itself which weights its network has. Leave it out, or name a file.")
    sys.path.insert(0, os.getcwd())
    try:
        make = getattr(importlib.import_module(module), function)
    except ModuleNotFoundError as missing:
        raise Refusal(f"The module {missing.name} cannot be imported. Run this in the folder that has {missing.name}.py, or install it.") from missing
    except AttributeError as missing:
        raise Refusal(f'The module {module} has no function "{function}".') from missing
    made = make()
    model, transform = made if isinstance(made, tuple) and len(made) == 2 else (made, None)
    if not isinstance(model, torch.nn.Module):
        raise Refusal(f"{module}:{function} gives {type(model).__name__}. Expected a torch.nn.Module, or a pair of it and its transform.")
    return Source(model, transform)


def downloaded(make):
    try:
        return make()
    except (OSError, RuntimeError) as cause:
        raise Refusal(f"The pretrained weights cannot be had ({str(cause).splitlines()[0]}). Without a connection name a file by --weights FILE, or take --weights random.") from cause


def load_weights(model, path):
    try:
        state = library("safetensors.torch").load_file(path) if path.endswith(".safetensors") else torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, ValueError, EOFError) as cause:
        raise Refusal(f"The weights {path} cannot be read: {cause}") from cause
    except Exception as cause:  # torch.load's refusals of pickled objects have types of their own
        raise Refusal(f"{path} holds more than weights, which is not loaded because it may run code ({type(cause).__name__}). Save model.state_dict() alone.") from cause
    for key in ("state_dict_ema", "model_ema", "state_dict", "model_state_dict", "model"):
        if isinstance(state, dict) and isinstance(state.get(key), dict):
            state = state[key]
            break
    if not isinstance(state, dict):
        raise Refusal(f"{path} holds {type(state).__name__}. Expected a state_dict: weights by name.")
    state = {name.removeprefix("module."): value for name, value in state.items()}
    try:
        model.load_state_dict(state)
    except RuntimeError as cause:
        raise Refusal(f"The weights {path} are of another network. {cause}") from cause


# ── How images are prepared ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def describe_transform(transform):
    """The preprocessing, in Lookalike's words, of a torchvision transform."""
    if hasattr(transform, "crop_size") and hasattr(transform, "resize_size"):
        (crop, *_), (resize, *_) = transform.crop_size, transform.resize_size
        return {**PLAIN, "heightPx": crop, "widthPx": crop, "mean": list(transform.mean), "standardDeviation": list(transform.std),
                "resize": {"kind": "shorter-side", "shorterSidePx": resize, "interpolation": filter_of(transform.interpolation)}}
    result, interpolation, scaled, size = dict(PLAIN), None, None, None
    for step in getattr(transform, "transforms", [transform]):
        kind = type(step).__name__
        if kind == "Resize":
            scaled, interpolation = step.size, filter_of(step.interpolation)
        elif kind == "CenterCrop":
            size = step.size
        elif kind == "Normalize":
            # Tensors hold 0.485 as 0.48500001, which is not what was written.
            result["mean"], result["standardDeviation"] = ([float(str(np.float32(each))) for each in values] for values in (step.mean, step.std))
        elif kind not in ("ToTensor", "MaybeToTensor", "PILToTensor", "ConvertImageDtype", "ToDtype", "ToImage"):
            raise Refusal(f"The transform has the step {step}, which is none that can be told. Say what it comes to by --preprocessing (docs/network-notes.md).")
    if scaled is None or isinstance(scaled, (list, tuple)) and len(scaled) == 1:
        scaled = scaled[0] if scaled else None
    if isinstance(scaled, (list, tuple)) and (size is None or tuple(size) == tuple(scaled)):
        height, width, resize = *scaled, {"kind": "stretch"}
    elif isinstance(scaled, int) and size is not None:
        height, width = (size, size) if isinstance(size, int) else size
        resize = {"kind": "shorter-side", "shorterSidePx": scaled}
    else:
        raise Refusal(f"The transform scales to {scaled} and crops to {size}, which cannot be told as one rule. Say what it comes to by --preprocessing (docs/network-notes.md).")
    return {**result, "heightPx": int(height), "widthPx": int(width), "resize": {**resize, "interpolation": interpolation}}


def filter_of(interpolation):
    name = getattr(interpolation, "value", str(interpolation))
    if name not in ("bilinear", "bicubic", "lanczos"):
        raise Refusal(f"The transform scales with {name}; Lookalike knows bilinear, bicubic and Lanczos. Change the transform.")
    return "lanczos3" if name == "lanczos" else name


def read_preprocessing(text):
    try:
        given = json.loads(pathlib.Path(text).read_text() if not text.lstrip().startswith("{") else text)
    except (OSError, ValueError) as cause:
        raise Refusal(f"--preprocessing {text} cannot be read: {cause}") from cause
    missing = [key for key in ("heightPx", "widthPx", "resize") if key not in given]
    if missing:
        raise Refusal(f"--preprocessing lacks {', '.join(missing)}. docs/network-notes.md has an example.")
    return {**PLAIN, **given}


def scaled_to_size(image, preprocessing):
    height, width, rule = preprocessing["heightPx"], preprocessing["widthPx"], preprocessing["resize"]
    pillow = FILTERS[rule["interpolation"]]
    if rule["kind"] == "stretch":
        return image.resize((width, height), pillow)
    if rule["kind"] == "crop-to-aspect":
        wide, high = min(image.width, round(image.height * width / height)), min(image.height, round(image.width * height / width))
        left, top = (image.width - wide) // 2, (image.height - high) // 2
        return image.crop((left, top, left + wide, top + high)).resize((width, height), pillow)
    side = rule["shorterSidePx"]
    longer = side * max(image.size) // min(image.size)
    image = image.resize((side, longer) if image.width <= image.height else (longer, side), pillow)
    left, top = round((image.width - width) / 2), round((image.height - height) / 2)
    return image.crop((left, top, left + width, top + height))


def affine_of(preprocessing):
    """A level 0 … 255 becomes scale · level + offset, by channel in the file's order."""
    width, start = RANGES[preprocessing["range"]]
    deviation = np.array(preprocessing["standardDeviation"], np.float64)
    return width / 255 / deviation, (start - np.array(preprocessing["mean"], np.float64)) / deviation


def prepared(image, preprocessing):
    """[3, H, W] as the preprocessing says it."""
    levels = np.asarray(scaled_to_size(image, preprocessing), np.float64).transpose(2, 0, 1)
    scale, offset = affine_of(preprocessing)
    return (levels[::-1] if preprocessing["channelOrder"] == "BGR" else levels) * scale[:, None, None] + offset[:, None, None]


# ── Test images ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_images(height, width):
    """Two images, one wide and one high, larger than the network's: whatever is cut, scaled or exchanged, shows."""
    side = max(height, width)
    return [test_image(round(1.6 * side), round(1.3 * side), 0.0), test_image(round(1.25 * side), round(1.7 * side), 2.1)]


def test_image(width, height, phase):
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    image = np.stack([0.2 + 0.6 * x, 0.75 - 0.5 * y, 0.5 + 0.4 * np.sin(4 * (x + y) + phase)], -1)
    image[np.hypot(x - 0.42 - 0.05 * phase, y - 0.45) < 0.2] = (0.95, 0.25, 0.1)
    image[(np.abs(x - 0.6) < 0.16) & (np.abs(y - 0.64) < 0.12)] = (0.1, 0.35, 0.9)
    stripes = (np.abs(x - 0.5) < 0.4) & (np.abs(y - 0.2 - 0.05 * phase) < 0.08)
    image[stripes] = np.where(((x * width // 3).astype(int) % 2 == 0)[..., None], (0.98, 0.9, 0.2), (0.02, 0.1, 0.05))[stripes]
    return Image.fromarray(np.round(255 * image.clip(0, 1)).astype(np.uint8))


def test_inputs(images, preprocessing, transform):
    """What the network is given: [3, H, W] in 8 bits with the scale and the offset of each channel, which hold it exactly."""
    inputs = []
    for image in images:
        said = prepared(image, preprocessing)
        done = said if transform is None else transformed(transform, image, said.shape)
        scale, offset = affine_of(preprocessing)
        off = np.abs(done - said).mean(axis=(1, 2)) / scale
        if off.max() > MOST_MEAN_LEVELS:
            raise Refusal(f"The transform does something else than the preprocessing says: {off.max():.3g} of 255 levels apart on average. "
                          f"It gives {done.min():.3g} to {done.max():.3g}, the preprocessing {said.min():.3g} to {said.max():.3g}. Is it the size, the range, the mean, or the order of channels?")
        levels = np.round((done - offset[:, None, None]) / scale[:, None, None]).clip(0, 255).astype(np.uint8)
        inputs.append({"levels": levels, "scale": scale, "offset": offset})
    return inputs


def transformed(transform, image, shape):
    result = transform(image)
    if not isinstance(result, torch.Tensor) or tuple(result.shape) != shape:
        raise Refusal(f"The transform gives {list(result.shape) if isinstance(result, torch.Tensor) else type(result).__name__}. Expected a tensor {list(shape)}, as the preprocessing says.")
    return result.numpy().astype(np.float64)


def tensor_of(inputs):
    return torch.from_numpy(np.stack([each["levels"] * each["scale"][:, None, None] + each["offset"][:, None, None] for each in inputs]).astype(np.float32))


# ── The representation ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Network(torch.nn.Module):
    """Gives the first output, and the representation where that is not the first output."""

    def __init__(self, model, point):
        super().__init__()
        self.model, self.point = model, point

    def forward(self, image):
        if self.point is None:
            return (first(self.model(image)),)
        name, side = self.point
        if name is None:
            features = self.model.forward_features(image)
            return self.model.forward_head(features), self.model.forward_head(features, pre_logits=True)
        seen = []
        module = self.model.get_submodule(name)
        hook = module.register_forward_pre_hook(lambda _, given: seen.append(given[0])) if side == "input" else module.register_forward_hook(lambda _, __, result: seen.append(first(result)))
        try:
            output = first(self.model(image))
        finally:
            hook.remove()
        return output, seen[-1]


def first(result):
    """The one tensor that counts, of what networks give."""
    while not isinstance(result, torch.Tensor):
        result = result.logits if hasattr(result, "logits") else next(iter(result.values())) if isinstance(result, dict) else result[0]
    return result


def representation_point(model, x, layer):
    """Where the representation is: what a module is given or gives, or what timm computes besides (no module); None where it is the output."""
    if layer is not None:
        names = [name for name, _ in model.named_modules() if name]
        if layer not in names:
            near = difflib.get_close_matches(layer, names, n=4, cutoff=0.3)
            raise Refusal(f'The network has no module "{layer}". ' + (f"Did you mean {', '.join(near)}?" if near else f"It has {', '.join(names[:20])}."))
        return layer, "output"
    output = first(model(x))
    has_head = hasattr(model, "forward_head") and hasattr(model, "forward_features")
    wanted = model.forward_head(model.forward_features(x), pre_logits=True) if has_head else None
    seen, hooks = [], []
    for name, module in model.named_modules():
        if name:
            hooks.append(module.register_forward_hook(lambda _, given, result, name=name: seen.append((name, given, result))))
    try:
        model(x)
    finally:
        for hook in hooks:
            hook.remove()
    # What is called more than once names no one place.
    names = [name for name, _, _ in seen]
    seen = [each for each in seen if names.count(each[0]) == 1]
    tensors = [(name, side, value) for name, given, result in seen for side, value in (("input", given[0] if given else None), ("output", result)) if isinstance(value, torch.Tensor)]
    if isinstance(wanted, torch.Tensor):
        same = [(name, side) for name, side, value in tensors if value.numel() == wanted.numel() and value.shape[0] == x.shape[0] and torch.allclose(value.flatten(), wanted.flatten(), rtol=1e-5, atol=1e-6)]
        if same:
            return same[-1]
        if torch.equal(model.forward_head(model.forward_features(x)), output):
            return None, "pre-logits"
    classifiers = [name for name, given, result in seen if isinstance(model.get_submodule(name), torch.nn.Linear) and result.ndim == 2 and same_order(result, output)]
    if classifiers:
        return classifiers[-1], "input"
    convolutions = [name for name, _, result in seen if isinstance(model.get_submodule(name), torch.nn.Conv2d)]
    if convolutions and output.ndim == 2 and model.get_submodule(convolutions[-1]).out_channels == output.shape[1] and set(model.get_submodule(convolutions[-1]).kernel_size) == {1}:
        return convolutions[-1], "input"
    return None


def same_order(values, output):
    """Whether nothing but a softmax or its like stands between them."""
    return values.numel() == output.numel() and torch.equal(values.flatten(1).argsort(1), output.flatten(1).argsort(1))


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_open(network, x, path, opset):
    """Writes the file with an open batch by the first of PyTorch's exporters that can, and checks it. Says which it was."""
    names = ["representation"] if network.point is None else ["output", "representation"]
    external = sum(each.numel() * each.element_size() for each in network.state_dict().values()) > LARGEST_PROTOBUF_BYTES
    ways = {
        "torch.export": lambda: torch.onnx.export(network, (x,), str(path), input_names=["image"], output_names=names, opset_version=opset, dynamo=True, external_data=external,
                                                  dynamic_shapes=({0: torch.export.Dim("batch", min=1)},), verbose=False),
        "TorchScript": lambda: torch.onnx.export(network, (x,), str(path), input_names=["image"], output_names=names, opset_version=opset, dynamo=False,
                                                 dynamic_axes={name: {0: "batch"} for name in ["image", *names]}),
    }
    faults = []
    for way, write in ways.items():
        try:
            with warnings.catch_warnings(), open(os.devnull, "w") as silence:
                warnings.simplefilter("ignore")
                stdout, sys.stdout = sys.stdout, silence
                try:
                    write()
                finally:
                    sys.stdout = stdout
            return way, check_written(network, x, path)
        except Refusal as fault:
            faults.append(f"{way}: {fault}")
        except Exception as fault:  # both exporters throw types of their own, and whatever the network's code throws under them
            faults.append(f"{way}: {type(fault).__name__}: {str(fault).strip().splitlines()[0] if str(fault).strip() else ''}")
    raise Refusal("PyTorch cannot export the network with an open batch.\n  " + "\n  ".join(faults))


def check_written(network, x, path):
    """Checks the file, and beside ONNX Runtime if that is installed, with batches of other sizes. Gives the greatest relative error."""
    onnx.checker.check_model(str(path))
    if onnx.load(path, load_external_data=False).graph.input[0].type.tensor_type.shape.dim[0].dim_value != 0:
        raise Refusal("the batch is fixed in the file")
    try:
        import onnxruntime
    except ImportError:
        return None
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    error = 0.0
    for batch in (x[:1], torch.cat([x, x.flip(-1)])):
        with torch.no_grad():
            expected = network(batch)
        for value, wanted in zip(session.run(None, {"image": batch.numpy()}), expected):
            error = max(error, float(np.linalg.norm(value - wanted.numpy()) / max(np.linalg.norm(wanted.numpy()), 1e-30)))
    if not error <= MOST_RELATIVE_ERROR:
        raise Refusal(f"ONNX Runtime computes something else than PyTorch (relative error {error:.1e})")
    return error


def add_notes(path, notes):
    """Writes notes into the file. The representation stays a value by its name, and is no output beside the network's own."""
    model = onnx.load(path, load_external_data=False)
    outputs = {output.name: output for output in model.graph.output}
    if len(outputs) > 1:
        model.graph.value_info.append(outputs["representation"])
        model.graph.output.remove(outputs["representation"])
    # The exporter notes at each node where in which file of this machine its code stands.
    for part in [model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info]:
        del part.metadata_props[:]
    for key, value in notes.items():
        if value:
            model.metadata_props.add(key=f"lookalike.{key}", value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    onnx.save(model, path)
    onnx.checker.check_model(str(path))


def proof_of(network, images, inputs, x):
    with torch.no_grad():
        results = network(x)
    def encoded(pixels):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG", optimize=True)
        return base64.b64encode(file.getvalue()).decode()
    def entry(image, given, representation, output):
        return {
            "image": encoded(np.asarray(image)),
            "input": {"levels": encoded(given["levels"].transpose(1, 2, 0)), "scale": given["scale"].tolist(), "offset": given["offset"].tolist()},
            "representation": base64.b64encode(representation.flatten().numpy().astype("<f4").tobytes()).decode(),
            **({"topClass": int(output.argmax())} if output.ndim == 1 and len(results) > 1 else {}),
        }
    return {"version": 1, "by": f"PyTorch {torch.__version__.split('+')[0]}", "images": [entry(*each) for each in zip(images, inputs, results[-1], results[0])]}


def read_classes(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    names = json.loads(text) if text.lstrip().startswith("[") else text.splitlines()
    return [str(each).strip() for each in names if str(each).strip()]


def tag(text):
    key, separator, value = text.partition("=")
    if not separator or not key.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f'"{text}" is no tag; expected key=value, as loss=adversarial')
    return key.strip(), value.strip()


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", help="timm:NAME, torchvision:NAME or module:function")
    parser.add_argument("--weights", help="pretrained (for timm and torchvision unless said otherwise), random, or a file: a state_dict by torch.save, or .safetensors")
    parser.add_argument("--seed", type=int, default=0, help="of random weights (0)")
    parser.add_argument("--out", help="the file to write (NAME.onnx)")
    parser.add_argument("--layer", help="the module whose output is the representation, as model.named_modules() names it (what goes into the classifier)")
    parser.add_argument("--preprocessing", help="how images are prepared, as JSON or a file with it, where the transform of the network's makers is not known or cannot be told")
    parser.add_argument("--tag", type=tag, action="append", default=[], help="what the network is, as key=value: architecture, residual, training_loss, augmentation, training_data; may be repeated")
    parser.add_argument("--classes", help="a file with the classes’ names in order, one a line or a JSON list")
    parser.add_argument("--opset", type=int, default=18, help="of ONNX (18)")
    options = parser.parse_args(arguments)

    kind, _, name = options.network.partition(":")
    weights = options.weights or ("pretrained" if kind in ("timm", "torchvision") else None)
    source = source_of(options.network, weights, options.seed)
    if options.preprocessing is None and source.transform is None:
        raise Refusal("Nothing says how images are prepared for the network. Give --preprocessing, or have the function return its transform beside it (docs/network-notes.md).")
    preprocessing = read_preprocessing(options.preprocessing) if options.preprocessing else describe_transform(source.transform)
    images = test_images(preprocessing["heightPx"], preprocessing["widthPx"])
    inputs = test_inputs(images, preprocessing, source.transform)
    x = tensor_of(inputs)
    with torch.no_grad():
        network = Network(source.model, representation_point(source.model, x, options.layer)).eval()
        shape = list(network(x)[-1].shape[1:])
    classes = read_classes(options.classes) if options.classes else source.classes
    output_size = first(network(x)).flatten(1).shape[1]
    if classes and len(classes) != output_size:
        raise Refusal(f"There are {len(classes)} classes’ names, and the network has {output_size} outputs.")

    out = pathlib.Path(options.out or f"{name.replace('/', '-')}.onnx")
    with torch.no_grad():
        way, error = write_open(network, x, out, options.opset)
        proof = proof_of(network, images, inputs, x)
    add_notes(out, {"preprocessing": preprocessing, "layer": "representation", "classes": classes, "tags": {**source.tags, **dict(options.tag)}, "proof": proof})
    point = "the network’s output" if network.point is None else "timm’s pre-logits" if network.point[0] is None else f"{'what goes into' if network.point[1] == 'input' else 'what comes out of'} {network.point[0]}"
    print(f"{out}: by {way}, opset {options.opset}, open batch; {'ONNX Runtime is not installed, so it was not run' if error is None else f'ONNX Runtime is equal to {error:.0e}'}")
    print(f"Representation: {point}, {shape}. Lookalike proves it: npm run lookalike -- network inspect {out}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(f"export-network: {refusal}")
