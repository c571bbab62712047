// Linear light to the LUT's cells: two logarithmic slopes, as shaper.ts of the domain has them.
uniform float toe;
uniform float kneeStops;
uniform float cellsBelow;
// Below the knee, above it.
uniform vec2 cellsPerStop;
uniform float lastCell;

/** 0…lastCell; what the table does not reach is on its edge. */
vec3 toCells(vec3 linear) {
  vec3 stops = log2(1.0 + max(linear, 0.0) / toe);
  vec3 above = cellsBelow + (stops - kneeStops) * cellsPerStop.y;
  return min(mix(stops * cellsPerStop.x, above, step(kneeStops, stops)), lastCell);
}
