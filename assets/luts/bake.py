#!/usr/bin/env python3
"""Bakes the tables of the views from OpenColorIO's built-in transforms (no config file, no download).

    python3 bake.py            writes tables/<id>.gz and tables.json
    python3 bake.py --check    bakes anew, compares, and fails when anything differs

Needs numpy and PyOpenColorIO 2.5 or later (PyPI "opencolorio"). Each table takes linear AP1 through the shaper to
display codes; rendering.py says how both are kept. Negative AP1 components are 0 here because both renderings
floor them themselves: ACES 2.0 in AP1, ACES 1.3 in AP0 and then in AP1.
"""
import json
import sys
from pathlib import Path

import numpy as np
import PyOpenColorIO as ocio

from difference import apart
from rendering import SIZE, CELLS_ABOVE, CELLS_BELOW, KNEE, TOE, TOP
from rendering import bake, digest, look_up, pack, stored_codes, transform_names, unpack

FOLDER = Path(__file__).resolve().parent
BT1886, ROOT_P3 = ("rec709", 2.4), ("p3", 2.0)
# id, rendering, display, measured as
TABLES = [
    ("aces1-sdr-rec709", "SDR-VIDEO_1.0", "REC.1886-REC.709", BT1886),
    ("aces1-sdr-p3d65", "SDR-VIDEO-P3lim_1.1", "G2.6-P3-D65", ROOT_P3),
    ("aces1-hdr1000-pq", "HDR-VIDEO-1000nit-15nit-P3lim_1.1", "REC.2100-PQ", "pq"),
    ("aces1-hdr4000-pq", "HDR-VIDEO-4000nit-15nit-P3lim_1.1", "REC.2100-PQ", "pq"),
    ("aces1-hdr1000-hlg", "HDR-VIDEO-1000nit-15nit-P3lim_1.1", "REC.2100-HLG-1000nit", "hlg"),
    ("aces2-sdr-rec709", "SDR-100nit-REC709_2.0", "REC.1886-REC.709", BT1886),
    ("aces2-sdr-p3d65", "SDR-100nit-P3-D65_2.0", "G2.6-P3-D65", ROOT_P3),
    ("aces2-hdr1000-pq", "HDR-1000nit-P3-D65_2.0", "REC.2100-PQ", "pq"),
    ("aces2-hdr4000-pq", "HDR-4000nit-P3-D65_2.0", "REC.2100-PQ", "pq"),
    ("aces2-hdr1000-hlg", "HDR-1000nit-P3-D65_2.0", "REC.2100-HLG-1000nit", "hlg"),
]


def repeatable_colors():
    """2^-10 to 2^7 in AP1, of every saturation; and beyond, up to the largest half."""
    random = np.random.default_rng(1)
    level = np.exp2(np.concatenate([random.uniform(-10, 7, (20000, 1)), random.uniform(7, 16, (4000, 1))]))
    return level * (1 - random.uniform(0, 1, level.shape) * random.uniform(0, 1, (len(level), 3)))


def measure(names, how, table):
    colors = repeatable_colors()
    known = stored_codes(names, colors)
    error = apart(how, known, look_up(table, colors))
    figures = {"mean": error.mean(), "percentile999": np.quantile(error, 0.999), "max": error.max()}
    measured_as = "ΔE-ITP" if how in ("pq", "hlg") else "ΔE2000"
    return {"measure": measured_as, **{name: round(float(value), 3) for name, value in figures.items()}}


def write():
    tables = []
    (FOLDER / "tables").mkdir(exist_ok=True)
    for identity, rendering, display, how in TABLES:
        names = transform_names(rendering, display)
        table = bake(names)
        file = f"{identity}.gz"
        (FOLDER / "tables" / file).write_bytes(pack(table))
        error = measure(names, how, table)
        tables.append({"id": identity, "file": file, "sha256": digest(table), "transforms": names, "error": error})
        print(identity, error)
    shaper = {"toe": TOE, "knee": KNEE, "top": TOP, "cellsBelow": CELLS_BELOW, "cellsAbove": CELLS_ABOVE}
    about = {"version": 1, "bakedBy": f"bake.py, OpenColorIO {ocio.__version__} built-in transforms"}
    about |= {"size": SIZE, "shaper": shaper, "tables": tables}
    (FOLDER / "tables.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def check():
    known = {each["id"]: each for each in json.loads((FOLDER / "tables.json").read_text(encoding="utf-8"))["tables"]}
    is_same = known.keys() == {identity for identity, *_ in TABLES}
    for identity, rendering, display, _ in TABLES:
        stored = unpack((FOLDER / "tables" / f"{identity}.gz").read_bytes())
        apart_by = np.abs(stored.astype(int) - bake(transform_names(rendering, display)).astype(int)).max()
        named = digest(stored) == known[identity]["sha256"]
        # Another OpenColorIO or processor may round the last step differently.
        is_same = is_same and named and apart_by <= 1
        print(f"{identity}: {'same' if apart_by == 0 else f'apart by {apart_by}/65535'}, {'hash as stated' if named else 'HASH DIFFERS'}")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv[1:] else write())
