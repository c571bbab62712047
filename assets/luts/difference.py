"""How far apart two pictures look: ΔE2000 for SDR displays, ΔE-ITP (ITU-R BT.2124) for HDR displays."""
import numpy as np

PRIMARIES = {
    "rec709": [[0.64, 0.33], [0.3, 0.6], [0.15, 0.06]],
    "p3": [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]],
}
D65 = np.array([0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329])
PQ = {"m1": 2610 / 16384, "m2": 2523 / 32, "c1": 3424 / 4096, "c2": 2413 / 128, "c3": 2392 / 128}


def pq_to_nits(code):
    power = np.power(np.clip(code, 0, 1), 1 / PQ["m2"])
    base = np.maximum(power - PQ["c1"], 0) / (PQ["c2"] - PQ["c3"] * power)
    return 10000 * np.power(base, 1 / PQ["m1"])


def nits_to_pq(nits):
    power = np.power(np.clip(nits, 0, 10000) / 10000, PQ["m1"])
    return np.power((PQ["c1"] + PQ["c2"] * power) / (1 + PQ["c3"] * power), PQ["m2"])


def hlg_to_nits(code):
    """Rec.2100 HLG on a 1000-nit display: system gamma 1.2, no black lift."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    code = np.clip(code, 0, 1)
    scene = np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)
    luminance = scene @ np.array([0.2627, 0.678, 0.0593])
    return 1000 * np.power(np.maximum(luminance, 1e-12), 0.2).reshape(-1, 1) * scene


def lab(codes, primaries, gamma):
    xy = np.array(PRIMARIES[primaries])
    columns = np.stack([xy[:, 0], xy[:, 1], 1 - xy.sum(axis=1)])
    to_xyz = columns * np.linalg.solve(columns, D65)
    ratio = (np.power(np.clip(codes, 0, 1), gamma) @ to_xyz.T) / D65
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * root[:, 1] - 16, 500 * (root[:, 0] - root[:, 1]), 200 * (root[:, 1] - root[:, 2])], axis=1)


def delta_e2000(first, second):
    (l1, a1, b1), (l2, a2, b2) = first.T, second.T
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
    return np.sqrt(np.maximum(0, dl**2 + dc**2 + dh**2 + rotation * dc * dh))


def delta_e_itp(first, second):
    """Of linear Rec.2020 light in nits."""
    to_lms = np.array([[1688, 2146, 262], [683, 2951, 462], [99, 309, 3688]]) / 4096
    to_itp = np.array([[2048, 2048, 0], [6610 / 2, -13613 / 2, 7003 / 2], [17933, -17390, -543]]) / 4096
    itp = [nits_to_pq(nits @ to_lms.T) @ to_itp.T for nits in (first, second)]
    return 720 * np.sqrt(((itp[0] - itp[1]) ** 2).sum(axis=1))


def apart(measure, first, second):
    """Display codes against display codes. `measure`: pq, hlg, or (primaries, gamma) of an SDR display."""
    if measure == "pq":
        return delta_e_itp(pq_to_nits(first), pq_to_nits(second))
    if measure == "hlg":
        return delta_e_itp(hlg_to_nits(first), hlg_to_nits(second))
    return delta_e2000(lab(first, *measure), lab(second, *measure))
