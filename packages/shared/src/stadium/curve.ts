// `curve` in degrees → k (stadium-format.md §5.2): the only place where trigonometry runs, and only for files that
// people wrote. Canonical texts and the stock stadiums carry k itself, so they are the same bits in every engine.

/** What `curve` makes of a segment. `flip`: exchange v0 and v1 and negate `bias`, whether or not an arc results. */
export interface Curve {
  readonly k: number;
  readonly flip: boolean;
}

/** k = 1 / tan(a / 2) for arcs between 9.99° and 340° (physics.md §9.4); otherwise Infinity, which is straight. */
export function readCurve(degrees: number): Curve {
  let a = degrees * 0.017453292519943295;
  const flip = a < 0;
  if (flip) a = -a;
  const arc = a > 0.17435839227423353 && a < 5.934119456780721;
  return { k: arc ? 1 / Math.tan(a / 2) : Number.POSITIVE_INFINITY, flip };
}
