package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.feed.TrialCurve;
import dev.thaw.app.feed.TrialLine;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.workers.process.TrialOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a study is, and how it is read and asked. */
interface Place extends AutoCloseable {

  /** How many curves are read at most: those of the best trials if there are more. */
  int CURVES_MAX = 10_000;

  /** How much of what a trial printed is read at a time at most. */
  int LOG_MAX = 1_000_000;

  /** Rows of a journal, one after the other. Closing it ends a wait for the next one. */
  interface Rows extends AutoCloseable {
    /** The next row; empty if there is none any more, or the connection broke. */
    Optional<JsonNode> next();

    @Override
    void close();
  }

  /** How it stands. */
  CompletionStage<StudyStatus> status();

  /** All its trials, by number. */
  CompletionStage<List<TrialLine>> trials();

  /** The learning curves of its trials. */
  CompletionStage<List<TrialCurve>> curves();

  /** Its report. */
  CompletionStage<String> report(ReportFormat format);

  /**
   * What a trial's scripts printed.
   *
   * @param after the end of the part before; null for the last lines
   */
  CompletionStage<TrialOutput.Part> log(int trial, @Nullable Long after);

  /** Writes a checkpoint of a trial into a file, as a ZIP. */
  CompletionStage<Path> checkpoint(int trial, TrialCheckpoint.Which which, Path target);

  /** How long whoever runs it may be away. */
  Duration patience();

  /** Whether nobody runs it any more: whoever does not answer never will. */
  boolean isOver();

  /** How it stood at its end, once it has ended. */
  CompletionStage<StudyStatus> ended();

  /** Asks something of it; refused if nobody runs it any more. */
  <T> CompletionStage<T> ask(Function<RemoteDesk, CompletionStage<T>> question);

  /** Who asks it for work; to be closed. */
  AskClient asking();

  /** The number of its last row so far; 0 while there is none. */
  CompletionStage<Long> lastRow();

  /** Its rows behind one, as they come. */
  CompletionStage<Rows> rows(long after);

  @Override
  void close();
}
