package dev.thaw.app.http;

import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.spec.BadSpecException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into an answer, without a word about how the program works inside. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final String RETRY_SECONDS = "2";

  private Failures() {}

  /** A request that is refused before it reaches the desk. */
  static final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Reply reply;

    RequestException(Problem.Status status, String detail) {
      this(detail, Reply.problem(Problem.of(status, detail)));
    }

    /** The same with headers. */
    RequestException(Problem.Status status, String detail, Map<String, String> headers) {
      this(detail, Reply.problem(Problem.of(status, detail)).with(headers));
    }

    private RequestException(String detail, Reply reply) {
      super(detail, null, false, false);
      this.reply = reply;
    }

    /** There is something at that path, but for other methods. */
    static RequestException noSuchMethod(String method, Set<String> allowed) {
      String detail = "method (%s) must be one of %s here.".formatted(method, allowed);
      Reply reply = Reply.problem(Problem.of(Problem.Status.NO_SUCH_METHOD, detail));
      return new RequestException(detail, reply.with("Allow", String.join(", ", allowed)));
    }
  }

  static Reply reply(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> reply(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> reply(wrapped.getCause());
      case RequestException refused -> refused.reply;
      case BadSpecException bad -> Reply.problem(Problem.of(bad));
      case RefusedException refused -> retry(Reply.problem(Problem.of(refused)));
      case TimeoutException late -> {
        LOG.warn("the desk did not answer in time");
        yield retry(
            Reply.problem(
                Problem.of(
                    Problem.Status.UNAVAILABLE,
                    "the cluster did not answer in time.\nMaybe ask again: it may be moving the"
                        + " study to another node.")));
      }
      default -> fault(failure);
    };
  }

  private static Reply retry(Reply reply) {
    boolean again = reply.status() == Problem.Status.UNAVAILABLE.code();
    return again ? reply.with("Retry-After", RETRY_SECONDS) : reply;
  }

  /** The log has what the client must not see; a number leads from one to the other. */
  private static Reply fault(Throwable failure) {
    String number = UUID.randomUUID().toString();
    LOG.error("request failed (fault {})", number, failure);
    return Reply.problem(
        Problem.of(
            Problem.Status.FAULT,
            "the server has a fault.\nMaybe its log says more, at fault %s.".formatted(number)));
  }
}
