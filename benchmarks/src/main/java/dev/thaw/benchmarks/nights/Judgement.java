package dev.thaw.benchmarks.nights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what is wrong with a night. */
final class Judgement {

  /** What a busy machine may take for what takes no time: threads that wait for a processor. */
  static final double NOISE = 2;

  /** How long a script may be seen after the process that has ended it. */
  private static final double GONE = 0.5;

  private Judgement() {}

  /** What is wrong; nothing for a night that kept to what is documented. */
  static List<String> of(NightResult night) {
    List<String> findings = new ArrayList<>();
    if (night.problem() != null) {
      findings.add(night.problem());
      return findings;
    }
    double most = night.bound() + night.ending() + NOISE;
    check(findings, night.overshoot() <= most, "overshoot", night.overshoot(), most);
    if (night.trainedLate() != null) {
      double late = night.trainedLate();
      check(findings, late <= most, "training after the end", late, most);
    }
    for (NightResult.Hang hang : night.hangs()) {
      hung(findings, hang, night.ending());
    }
    accounts(findings, night.accounts());
    double outlived = night.outlivedSeconds();
    check(findings, outlived <= GONE, "scripts after the process", outlived, GONE);
    return findings;
  }

  /** Where several slots may end scripts, each has one hanging epoch all the same. */
  private static void hung(List<String> findings, NightResult.Hang hang, double ending) {
    double most = hang.limit() + ending + NOISE;
    String name = "hanging epoch %d of trial %d".formatted(hang.epoch(), hang.trial());
    check(findings, hang.charged() <= most, name, hang.charged(), most);
  }

  private static void accounts(List<String> findings, NightResult.Accounts sums) {
    if (sums.charged() != sums.held() || sums.held() != sums.leased()) {
      findings.add(
          "charged %d ns, held %d ns and reported %d ns must be equal"
              .formatted(sums.charged(), sums.held(), sums.leased()));
    }
    if (sums.offered() != sums.idle() + sums.leased()) {
      findings.add(
          "offered %d ns must be idle %d ns and leased %d ns"
              .formatted(sums.offered(), sums.idle(), sums.leased()));
    }
    double charged = sums.charged() / 1e9 + NOISE;
    check(findings, sums.trained() <= charged, "time trained", sums.trained(), charged);
    if (sums.recorded() > sums.whole()) {
      findings.add("%d epochs recorded, %d trained".formatted(sums.recorded(), sums.whole()));
    }
  }

  private static void check(
      List<String> findings, boolean well, String name, double value, double most) {
    if (!well) {
      findings.add(
          String.format(Locale.ROOT, "%s: %.2f s must be at most %.2f s", name, value, most));
    }
  }
}
