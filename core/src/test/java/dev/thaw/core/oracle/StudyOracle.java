package dev.thaw.core.oracle;

import java.util.ArrayList;
import java.util.List;

/** Compares what a study decided with what the papers say, fact by fact. Not for two threads. */
final class StudyOracle {

  private final Terms terms;
  private final History history = new History();
  private final List<String> findings = new ArrayList<>();

  /** Where a trial stands: in a rung of a bracket. */
  private record Place(int trial, int bracket, int rung) {}

  StudyOracle(Terms terms) {
    this.terms = terms;
  }

  /** Takes notice of the next fact. */
  void read(Fact fact) {
    switch (fact) {
      case Fact.Created created -> onCreated(created);
      case Fact.Promoted promoted -> onPromoted(promoted);
      case Fact.Arrived arrived -> onArrived(arrived);
      case Fact.Stopped stopped -> onStopped(stopped);
      case Fact.Leased leased -> onGrant(leased.trial(), leased.epochLimit());
      case Fact.Extended extended -> onGrant(extended.trial(), extended.epochLimit());
      case Fact.Trained trained -> onTrained(trained);
      case Fact.Retrained _, Fact.Failed _, Fact.Exhausted _, Fact.Released _ -> {}
    }
    history.add(fact);
    BudgetOracle.Account account = BudgetOracle.charge(history);
    expect(terms.trials() == null || account.trials() <= terms.trials(), "too many trials");
    expect(terms.epochs() == null || account.epochs() <= terms.epochs(), "too many epochs");
  }

  /** Takes notice of what the study says that it has spent. */
  void compare(BudgetOracle.Account charged) {
    BudgetOracle.Account account = BudgetOracle.charge(history);
    expect(account.equals(charged), "charged %s for %s", charged, account);
  }

  /** Takes notice of the end of a study that was not cut short. */
  void finish() {
    expect(next().isEmpty(), "%s were never promoted", next());
  }

  /** What was not as the papers say; empty if all was. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  private void onCreated(Fact.Created created) {
    expect(history.bracketOf(created.trial()) < 0, "trial %s began twice", created.trial());
    expect(next().isEmpty(), "%s while %s could be promoted", created, next());
    List<Integer> sizes = terms.layout(created.bracket()).sizes();
    int entered = history.entered(created.bracket()).size();
    expect(
        sizes.isEmpty() || entered < sizes.getFirst(), "%s, which has %s trials", created, entered);
    for (int earlier = 0; terms.repeats() && earlier < created.bracket(); earlier++) {
      int there = history.entered(earlier).size();
      int size = terms.layout(earlier).sizes().getFirst();
      expect(there == size, "%s while bracket %s has %s of %s", created, earlier, there, size);
    }
  }

  private void onTrained(Fact.Trained trained) {
    int before =
        (int)
            history.all(Fact.Trained.class).stream()
                .filter(other -> other.trial() == trained.trial())
                .count();
    expect(trained.epoch() == before + 1, "%s after epoch %s", trained, before);
  }

  private void onArrived(Fact.Arrived arrived) {
    int level = terms.layout(arrived.bracket()).levels().get(arrived.rung());
    var trained = new Fact.Trained(arrived.trial(), level, arrived.score());
    expect(history.contains(trained), "%s, which is not %s", arrived, trained);
    expect(!history.contains(arrived), "%s for the second time", arrived);
  }

  private void onPromoted(Fact.Promoted promoted) {
    int bracket = promoted.bracket();
    int rung = promoted.rung();
    expect(
        !history.isPromoted(promoted.trial(), bracket, rung), "%s for the second time", promoted);
    expect(history.bracketOf(promoted.trial()) == bracket, "%s in another bracket", promoted);
    if (terms.stopping()) {
      expect(survives(promoted.trial(), bracket, rung), "%s, which is too bad", promoted);
    } else {
      var place = new Place(promoted.trial(), bracket, rung);
      List<Place> next = next();
      expect(!next.isEmpty() && next.getFirst().equals(place), "%s instead of %s", place, next);
    }
  }

  private void onStopped(Fact.Stopped stopped) {
    int bracket = history.bracketOf(stopped.trial());
    int rung = promotions(stopped.trial());
    expect(
        terms.stopping() && !survives(stopped.trial(), bracket, rung),
        "%s in rung %s, which is good enough",
        stopped,
        rung);
  }

  private boolean survives(int trial, int bracket, int rung) {
    int level = terms.layout(bracket).levels().get(rung);
    return terms.rule() instanceof AshaOracle asha
        && asha.survives(history, bracket, level, rung, trial);
  }

  /** Nobody is trained beyond the next rung. */
  private void onGrant(int trial, int epochLimit) {
    Layout layout = terms.layout(history.bracketOf(trial));
    int level = layout.levels().get(promotions(trial));
    expect(epochLimit <= level, "trial %s may train to %s, not to %s", trial, epochLimit, level);
  }

  private int promotions(int trial) {
    return (int)
        history.all(Fact.Promoted.class).stream()
            .filter(promoted -> promoted.trial() == trial)
            .count();
  }

  /**
   * Who may be promoted, the next one first: of the highest rung that has any (Li et al. 2020,
   * Algorithm 2, line 13), over all brackets.
   */
  private List<Place> next() {
    List<Place> places = new ArrayList<>();
    int highest = 0;
    for (int bracket = 0; !terms.stopping() && bracket < brackets(); bracket++) {
      Layout layout = terms.layout(bracket);
      for (int rung = layout.levels().size() - 2; rung >= 0; rung--) {
        List<Integer> able = terms.rule().promotable(history, bracket, layout, rung, isClosed());
        int level = layout.levels().get(rung);
        for (int trial : able) {
          places.add(level > highest ? 0 : places.size(), new Place(trial, bracket, rung));
          highest = Math.max(highest, level);
        }
      }
    }
    return places;
  }

  private int brackets() {
    return history.all(Fact.Created.class).stream().mapToInt(Fact.Created::bracket).max().orElse(-1)
        + 1;
  }

  private boolean isClosed() {
    boolean spent =
        terms.trials() != null && history.all(Fact.Created.class).size() >= terms.trials();
    return spent || history.contains(new Fact.Exhausted());
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would cost a dependency.
  private void expect(boolean holds, String finding, Object... details) {
    if (!holds) {
      findings.add(finding.formatted(details));
    }
  }
}
