#!/usr/bin/env python3
"""Bakes the viewing LUTs of this folder from OpenColorIO's built-in transforms (no config file, no download).

    python3 bake.py            writes <id>.u16.gz and luts.json
    python3 bake.py --check    bakes anew, compares, and fails when anything differs

Needs numpy and PyOpenColorIO 2.1 or later (PyPI "opencolorio", Debian "python3-pyopencolorio").

Each LUT takes linear AP1 through the PQ shaper below and gives display code values. Stored as gzip of little-endian
uint16 (0…65535 is 0…1), R changing fastest, three values a point. Negative display codes are stored as 0.
"""
import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import PyOpenColorIO as ocio

FOLDER = Path(__file__).resolve().parent
SIZE = 65
# Shaper: code = PQ(linear * NITS_PER_UNIT), as zscale's t=smpte2084:npl=6.8 writes it; code 1 is linear 1470.6.
NITS_PER_UNIT = 6.8
PQ = {"m1": 2610 / 16384, "m2": 2523 / 32, "c1": 3424 / 4096, "c2": 2413 / 128, "c3": 2392 / 128}
OUTPUT = "ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - "
VIEWS = [
    {
        "id": "aces1-sdr-rec709",
        "title": "ACES 1.3 SDR (Rec.709, BT.1886)",
        "whatItIs": "ACES 1.3 output transform for 100-nit SDR video: Rec.709 primaries, gamma 2.4.",
        "transforms": [OUTPUT + "SDR-VIDEO_1.0", "DISPLAY - CIE-XYZ-D65_to_REC.1886-REC.709"],
        "errorMeasure": "dE2000",
    },
    {
        "id": "aces1-hdr1000-pq",
        "title": "ACES 1.3 HDR 1000 nit (Rec.2100 PQ, P3-limited)",
        "whatItIs": "ACES 1.3 output transform for 1000-nit HDR video: Rec.2020 primaries limited to P3, PQ codes.",
        "transforms": [OUTPUT + "HDR-VIDEO-1000nit-15nit-P3lim_1.1", "DISPLAY - CIE-XYZ-D65_to_REC.2100-PQ"],
        "errorMeasure": "dE-ITP",
    },
]


def pq_to_nits(code):
    power = np.power(np.clip(code, 0, 1), 1 / PQ["m2"])
    base = np.maximum(power - PQ["c1"], 0) / (PQ["c2"] - PQ["c3"] * power)
    return 10000 * np.power(base, 1 / PQ["m1"])


def nits_to_pq(nits):
    power = np.power(np.clip(nits, 0, 10000) / 10000, PQ["m1"])
    return np.power((PQ["c1"] + PQ["c2"] * power) / (1 + PQ["c3"] * power), PQ["m2"])


def render(view, linear_ap1):
    """Linear AP1, shape (n, 3), to display codes by OpenColorIO itself."""
    names = ["ACEScg_to_ACES2065-1", *view["transforms"]]
    group = ocio.GroupTransform([ocio.BuiltinTransform(name) for name in names])
    processor = ocio.Config.CreateRaw().getProcessor(group)
    pixels = np.ascontiguousarray(linear_ap1, dtype=np.float32)
    processor.getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS).applyRGB(pixels)
    return pixels.astype(np.float64)


def bake(view):
    """The table as uint16, shape (SIZE, SIZE, SIZE, 3), indexed blue, green, red."""
    axis = pq_to_nits(np.linspace(0, 1, SIZE)) / NITS_PER_UNIT
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    codes = render(view, np.stack([red, green, blue], axis=-1).reshape(-1, 3))
    whole = np.rint(np.clip(np.nan_to_num(codes), 0, 1) * 65535)
    return whole.astype("<u2").reshape(SIZE, SIZE, SIZE, 3)


def apply_tetrahedral(table, linear_ap1):
    position = nits_to_pq(linear_ap1 * NITS_PER_UNIT) * (SIZE - 1)
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


def lab(codes):
    """BT.1886 (gamma 2.4) Rec.709 codes to CIE Lab, D65."""
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
    ratio = (np.power(np.clip(codes, 0, 1), 2.4) @ to_xyz.T) / to_xyz.sum(axis=1)
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * root[:, 1] - 16, 500 * (root[:, 0] - root[:, 1]), 200 * (root[:, 1] - root[:, 2])], axis=1)


