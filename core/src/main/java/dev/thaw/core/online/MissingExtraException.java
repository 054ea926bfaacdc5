package dev.thaw.core.online;

/** The trainer does not report what a controller reads. */
public final class MissingExtraException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  MissingExtraException(String controller, String metric, int epoch) {
    super(
        ("controller (%s) needs the metric (%s), which the trainer did not report for epoch %d.\n"
                + "Maybe this trainer cannot report it; schedules and hyperdyn need nothing of the"
                + " kind.")
            .formatted(controller, metric, epoch));
  }
}
