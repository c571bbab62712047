// From a table's codes to the display's, and from those to the codes of the canvas, whose transfer is sRGB's and whose
// primaries are its own. Light is 1 at the white of SDR; of PQ and HLG it is 1 at what BT.2408 gives diffuse white.
uniform int tableTransfer;
uniform int displayTransfer;
uniform int transfer;
uniform mat3 toCanvasPrimaries;

// As in canvas-space.ts; 0 is sRGB.
const int GAMMA_26 = 1;
const int PQ = 2;
const int HLG = 3;
const int BT1886 = 4;
const int GAMMA_20 = 5;
// BT.2408: what diffuse white has in nits where white is the window's.
const float WINDOW_WHITE_NITS = 203.0;

vec3 fromSrgb(vec3 code) {
  return mix(code / 12.92, pow((max(code, 0.0) + 0.055) / 1.055, vec3(2.4)), step(0.04045, code));
}

vec3 toSrgb(vec3 light) {
  return mix(light * 12.92, 1.055 * pow(max(light, 0.0), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, light));
}

// SMPTE ST 2084. By what the root lacks to 1, as a series: floats lose 4000 nits' digits in the root itself.
vec3 fromPq(vec3 code) {
  vec3 power = max(log(max(code, 1e-7)) / 78.84375, -0.2);
  vec3 lack = -power * (1.0 + power / 2.0 * (1.0 + power / 3.0 * (1.0 + power / 4.0 * (1.0 + power / 5.0))));
  vec3 light = pow(max(0.1640625 - lack, 0.0) / (0.1640625 + 18.6875 * lack), vec3(1.0 / 0.1593017578125));
  return light * (10000.0 / WINDOW_WHITE_NITS);
}

// Rec.2100, on a display of 1000 nits: its system gamma is 1.2.
vec3 fromHlg(vec3 code) {
  vec3 scene = mix(code * code / 3.0, (exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12.0, step(0.5, code));
  float luma = max(dot(vec3(0.2627, 0.678, 0.0593), scene), 1e-9);
  return scene * pow(luma, 0.2) * (1000.0 / WINDOW_WHITE_NITS);
}

vec3 fromTransfer(int kind, vec3 code) {
  if (kind == PQ) return fromPq(code);
  if (kind == HLG) return fromHlg(code);
  if (kind == GAMMA_26) return pow(max(code, 0.0), vec3(2.6));
  if (kind == BT1886) return pow(max(code, 0.0), vec3(2.4));
  if (kind == GAMMA_20) return code * code;
  return fromSrgb(code);
}

/** The same light in the display's codes; a table of an HDR display has them already. */
vec3 toDisplay(vec3 code) {
  if (tableTransfer == displayTransfer) return code;
  vec3 light = fromTransfer(tableTransfer, code);
  vec3 shown = displayTransfer == GAMMA_26 ? pow(max(light, 0.0), vec3(1.0 / 2.6))
    : displayTransfer == BT1886 ? pow(max(light, 0.0), vec3(1.0 / 2.4))
    : toSrgb(light);
  return clamp(shown, 0.0, 1.0);
}

/** What the window cannot show is cut off. */
vec3 toCanvas(vec3 code) {
  vec3 light = fromTransfer(transfer, code);
  return clamp(toSrgb(clamp(toCanvasPrimaries * light, 0.0, 1.0)), 0.0, 1.0);
}