def delta_e2000(first, second):
    (l1, a1, b1), (l2, a2, b2) = lab(first).T, lab(second).T
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25.0**7)))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1 * stretch)) % 360, np.degrees(np.arctan2(b2, a2 * stretch)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = np.where(c1 * c2 == 0, h1 + h2, (h1 + turn / 2) % 360)
    cosine = lambda degrees: np.cos(np.radians(degrees))
    t = 1 - 0.17 * cosine(mean_h - 30) + 0.24 * cosine(2 * mean_h) + 0.32 * cosine(3 * mean_h + 6) - 0.2 * cosine(4 * mean_h - 63)
    dl = (l2 - l1) / (1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * mean_c)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * mean_c * t)
    rotation = -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    return np.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh)


def delta_e_itp(first, second):
    """ITU-R BT.2124, from PQ Rec.2020 codes."""
    to_lms = np.array([[1688, 2146, 262], [683, 2951, 462], [99, 309, 3688]]) / 4096
    to_itp = np.array([[2048, 2048, 0], [6610 / 2, -13613 / 2, 7003 / 2], [17933, -17390, -543]]) / 4096
    itp = [nits_to_pq(pq_to_nits(codes) @ to_lms.T) @ to_itp.T for codes in (first, second)]
    return 720 * np.sqrt(((itp[0] - itp[1]) ** 2).sum(axis=1))


def measure(view, table):
    """Against OpenColorIO itself for repeatable colours: 2^-10 to 2^7 in AP1, of every saturation."""
    random = np.random.default_rng(1)
    level = np.exp2(random.uniform(-10, 7, (20000, 1)))
    colors = level * (1 - random.uniform(0, 1, (20000, 1)) * random.uniform(0, 1, (20000, 3)))
    difference = delta_e2000 if view["errorMeasure"] == "dE2000" else delta_e_itp
    error = difference(np.clip(render(view, colors), 0, 1), apply_tetrahedral(table, colors))
    return {"measure": view["errorMeasure"], "mean": round(float(error.mean()), 3), "max": round(float(error.max()), 3)}


def describe(view, table):
    return {
        "id": view["id"],
        "title": view["title"],
        "whatItIs": view["whatItIs"],
        "file": f"{view['id']}.u16.gz",
        "size": SIZE,
        "sha256": hashlib.sha256(table.tobytes()).hexdigest(),
        "transforms": ["ACEScg_to_ACES2065-1", *view["transforms"]],
        "error": measure(view, table),
    }


def write():
    views = []
    for view in VIEWS:
        table = bake(view)
        views.append(describe(view, table))
        (FOLDER / f"{view['id']}.u16.gz").write_bytes(gzip.compress(table.tobytes(), 9, mtime=0))
        print(views[-1]["id"], views[-1]["error"])
    about = {
        "version": 1,
        "bakedBy": f"bake.py, OpenColorIO {ocio.__version__} built-in transforms",
        "input": "linear AP1 (ACEScg) through the shaper: code = PQ(linear * nitsPerUnit)",
        "shaper": {"curve": "smpte2084", "nitsPerUnit": NITS_PER_UNIT, "largestLinear": 1470},
        "views": views,
    }
    (FOLDER / "luts.json").write_text(json.dumps(about, indent=2) + "\n")


def check():
    known = {view["id"]: view for view in json.loads((FOLDER / "luts.json").read_text())["views"]}
    is_same = known.keys() == {view["id"] for view in VIEWS}
    for view in VIEWS:
        stored = gzip.decompress((FOLDER / f"{view['id']}.u16.gz").read_bytes())
        table = bake(view)
        apart = np.abs(np.frombuffer(stored, "<u2").astype(int) - table.reshape(-1).astype(int)).max()
        named = hashlib.sha256(stored).hexdigest() == known[view["id"]]["sha256"]
        # Another OpenColorIO or processor may round the last step differently.
        is_same = is_same and named and apart <= 1
        print(f"{view['id']}: {'same' if apart == 0 else f'apart by {apart}/65535'}, {'hash as stated' if named else 'HASH DIFFERS'}")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv[1:] else write())
