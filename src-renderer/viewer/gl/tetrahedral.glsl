// A 3D LUT of 16-bit codes, interpolated in the tetrahedron a color lies in. A sampler's own interpolation is trilinear
// and takes neutral colors through colored corners.
uniform usampler3D lut;

vec3 lutPoint(ivec3 at) {
  return vec3(texelFetch(lut, at, 0).rgb) / 65535.0;
}

/** From the place in cells. */
vec3 throughLut(vec3 place) {
  int last = textureSize(lut, 0).x - 1;
  ivec3 low = min(ivec3(place), ivec3(last - 1));
  vec3 part = place - vec3(low);
  // From the low corner to the high one, the axes in the order of what is left along them.
  ivec3 first = part.r >= part.g && part.r >= part.b ? ivec3(1, 0, 0) : part.g >= part.b ? ivec3(0, 1, 0) : ivec3(0, 0, 1);
  ivec3 final = part.b <= part.r && part.b <= part.g ? ivec3(0, 0, 1) : part.g <= part.r ? ivec3(0, 1, 0) : ivec3(1, 0, 0);
  float most = max(part.r, max(part.g, part.b));
  float least = min(part.r, min(part.g, part.b));
  float between = part.r + part.g + part.b - most - least;
  return (1.0 - most) * lutPoint(low) + (most - between) * lutPoint(low + first) +
    (between - least) * lutPoint(low + 1 - final) + least * lutPoint(low + 1);
}
