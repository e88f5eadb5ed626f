"""Makes the TensorFlow.js models that the reader is tested with, and what TensorFlow computes for them.

    python tests/reference/make-tensorflowjs-goldens.py packages/network/src/goldens/tensorflowjs

Run it twice: with tensorflow 2.15 (Keras 2), tensorflowjs 4.22.0 and numpy below 2, which writes the LayersModel and the GraphModels (plain
and quantised); and with tensorflow 2.16 or later, which brings Keras 3 and writes its description of the same network.

Each network is a folder with model.json and its weights; beside it, NAME.json has images [N, C, H, W] and, by output, what TensorFlow gives
for the float32 weights. Weights are random; moving variances are positive.
"""
import base64
import json
import os
import shutil
import sys
import tempfile
from importlib.metadata import version

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import numpy as np
import tensorflow as tf

keras = tf.keras
layers = keras.layers
folder = sys.argv[1]
keras_version = version("keras")
keras_3 = keras_version.startswith("3.")


def network(for_graph=False, for_quantisation=False):
    """Every layer that tfjs-layers cannot run, or runs otherwise than Keras, and the common ones around them."""
    image = keras.Input((12, 10, 3), name="image")
    x = layers.Rescaling(1 / 127.5, offset=-1.0, name="rescaling")(image)
    x = layers.Normalization(axis=-1, mean=[0.1, -0.2, 0.3], variance=[0.5, 1.0, 2.0], name="normalization")(x)
    # The converter to GraphModel refuses what Keras compiles apart: this, which does nothing at inference, and grouped convolutions.
    x = x if for_graph else layers.RandomFlip("horizontal", name="augmentation")(x)
    x = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False, name="stem")(x)
    x = layers.BatchNormalization(name="stem_bn")(x)
    x = layers.ReLU(max_value=6.0, negative_slope=0.1, threshold=0.2, name="stem_relu")(x)
    # An inverted residual block with squeeze and excitation.
    y = layers.Conv2D(16, 1, activation="swish", name="expand")(x)
    y = layers.DepthwiseConv2D(3, padding="same", activation="hard_sigmoid", name="depthwise")(y)
    s = layers.GlobalAveragePooling2D(keepdims=True, name="squeeze")(y)
    s = layers.Conv2D(4, 1, activation="relu", name="reduce")(s)
    s = layers.Conv2D(16, 1, activation="sigmoid", name="excite")(s)
    y = layers.Multiply(name="scale")([y, s])
    y = layers.Conv2D(8, 1, groups=1 if for_graph else 4, name="project")(y)
    x = layers.Add(name="residual")([x, y])
    x = (2.0 - x) * layers.ReLU(6.0)(x + 3.0) * (1.0 / 6.0)
    # In a graph it has an empty tensor, on which the converter's quantisation fails.
    x = x if for_quantisation else layers.LayerNormalization(name="layer_norm")(x)
    x = layers.Softmax(axis=1, name="softmax_rows")(x)
    x = layers.UpSampling2D(2, interpolation="bilinear", name="up")(x)
    inner = keras.Sequential([keras.Input((12, 10, 8)), layers.Conv2D(6, (3, 2), padding="same", dilation_rate=2, name="dilated"), layers.LeakyReLU(name="leaky")], name="inner")
    x = inner(x)
    x = layers.SeparableConv2D(8, 3, activation="elu", name="separable")(x)
    z = layers.Cropping2D(((1, 0), (0, 1)), name="crop")(layers.ZeroPadding2D(((0, 1), (1, 0)), name="pad")(x))
    x = layers.Concatenate(name="join")([layers.MaxPooling2D(3, 2, padding="same", name="max")(x), layers.AveragePooling2D(3, 2, padding="same", name="mean")(z)])
    x = layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="gelu" if keras_3 else keras.activations.gelu, name="transposed")(x)
    x = layers.PReLU(shared_axes=[1, 2], name="prelu")(x)
    features = layers.Flatten(name="flatten")(x)
    x = layers.Dropout(0.3, name="dropout")(features)
    x = layers.Dense(12, activation="softplus", name="hidden")(x)
    return keras.Model(image, [layers.Dense(5, activation="softmax", name="probabilities")(x), features], name="small")


