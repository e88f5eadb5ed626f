"""The numbers that goldens of networks are made of, so that they need not be stored."""
import numpy as np


def uniform(seed, count, least=0.0, most=1.0):
    """The same numbers as golden.ts of tests/families: a hash of position and seed, as a fraction of 2^24, in float32."""
    x = (np.arange(count, dtype=np.uint64) + np.uint64(seed) * np.uint64(0x9E3779B1)).astype(np.uint32)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return (least + (most - least) * ((x >> np.uint32(8)).astype(np.float64) / 2**24)).astype(np.float32)
