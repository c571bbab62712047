// A display's codes to the codes of the canvas, whose transfer is sRGB's and whose primaries are its own.
uniform int transfer;
uniform mat3 toCanvasPrimaries;

// As in canvas-space.ts.
const int GAMMA_26 = 1;
const int PQ = 2;
// BT.2408: what diffuse white has in nits where white is the window's.
const float WINDOW_WHITE_NITS = 203.0;

vec3 fromSrgb(vec3 code) {
  return mix(code / 12.92, pow((max(code, 0.0) + 0.055) / 1.055, vec3(2.4)), step(0.04045, code));
}

vec3 toSrgb(vec3 light) {
  return mix(light * 12.92, 1.055 * pow(max(light, 0.0), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, light));
}

/** What the window cannot show is cut off. */
vec3 toCanvas(vec3 code) {
  vec3 light = transfer == PQ ? fromPq(code) * (10000.0 / WINDOW_WHITE_NITS)
    : transfer == GAMMA_26 ? pow(max(code, 0.0), vec3(2.6)) : fromSrgb(code);
  return clamp(toSrgb(clamp(toCanvasPrimaries * light, 0.0, 1.0)), 0.0, 1.0);
}
