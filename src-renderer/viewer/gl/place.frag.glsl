// The finished picture at its place on the canvas: whole pixels where it is enlarged by the artist, smooth in a fit.
uniform sampler2D finished;
/** Of the picture on the canvas, in its pixels from the top left. */
uniform vec2 corner;
uniform vec2 extent;
uniform float canvasHeight;
uniform bvec2 isMirrored;
uniform bool isSmooth;

out vec4 color;

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, canvasHeight - gl_FragCoord.y);
  vec2 place = (pixel - corner) / extent;
  if (any(lessThan(place, vec2(0.0))) || any(greaterThanEqual(place, vec2(1.0)))) {
    color = vec4(0.0);
    return;
  }
  if (isMirrored.x) place.x = 1.0 - place.x;
  if (isMirrored.y) place.y = 1.0 - place.y;
  ivec2 size = textureSize(finished, 0);
  vec3 code = isSmooth ? texture(finished, place).rgb
    : texelFetch(finished, clamp(ivec2(place * vec2(size)), ivec2(0), size - 1), 0).rgb;
  color = vec4(code, 1.0);
}
