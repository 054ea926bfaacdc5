package dev.thaw.app.doctor;

import dev.thaw.app.summary.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A look at one thing, on a thread of its own. What does not come back in time is left behind: a
 * call into a broken driver or to a dead file server cannot be interrupted.
 */
final class Look<T> {

  private final String subject;
  private final Duration limit;
  private final long deadlineNs;
  private final FutureTask<T> task;

  private Look(String subject, Duration limit, Callable<T> reading) {
    this.subject = subject;
    this.limit = limit;
    this.deadlineNs = System.nanoTime() + limit.toNanos();
    this.task = new FutureTask<>(reading);
  }

  /** Begins to look. */
  static <T> Look<T> begin(String subject, Duration limit, Callable<T> reading) {
    var look = new Look<>(subject, limit, reading);
    Thread.ofPlatform().daemon().name("doctor-" + subject).start(look.task);
    return look;
  }

  /** What follows from the facts, or that there are none. Waits for the rest of the limit. */
  List<Finding> findings(Function<T, List<Finding>> judge) {
    try {
      return judge.apply(await());
    } catch (TimeoutException late) {
      return List.of(
          Finding.problem(subject, "did not answer within " + Figures.duration(limit) + "."));
    } catch (ExecutionException failure) {
      return List.of(Finding.warning(subject, "could not be looked at: " + failure.getCause()));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return List.of(Finding.warning(subject, "was not looked at: interrupted."));
    }
  }

  /** The facts, if they have come by the time that {@link #findings} returned. */
  Optional<T> facts() {
    return task.state() == FutureTask.State.SUCCESS
        ? Optional.of(task.resultNow())
        : Optional.empty();
  }

  private T await() throws TimeoutException, ExecutionException, InterruptedException {
    return task.get(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
