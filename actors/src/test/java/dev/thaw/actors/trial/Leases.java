package dev.thaw.actors.trial;

import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Slot;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Leases for tests: fresh starts on node {@code "n"}, up to epoch 3, without a time limit. */
public final class Leases {

  private Leases() {}

  /** The terms of a study that writes a checkpoint after so many epochs. */
  public static TrialTerms terms(int checkpointEvery) {
    return TrialTerms.of(
        Specs.study(new Asha(3, PromotionRule.PAPER, false))
            .epochs(1, 9)
            .checkpointEvery(checkpointEvery)
            .spec());
  }

  /** The lease of a trial. */
  public static Effect.StartSession lease(int trial, long fence, int slot) {
    return lease(trial, fence, slot, null, null);
  }

  /** The lease of trial 0 under fence 1, from a checkpoint. */
  public static Effect.StartSession resumed(CheckpointRef from) {
    Effect.StartSession fresh = lease(0, 1, 0);
    return new Effect.StartSession(
        0, 1, fresh.slot(), fresh.configuration(), 42, from, 9, null, null, false, 9);
  }

  /** The lease of trial 0 under fence 1, which must have its device to itself. */
  static Effect.StartSession alone() {
    Effect.StartSession fresh = lease(0, 1, 0);
    return new Effect.StartSession(
        0, 1, fresh.slot(), fresh.configuration(), 42, null, 3, null, null, true, 9);
  }

  static Effect.StartSession lease(
      int trial, long fence, int slot, @Nullable Duration trainFor, @Nullable Double toBeat) {
    return new Effect.StartSession(
        trial,
        fence,
        new Slot("n", slot),
        Specs.space().defaults(),
        42,
        null,
        3,
        trainFor,
        toBeat,
        false,
        9);
  }
}
