package dev.thaw.benchmarks.continuous;

import dev.thaw.core.space.Configuration;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks for each curve once, so that policies that draw the same configurations share the work.
 * Confined to one thread.
 */
final class CurveCache implements CurveSource {

  private final CurveSource source;
  private final Map<Configuration, Curve> known = new HashMap<>();

  CurveCache(CurveSource source) {
    this.source = source;
  }

  @Override
  public Curve of(Configuration configuration) {
    return known.computeIfAbsent(configuration, source::of);
  }
}
