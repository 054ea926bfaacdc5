package dev.thaw.app.report;

import java.util.List;

/**
 * A part of a report in words and tables, however it is rendered.
 *
 * @param topic what it is about
 * @param blocks what it says, in order; at least one
 */
record Section(Topic topic, List<Block> blocks) {

  Section {
    blocks = List.copyOf(blocks);
  }

  /** What parts are about, with their headings. */
  enum Topic {
    OUTCOME("Outcome"),
    FRONT("Pareto front"),
    ADVICE("Advice"),
    CONTENDERS("Winner and runners-up"),
    BOUGHT("What the time bought"),
    PARAMETERS("Hyperparameters"),
    SETTLING("What settled when"),
    SECOND_LOOKS("Worth a second look"),
    FAILURES("Failures"),
    NEXT("How to go on");

    private final String heading;

    Topic(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }

  /** A piece of a section. */
  sealed interface Block {

    /** A paragraph. */
    record Text(String text) implements Block {}

    /** A small remark about what stands above. */
    record Remark(String text) implements Block {}

    /** A list without an order. */
    record Items(List<String> items) implements Block {
      public Items {
        items = List.copyOf(items);
      }
    }

    /**
     * A table. The first column says what a row is about.
     *
     * @param title what it shows
     * @param headings one for each column
     * @param rows cells, as many as there are columns
     * @param words how many of the first columns hold words; numbers are in the others
     */
    record Table(String title, List<String> headings, List<List<String>> rows, int words)
        implements Block {
      public Table {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
      }
    }

    /** Lines for a shell. */
    record Commands(List<NextStep> steps) implements Block {
      public Commands {
        steps = List.copyOf(steps);
      }
    }
  }
}