def randomise(model):
    random = np.random.default_rng(7)
    path = (lambda w: w.path) if keras_3 else (lambda w: w.name)
    for weight in model.weights:
        if not np.issubdtype(weight.dtype if isinstance(weight.dtype, str) else weight.dtype.as_numpy_dtype, np.floating):
            continue
        fan_in = max(1, int(np.prod(weight.shape[:-1])))
        value = random.uniform(0.5, 1.5, weight.shape) if "variance" in path(weight) else random.normal(0, (1.5 / fan_in) ** 0.5 if len(weight.shape) > 1 else 0.3, weight.shape)
        weight.assign(value.astype(np.float32))


def encode(array):
    return {"shape": list(array.shape), "float32": base64.b64encode(np.ascontiguousarray(array, np.float32).tobytes()).decode()}


def write_golden(name, model):
    images = np.random.default_rng(1).uniform(0, 255, (2, 12, 10, 3)).astype(np.float32)
    probabilities, features = [np.array(output) for output in model(images, training=False)]
    golden = {"images": encode(images.transpose(0, 3, 1, 2)), "outputs": {"probabilities": encode(probabilities), "flatten": encode(features)}}
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump(golden, file)


def write_keras_3(model, name):
    """The converter cannot write Keras 3's models (its weights have no full names there); the format is the same."""
    os.makedirs(f"{folder}/{name}", exist_ok=True)
    weights = [(weight.path, np.array(weight)) for weight in model.weights if np.array(weight).dtype == np.float32]
    with open(f"{folder}/{name}/weights.bin", "wb") as file:
        for _, value in weights:
            file.write(value.tobytes())
    manifest = [{"paths": ["weights.bin"], "weights": [{"name": path, "shape": list(value.shape), "dtype": "float32"} for path, value in weights]}]
    topology = {"keras_version": keras_version, "backend": "tensorflow", "model_config": json.loads(model.to_json())}
    with open(f"{folder}/{name}/model.json", "w") as file:
        json.dump({"format": "layers-model", "modelTopology": topology, "weightsManifest": manifest}, file)


def write_graph(model, name, quantisation):
    from tensorflowjs.converters import tf_saved_model_conversion_v2

    shutil.rmtree(f"{folder}/{name}", ignore_errors=True)
    with tempfile.TemporaryDirectory() as saved:
        tf.saved_model.save(model, saved)
        quantised = {quantisation: True} if quantisation else None
        tf_saved_model_conversion_v2.convert_tf_saved_model(saved, f"{folder}/{name}", quantization_dtype_map=quantised, weight_shard_size_bytes=8192)


ACTIVATIONS = ["celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu",
               "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "squareplus", "tanh", "tanh_shrink"]


def write_activations():
    x = np.linspace(-8, 8, 65, dtype=np.float32)[None] + 0.01
    values = {name: encode(np.array(keras.activations.get(name)(tf.constant(x)))) for name in ACTIVATIONS}
    with open(f"{folder}/keras-3-activations.json", "w") as file:
        json.dump({"x": encode(x), "values": values}, file)


def main():
    os.makedirs(folder, exist_ok=True)
    model = network()
    randomise(model)
    if keras_3:
        write_keras_3(model, "keras-3-layers")
        write_golden("keras-3-layers", model)
        write_activations()
        return
    from tensorflowjs.converters import save_keras_model

    shutil.rmtree(f"{folder}/keras-2-layers", ignore_errors=True)
    save_keras_model(model, f"{folder}/keras-2-layers")
    write_golden("keras-2-layers", model)
    model = network(for_graph=True)
    randomise(model)
    write_graph(model, "keras-2-graph", None)
    write_golden("keras-2-graph", model)
    model = network(for_graph=True, for_quantisation=True)
    randomise(model)
    for dtype in ["float16", "uint8", "uint16"]:
        write_graph(model, f"keras-2-graph-{dtype}", dtype)


main()
