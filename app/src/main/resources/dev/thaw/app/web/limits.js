/**
 * Where an axis begins and ends, so that all values from low to high are on it: rounded outwards to a
 * unit of their distance, and never the same, however close the values are. `room` is a share of the
 * distance that is added on both sides.
 */
export function limits(low, high, room = .05) {
  const apart = high - low;
  const span = apart > Math.abs(high) * 1e-12 ? apart : Math.abs(high) * .02 || 1;
  const unit = 10 ** Math.floor(Math.log10(span) - 1);
  const exact = n => Number((n * unit).toPrecision(14));
  return [exact(Math.floor((low - span * room) / unit)), exact(Math.ceil((high + span * room) / unit))];
}

/** The same for an axis of magnitudes; both must be above 0. */
export function logLimits(low, high) {
  const outwards = (value, round) => {
    const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
    return Number((round(value / unit) * unit).toPrecision(14));
  };
  return [outwards(low / 1.1, Math.floor), outwards(high * 1.1, Math.ceil)];
}
