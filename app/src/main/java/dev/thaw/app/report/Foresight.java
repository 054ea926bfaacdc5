package dev.thaw.app.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an adviser expected when it decided, and what came of it. */
public final class Foresight {

  private final List<MainDecision> decisions;
  private final BandChecks checks;
  private final Map<String, Long> rules;

  /**
   * @param decisions the main decisions, in the order of the journal
   * @param checks how often its bands held
   * @param rules how many decisions were made by which rule
   */
  Foresight(List<MainDecision> decisions, BandChecks checks, Map<String, Long> rules) {
    this.decisions = List.copyOf(decisions);
    this.checks = checks;
    this.rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  /** Nothing was expected, or nobody knows any more. */
  public static Foresight none() {
    return new Foresight(List.of(), BandChecks.none(), Map.of());
  }

  List<MainDecision> decisions() {
    return decisions;
  }

  BandChecks checks() {
    return checks;
  }

  Map<String, Long> rules() {
    return rules;
  }
}
