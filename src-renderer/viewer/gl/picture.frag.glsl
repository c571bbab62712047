// A frame's own linear pixels, one to one, through matrices, exposure, shaper, LUT, transfer and gamma to the canvas's codes.
uniform sampler2D picture;
uniform mat3 toAp0;
uniform bool floorsAp0;
uniform mat3 toWorking;
uniform vec3 luminance;
uniform float exposureFactor;
uniform float gammaPower;
uniform int channel;

out vec4 code;

// As in picture-settings.ts.
const int COLOR = 0;
const int ALPHA = 4;
const int LUMA = 5;
const vec3 ALARM = vec3(1.0, 0.0, 1.0);

// By bits: isnan() is taken for false where a driver computes fast.
bool isNan(float value) {
  return (floatBitsToUint(value) & 0x7fffffffu) > 0x7f800000u;
}

float toFinite(float value) {
  uint bits = floatBitsToUint(value);
  if ((bits & 0x7fffffffu) != 0x7f800000u) return value;
  return bits == 0x7f800000u ? 65504.0 : -65504.0;
}

void main() {
  vec4 read = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
  bool isColor = channel == COLOR || channel == LUMA;
  bool isAlarmed = isColor ? isNan(read.r) || isNan(read.g) || isNan(read.b) : isNan(read[channel - 1]);
  if (isAlarmed) {
    code = vec4(ALARM, 1.0);
    return;
  }
  if (channel == ALPHA) {
    code = vec4(vec3(clamp(read.a, 0.0, 1.0)), 1.0);
    return;
  }
  vec3 light = vec3(toFinite(read.r), toFinite(read.g), toFinite(read.b));
  if (!isColor) light = vec3(light[channel - 1]);
  vec3 scene = toAp0 * light * exposureFactor;
  if (floorsAp0) scene = max(scene, 0.0);
  vec3 working = toWorking * scene;
  if (channel == LUMA) working = vec3(dot(luminance, working));
  vec3 shown = toDisplay(throughLut(toCells(working)));
  if (gammaPower != 1.0) shown = pow(max(shown, 0.0), vec3(gammaPower));
  code = vec4(toCanvas(shown), 1.0);
}
