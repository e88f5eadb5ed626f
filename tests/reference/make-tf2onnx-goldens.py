"""Makes the goldens of tests/families that come from TensorFlow: Keras networks as tf2onnx writes them, with TensorFlow's gradients.

    pip install tensorflow tf2onnx
    python tests/reference/make-tf2onnx-goldens.py tests/families/goldens

The networks take images as [N, H, W, C]; tf2onnx either keeps that, with transposes around every convolution that it cannot move, or is
told to make the input [N, C, H, W]. The weights are in the files, as float16 in one of them. The format is that of make-family-goldens.py,
and so are the formula of the images and of the targets, and the rule about kinks. Gradients are computed in float64.
"""

import gzip
import json
import os
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx
from onnx import TensorProto, numpy_helper

from golden_numbers import uniform

SAMPLES, PROJECTIONS, MARGIN, SIZE = 96, 4, 1e-6, 30


def block(x, filters, stride, activation, dtype):
    layers = tf.keras.layers
    y = layers.DepthwiseConv2D(3, stride, padding="same", use_bias=False, dtype=dtype)(x)
    y = layers.BatchNormalization(dtype=dtype)(y)
    y = activation(y)
    return layers.BatchNormalization(dtype=dtype)(layers.Conv2D(filters, 1, use_bias=False, dtype=dtype)(y))


def network(hard_swish, dtype):
    """A MobileNet-like network: strided convolutions with TensorFlow's uneven padding, depthwise ones, pooling, a skip and a gate."""
    layers = tf.keras.layers
    # As Keras' own MobileNetV3 writes it.
    swish = lambda x: x * tf.nn.relu6(x + 3.0) * (1.0 / 6.0)
    act = lambda x: (layers.Lambda(swish, dtype=dtype) if hard_swish else layers.ReLU(6.0, dtype=dtype))(x)
    image = layers.Input((SIZE, SIZE, 3), dtype=dtype)
    x = act(layers.BatchNormalization(dtype=dtype)(layers.Conv2D(8, 3, 2, padding="same", use_bias=False, dtype=dtype)(image)))
    x = layers.MaxPooling2D(3, 2, padding="same", dtype=dtype)(x)
    middle = block(x, 12, 1, act, dtype)
    x = layers.add([middle, block(middle, 12, 1, act, dtype)], dtype=dtype)
    gate = layers.Dense(12, activation="sigmoid", dtype=dtype)(layers.GlobalAveragePooling2D(dtype=dtype)(x))
    x = layers.multiply([x, layers.Reshape((1, 1, 12), dtype=dtype)(gate)], dtype=dtype)
    x = act(block(x, 20, 2, act, dtype))
    x = layers.AveragePooling2D(2, padding="same", dtype=dtype)(x)
    return tf.keras.Model(image, [middle, layers.Flatten(dtype=dtype)(x)])


def fill(model, half):
    for seed, variable in enumerate(model.variables, 1):
        name, shape = variable.path, variable.shape
        fan = int(np.prod(shape[:2] if "depthwise" in name else shape[:-1])) if len(shape) > 1 else 1
        reach = (6.0 / fan) ** 0.5
        least, most = (0.5, 2.0) if "variance" in name else (0.5, 1.5) if "gamma" in name else (-reach, reach) if len(shape) > 1 else (-0.2, 0.2)
        values = uniform(seed, int(np.prod(shape)), least, most).reshape(shape)
        variable.assign(values.astype(np.float16) if half else values)


