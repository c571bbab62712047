// The limits verdicts are given by, each with its reason. Measured on ten delivered frames, a photograph and three
// rendered stills, all as lossless files and as DWAB 45, against fakes made from each of them; the margins are printed
// by tests/integration/proof/fake-hdr.test.ts.

export interface Threshold {
  value: number
  unit: string
  reason: string
}

export const THRESHOLDS = {
  flatShare: {
    value: 0.004,
    unit: 'of the frame',
    reason:
      'A lamp or a bright opening of even light covers at most 0.26 % of the real pictures; clipped whites cover 0.6 % and more of the fakes.',
  },
  flatOfTopStop: {
    value: 0.05,
    unit: 'of the top stop',
    reason:
      'Clipped light piles up at the top of its own highlights (8 % and more of the fakes’ top stop); a wide bright surface does not.',
  },
  combScore: {
    value: 200,
    unit: 'times the median',
    reason:
      'The spectrum of a real picture’s histogram has no line above 40 times its median; codes of 8 bits make one above 1400, through DWAB too.',
  },
  detailDecibels: {
    value: -14.4,
    unit: 'dB',
    reason:
      'Real pictures lose at most 12.4 dB to their finest octave; enlarged to double size they lose 16.4 dB or more, smoothed ones above 20.',
  },
  highlightStops: {
    value: Math.log2(1 / 0.18),
    unit: 'stops above 18 %',
    reason: 'Up to 1.0, which is 2.47 stops above 18 %, there is nothing SDR could not have held.',
  },
  flickerStops: {
    value: 0.05,
    unit: 'stops',
    reason: 'A twentieth of a stop from one frame to the next is seen as a pulse in an even area.',
  },
  colorStep: {
    value: 0.004,
    unit: 'u′v′',
    reason: 'One step of just noticeable difference in u′v′ is about 0.004.',
  },
  frozenShare: {
    value: 0.0005,
    unit: 'of the light',
    reason: 'Below this a 32 × 18 grid of means has not moved; grain alone moves it less, motion more.',
  },
  blockRatio: {
    value: 1.3,
    unit: 'edge over inside',
    reason:
      'DWAB 45 stays below 1.2 on the pictures measured; above 1.3 the grid of 8 × 8 is told by eye on a ramp.',
  },
  seamRatio: {
    value: 3,
    unit: 'times a usual step',
    reason: 'A loop’s last frame leads to its first as any frame to its next; three times that is a jump.',
  },
  firstFrameResidual: {
    value: 0.2,
    unit: 'of the light',
    reason:
      'What remains between the prepared frame and the first after one exposure gain, on a 32 × 18 grid.',
  },
} as const satisfies Record<string, Threshold>
