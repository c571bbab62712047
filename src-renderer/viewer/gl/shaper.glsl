// Linear light of the working space to the 0…1 the LUT's axes are spaced in: the PQ curve (SMPTE ST 2084).
uniform float nitsPerUnit;
uniform float largestLinear;

const float PQ_M1 = 2610.0 / 16384.0;
const float PQ_M2 = 2523.0 / 4096.0 * 128.0;
const float PQ_C1 = 3424.0 / 4096.0;
const float PQ_C2 = 2413.0 / 4096.0 * 32.0;
const float PQ_C3 = 2392.0 / 4096.0 * 32.0;

vec3 toShaper(vec3 light) {
  vec3 raised = pow(clamp(light, 0.0, largestLinear) * (nitsPerUnit / 10000.0), vec3(PQ_M1));
  return pow((PQ_C1 + PQ_C2 * raised) / (1.0 + PQ_C3 * raised), vec3(PQ_M2));
}

/** In units of 10 000 nit. */
vec3 fromPq(vec3 code) {
  vec3 root = pow(clamp(code, 0.0, 1.0), vec3(1.0 / PQ_M2));
  return pow(max(root - PQ_C1, 0.0) / (PQ_C2 - PQ_C3 * root), vec3(1.0 / PQ_M1));
}