def summary(array):
    flat = np.asarray(array, np.float64).ravel()
    step = max(1, flat.size // SAMPLES)
    return {"shape": list(array.shape), "norm": float(np.linalg.norm(flat)), "step": step, "values": [float(np.float32(value)) for value in flat[::step]],
            "products": [float(flat @ uniform(900_000 + i, flat.size, -1, 1).astype(np.float64)) for i in range(PROJECTIONS)]}


def close_to_kink(model, images, bends):
    """How many inputs of the activations lie within the margin of a bend, and how many windows have two maxima."""
    layers = [layer for layer in model.layers if isinstance(layer, (tf.keras.layers.ReLU, tf.keras.layers.Lambda))]
    inputs = tf.keras.Model(model.input, [layer.input for layer in layers])(images)
    count = 0
    for value in inputs:
        value = value.numpy()
        scale = MARGIN * np.sqrt(np.mean(value**2))
        count += sum(int((abs(value - bend) < scale).sum()) for bend in bends)
    pool = next(layer for layer in model.layers if isinstance(layer, tf.keras.layers.MaxPooling2D))
    value = tf.keras.Model(model.input, pool.input)(images)
    windows = tf.image.extract_patches(value, [1, 3, 3, 1], [1, 2, 2, 1], [1, 1, 1, 1], "VALID").numpy().reshape(-1, 9, value.shape[-1])
    top = np.sort(windows, axis=1)[:, -2:]
    return count + int(((top[:, 1] - top[:, 0] < MARGIN) & (top[:, 1] != 0)).sum())


def nchw(array):
    return np.transpose(array, (0, 3, 1, 2)) if array.ndim == 4 else array


def main(folder):
    for name, hard_swish, half, opset, channels_first in [("tf2onnx-relu6", False, True, 13, True), ("tf2onnx-hardswish", True, False, 17, False)]:
        models = {dtype: network(hard_swish, dtype) for dtype in ("float32", "float64")}
        for model in models.values():
            fill(model, half)
        exact = models["float64"]
        spec = (tf.TensorSpec((None, SIZE, SIZE, 3), tf.float32, name="image"),)
        call = tf.function(lambda image: dict(zip(("middle", "penultimate"), models["float32"](image))), input_signature=spec)
        proto, _ = tf2onnx.convert.from_function(call, input_signature=spec, opset=opset, inputs_as_nchw=["image"] if channels_first else None)
        if half:
            for tensor in proto.graph.initializer:
                values = numpy_helper.to_array(tensor)
                # Only weights that are halves already: folded ones are not.
                if tensor.data_type == TensorProto.FLOAT and values.size > 1 and (values == values.astype(np.float16)).all():
                    tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), tensor.name + "/half"))
                    original = tensor.name.removesuffix("/half")
                    proto.graph.node.insert(0, onnx.helper.make_node("Cast", [tensor.name], [original], to=TensorProto.FLOAT))
        for part in [proto, proto.graph, *proto.graph.node]:
            part.ClearField("doc_string")
        file = f"{name}-opset{opset}.onnx.gz"
        (folder / file).write_bytes(gzip.compress(proto.SerializeToString(), 9, mtime=0))

        for seed in range(2_000_000, 2_000_064):
            shape = (2, 3, SIZE, SIZE) if channels_first else (2, SIZE, SIZE, 3)
            images = uniform(seed, 2 * 3 * SIZE * SIZE).reshape(shape).astype(np.float64)
            images = np.transpose(images, (0, 2, 3, 1)) if channels_first else images
            kinks = close_to_kink(exact, tf.constant(images), (-3, 3) if hard_swish else (0, 6))
            if kinks == 0:
                break
        layers = {}
        for index, layer in enumerate(("middle", "penultimate")):
            x = tf.constant(images)
            with tf.GradientTape() as tape:
                tape.watch(x)
                representation = exact(x)[index]
                spread = float(tf.sqrt(tf.reduce_mean(representation**2)))
                target_range = [round(-spread, 4), round(2 * spread, 4)]
                target = uniform(800_000 + index, int(np.prod(representation.shape)), *target_range).reshape(representation.shape).astype(np.float64)
                lengths = lambda value: tf.sqrt(tf.reduce_sum(tf.reshape(value, (2, -1)) ** 2, axis=1))
                distance = lengths(representation - target) / lengths(tf.constant(target))
            gradient = tape.gradient(distance, x).numpy()
            layers[layer] = {"target": target_range, "representation": summary(representation.numpy()), "distance": distance.numpy().tolist(),
                             "gradient": summary(nchw(gradient) if channels_first else gradient)}
        content = {"family": name, "tensorflow": tf.__version__, "size": SIZE, "channelsLast": not channels_first, "files": [{"file": file, "exporter": "tf2onnx", "opset": opset}],
                   "weights": {}, "imageSeed": seed, "kinks": kinks, "layers": layers, "lastRectifier": "HardSwish" if hard_swish else "Clip"}
        (folder / f"{name}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
        print(name, file, (folder / file).stat().st_size, "bytes, kinks", kinks, [node.op_type for node in proto.graph.node])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
