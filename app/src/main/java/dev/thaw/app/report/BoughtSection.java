package dev.thaw.app.report;

import dev.thaw.app.report.Section.Block;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.Savings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the slots did, in words and tables whose figures add up. */
final class BoughtSection {

  private static final List<String> HEADINGS =
      List.of("Starting", "Training", "Again", "Other", "All", "Trials");

  private static final List<String> WHAT =
      List.of(
          "starting and thawing: before a session's first epoch",
          "training",
          "training again behind lost checkpoints",
          "other: between epochs, saving, leaving, and what was never reported",
          "idle: nobody had the slot");

  private final MorningReport report;
  private final Bought bought;

  BoughtSection(MorningReport report) {
    this.report = report;
    this.bought = report.bought();
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    if (bought.offeredNanos() > 0) {
      blocks.add(new Block.Text(total()));
      blocks.add(whole());
      blocks.add(table("By outcome", "Outcome", bought.byOutcome()));
      blocks.add(table("By bracket", "Bracket", bought.byBracket()));
    }
    List<String> lines = new ArrayList<>();
    addStarts(lines);
    addSavings(lines, report.savings());
    addUnattended(lines);
    if (!lines.isEmpty()) {
      blocks.add(new Block.Items(lines));
    }
    return blocks;
  }

  private String total() {
    String gpus =
        bought.gpusPerSlot() == null
            ? "A slot is what one trial trains on, usually one GPU."
            : "A slot is %s GPU%s, so that this is %s GPU-hours."
                .formatted(
                    Figures.number(bought.gpusPerSlot()),
                    bought.gpusPerSlot() == 1 ? "" : "s",
                    hours(bought.gpusPerSlot() * bought.offeredNanos()));
    return "The study held %s slot-hours, and trained in %s of that time. %s"
        .formatted(
            hours((double) bought.offeredNanos()),
            Figures.percent(
                (double) (bought.leasedNanos().training() + bought.leasedNanos().retraining())
                    / bought.offeredNanos()),
            gpus);
  }

  private static String hours(double nanos) {
    return Figures.number(nanos / 3.6e12);
  }

  /** Every slot-second once. */
  private Block whole() {
    Bought.Part all = bought.leased();
    long[] ticks = {
      all.starting(), all.training(), all.retraining(), all.other(), bought.idleTicks()
    };
    long[] percent = percent(ticks);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ticks.length; i++) {
      rows.add(List.of(WHAT.get(i), clock(ticks[i]), percent[i] + " %"));
    }
    rows.add(List.of("held in all", clock(bought.offeredTicks()), "100 %"));
    return new Block.Table(
        "Slot time in " + Clock.unit(bought.tickNanos()),
        List.of("What slots did", "Time", "Share"),
        rows,
        1);
  }

  /** In whole numbers that add up to a hundred. */
  private long[] percent(long[] ticks) {
    long[] hundreds = Arrays.stream(ticks).map(each -> 100 * each).toArray();
    return Rounding.apportionTo(100, Math.max(1, bought.offeredTicks()), hundreds);
  }

  private String clock(long ticks) {
    return Clock.of(ticks, bought.tickNanos());
  }

  private Block table(String title, String first, List<Bought.Part> parts) {
    List<List<String>> rows = new ArrayList<>();
    parts.forEach(part -> rows.add(cells(part)));
    rows.add(cells(bought.leased()));
    List<String> headings = new ArrayList<>(List.of(first));
    headings.addAll(HEADINGS);
    return new Block.Table(title, headings, rows, 1);
  }

  private List<String> cells(Bought.Part part) {
    return List.of(
        part.name(),
        clock(part.starting()),
        clock(part.training()),
        clock(part.retraining()),
        clock(part.other()),
        clock(part.total()),
        Figures.count(part.trials()));
  }

  private void addStarts(List<String> lines) {
    if (bought.freshStarts() + bought.thaws() > 0) {
      lines.add(
          "%s from the beginning%s; %s%s."
              .formatted(
                  Figures.count(bought.freshStarts(), "start"),
                  mean(bought.meanFreshSeconds()),
                  Figures.count(bought.thaws(), "thaw"),
                  mean(bought.meanThawSeconds())));
    }
  }

  private static String mean(@Nullable Double seconds) {
    return seconds == null ? "" : ", %s s each on average".formatted(Figures.number(seconds));
  }

  private static void addSavings(List<String> lines, Savings savings) {
    if (savings.trainedEpochs() == 0) {
      return;
    }
    String trained = Figures.count(savings.trainedEpochs(), "epoch");
    if (savings.savedEpochs() <= 0) {
      lines.add(trained + " trained, no fewer than full training of every trial.");
      return;
    }
    lines.add(
        "%s trained instead of %s for training every trial to the end: %s spared, about %s of training."
            .formatted(
                trained,
                Figures.count(savings.fullEpochs()),
                Figures.percent(savings.share()),
                Figures.duration(Duration.ofMillis((long) (1000 * savings.savedSeconds())))));
  }

  private void addUnattended(List<String> lines) {
    if (bought.unattendedNanos() > 0) {
      lines.add(
          "For %s nobody ran the study, it was over, or it was outside of its hours: nothing was idle then."
              .formatted(Figures.duration(Duration.ofNanos(bought.unattendedNanos()))));
    }
  }
}
