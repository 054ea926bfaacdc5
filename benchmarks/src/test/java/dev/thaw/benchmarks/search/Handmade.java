package dev.thaw.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Runs and arenas that are small enough for scores to be counted by hand. */
final class Handmade {

  /** Four epochs are a full training, and regrets are normalised already. */
  static final TableFacts FACTS = new TableFacts(4, 1, 1, false);

  private final List<LoggedRun> runs = new ArrayList<>();
  private final TreeMap<String, TableFacts> facts = new TreeMap<>();

  /** A run of 16 epochs whose regret is the same from its first epoch on. */
  static LoggedRun flat(String peer, String table, long seed, double regret) {
    return run(peer, table, seed, new double[] {1}, new double[] {regret});
  }

  static LoggedRun run(String peer, String table, long seed, double[] epochs, double[] regrets) {
    return new LoggedRun(peer, table, 1, 16, seed, true, 10, 0.02, epochs, regrets, regrets);
  }

  /** Adds flat runs of a policy on a table, one for each regret. */
  Handmade with(String peer, String table, double... regrets) {
    facts.put(table, FACTS);
    for (int seed = 0; seed < regrets.length; seed++) {
      runs.add(flat(peer, table, seed, regrets[seed]));
    }
    return this;
  }

  List<LoggedRun> runs() {
    return runs;
  }

  Arena arena() {
    return Arena.of(runs, facts).getFirst();
  }

  static Yardstick yardstick(String... rules) {
    return new Yardstick("ASHA", Arrays.asList(rules));
  }
}
