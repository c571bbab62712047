"""The views' tables by OpenColorIO's built-in transforms: what is asked of it, the shaper, and how a table is kept.

The shaper and the storage are said once more, for the application, in src-main/shared/domain/color/shaper.ts and
view-table.ts; the accuracy tests hold the two together.
"""
import gzip
import hashlib

import numpy as np
import PyOpenColorIO as ocio

SIZE = 65
# Linear AP1 to a place on the table's axis, in cells: log2(1 + linear / TOE), straight up to KNEE and flatter from
# there to TOP. Chosen by measuring: a cell is a third of a stop where the tone scale bends, and TOE puts the black of
# ACES 1.3 (0.18 * 2^-6.5, where its SDR codes leave 0) on a plane of the table.
TOE, KNEE, TOP = 0.0016046, 128.0, 65504.0
CELLS_BELOW, CELLS_ABOVE = 56, 8
KNEE_STOPS = np.log2(1 + KNEE / TOE)
TOP_STOPS = np.log2(1 + TOP / TOE)

TO_XYZ = "ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - "
TO_DISPLAY = "DISPLAY - CIE-XYZ-D65_to_"


def place(linear):
    stops = np.log2(1 + np.clip(linear, 0, TOP) / TOE)
    above = CELLS_BELOW + (stops - KNEE_STOPS) * CELLS_ABOVE / (TOP_STOPS - KNEE_STOPS)
    return np.where(stops < KNEE_STOPS, stops * CELLS_BELOW / KNEE_STOPS, above)


def linear_of(cells):
    above = KNEE_STOPS + (cells - CELLS_BELOW) * (TOP_STOPS - KNEE_STOPS) / CELLS_ABOVE
    return TOE * (np.exp2(np.where(cells < CELLS_BELOW, cells * KNEE_STOPS / CELLS_BELOW, above)) - 1)


def transform_names(rendering, display):
    return [TO_XYZ + rendering, TO_DISPLAY + display]


def apply(names, pixels):
    """Runs colors, shape (n, 3), through built-in transforms in their order."""
    group = ocio.GroupTransform([ocio.BuiltinTransform(name) for name in names])
    processor = ocio.Config.CreateRaw().getProcessor(group)
    result = np.array(pixels, dtype=np.float32, order="C")
    processor.getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS).applyRGB(result)
    return result.astype(np.float64)


def stored_codes(names, linear_ap1):
    """Display codes 0…1. Those of gamma 2.6 are kept as the square root of light, which leaves black more evenly."""
    codes = np.clip(apply(["ACEScg_to_ACES2065-1", *names], linear_ap1), 0, 1)
    return codes**1.3 if names[-1].endswith("G2.6-P3-D65") else codes


def bake(names):
    """The table as uint16 (0…65535 is code 0…1), shape (SIZE, SIZE, SIZE, 3), indexed blue, green, red."""
    axis = linear_of(np.arange(SIZE))
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    points = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    whole = np.rint(np.nan_to_num(stored_codes(names, points)) * 65535)
    return whole.astype("<u2").reshape(SIZE, SIZE, SIZE, 3)


def pack(table):
    """Differences along red, channel by channel, low bytes before high bytes: half of what plain gzip takes."""
    planes = np.moveaxis(table, 3, 0).astype(np.int64)
    steps = np.diff(planes, axis=3, prepend=0) & 0xFFFF
    halves = np.concatenate([(steps & 0xFF).ravel(), (steps >> 8).ravel()]).astype(np.uint8)
    return gzip.compress(halves.tobytes(), 9, mtime=0)


def unpack(packed):
    halves = np.frombuffer(gzip.decompress(packed), np.uint8).astype(np.int64).reshape(2, 3, SIZE, SIZE, SIZE)
    planes = np.cumsum(halves[0] + 256 * halves[1], axis=3) & 0xFFFF
    return np.moveaxis(planes, 0, 3).astype("<u2")


def digest(table):
    return hashlib.sha256(np.ascontiguousarray(table).tobytes()).hexdigest()


def look_up(table, linear_ap1):
    """Tetrahedral, as the application and ffmpeg's lut3d do it."""
    position = place(linear_ap1)
    low = np.minimum(position.astype(int), SIZE - 2)
    fraction = position - low
    order = np.argsort(-fraction, axis=1, kind="stable")
    rows = np.arange(len(low))
    corner, result, weight = low.copy(), 0, 1.0
    for step in range(4):
        following = fraction[rows, order[:, step]] if step < 3 else 0.0
        points = table[corner[:, 2], corner[:, 1], corner[:, 0]] / 65535
        result = result + points * np.reshape(weight - following, (-1, 1))
        if step < 3:
            corner[rows, order[:, step]] += 1
        weight = following
    return result
