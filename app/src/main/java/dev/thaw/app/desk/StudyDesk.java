package dev.thaw.app.desk;

import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * The place where studies of a cluster are handed in, looked at and changed.
 *
 * <p>Nothing blocks. What is refused completes its stage with a {@link RefusedException}; any other
 * exception is a fault of the program. Whoever asks waits for a limited time only, and may ask
 * again: all methods may be repeated without harm, if a change of the budget has a key.
 */
public interface StudyDesk {

  /**
   * Takes in a study; it runs as soon as it gets slots. The stage completes once the study is
   * durable: from then on it comes back after any restart.
   *
   * <p>A study of the same name and an equal spec is left as it is, ended or not, and the answer
   * says so. Refused as {@link Refusal#CONFLICT} if the name belongs to another spec, and as {@link
   * Refusal#BAD_INPUT} if no node could run it, such as for its trainer.
   */
  CompletionStage<Submission> submit(StudySpec spec);

  /** All studies, ended ones too, by name. */
  CompletionStage<List<StudyRow>> list();

  /** How a study stands. Refused as {@link Refusal#UNKNOWN} if there is none of that name. */
  CompletionStage<StudyStatus> status(String study);

  /**
   * The report of a study as it stands now, ended or not. Refused as {@link Refusal#UNKNOWN} if
   * there is none of that name, and as {@link Refusal#UNAVAILABLE} if too many reports are being
   * made, or the journal cannot be read.
   */
  CompletionStage<String> report(String study, ReportFormat format);

  /**
   * Changes what a study is entitled to, and answers what it is entitled to now. The stage
   * completes once the change is durable.
   *
   * <p>Refused as {@link Refusal#UNKNOWN} if there is no such study, as {@link Refusal#BAD_INPUT}
   * if the change has {@link ShareChange#problems()}, and as {@link Refusal#CONFLICT} if the study
   * has ended, or what it is entitled to otherwise does not agree with the change, such as a
   * minimum above its maximum.
   */
  CompletionStage<Share> setShare(String study, ShareChange change);

  /**
   * Changes what a study may spend, and answers what that is now. The stage completes once the
   * change is durable. A study that has ended goes on.
   *
   * <p>Refused as {@link Refusal#UNKNOWN} if there is no such study, and as {@link
   * Refusal#CONFLICT} if the change makes no sense for its budget, the study would end at once
   * again, or the key was used for another change.
   *
   * @param key the change is made once for each, of the last {@link
   *     dev.thaw.core.study.Contract#REQUESTS_MAX} of the study; null to make it in any case, which
   *     must not be repeated if it adds to what the budget has
   */
  CompletionStage<StudySummary.Limits> extend(
      String study, BudgetChange change, @Nullable String key);

  /**
   * Carries out what somebody asks of a study by hand. The stage completes once that is decided and
   * durable; sessions that are to end may take longer.
   *
   * <p>Refused as {@link Refusal#UNKNOWN} if there is no such study, and as {@link
   * Refusal#CONFLICT} if the command makes no sense for the study as it stands, such as for a trial
   * that there is not, or if the key was used for another command.
   *
   * @param key the command is carried out once for each, of the last {@link
   *     dev.thaw.core.study.Contract#REQUESTS_MAX} of the study; null to carry it out in any case,
   *     after which a configuration that is added twice is tried twice
   */
  CompletionStage<Done> command(String study, StudyCommand command, @Nullable String key);

  /**
   * Ends a study: its running trials write a checkpoint and give back their slots. Nothing is
   * deleted. The stage completes once the end is decided and durable; the trials may take longer. A
   * study that has ended stays as it is.
   *
   * <p>Refused as {@link Refusal#UNKNOWN} if there is no such study.
   */
  CompletionStage<Done> stop(String study);
}
