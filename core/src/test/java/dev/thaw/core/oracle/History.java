package dev.thaw.core.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The facts so far; each question reads all of them. */
final class History {

  private final List<Fact> facts = new ArrayList<>();

  /** A trial with its score in a rung. */
  record Entry(int trial, double score) {}

  void add(Fact fact) {
    facts.add(fact);
  }

  boolean contains(Fact fact) {
    return facts.contains(fact);
  }

  <T extends Fact> List<T> all(Class<T> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The bracket of a trial; -1 if it does not exist. */
  int bracketOf(int trial) {
    for (Fact.Created created : all(Fact.Created.class)) {
      if (created.trial() == trial) {
        return created.bracket();
      }
    }
    return -1;
  }

  /** The trials that entered a bracket. */
  List<Integer> entered(int bracket) {
    return all(Fact.Created.class).stream()
        .filter(created -> created.bracket() == bracket)
        .map(Fact.Created::trial)
        .toList();
  }

  /** The trials of a bracket that were trained to a level, the best first, then the smaller. */
  List<Entry> arrived(int bracket, int level) {
    List<Entry> entries = new ArrayList<>();
    for (Fact.Trained trained : all(Fact.Trained.class)) {
      if (trained.epoch() == level && bracketOf(trained.trial()) == bracket) {
        entries.add(new Entry(trained.trial(), trained.score()));
      }
    }
    entries.sort(Comparator.comparingDouble(Entry::score).thenComparingInt(Entry::trial));
    return entries;
  }

  boolean isPromoted(int trial, int bracket, int rung) {
    return contains(new Fact.Promoted(trial, bracket, rung));
  }

  boolean isGone(int trial) {
    return contains(new Fact.Failed(trial)) || contains(new Fact.Stopped(trial));
  }

  /** How many trials were promoted from a rung. */
  int promoted(int bracket, int rung) {
    return (int)
        all(Fact.Promoted.class).stream()
            .filter(promoted -> promoted.bracket() == bracket && promoted.rung() == rung)
            .count();
  }
}
