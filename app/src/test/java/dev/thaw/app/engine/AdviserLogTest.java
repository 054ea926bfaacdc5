package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class AdviserLogTest {

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(AdviserLog.class);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AdviserLog log = new AdviserLog("digits");

  @BeforeEach
  void listen() {
    lines.start();
    LOGGER.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(lines);
  }

  private static List<Step> missed(long ask) {
    return step(new StudyEvent.AdviceMissed(ask));
  }

  private static List<Step> kept(long ask) {
    return step(new StudyEvent.AdviceKept(ask, 1, 1, List.of(), false));
  }

  private static List<Step> step(StudyEvent event) {
    return List.of(new Step(new StudyInput.Recovered(Instant.EPOCH), List.of(event)));
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void leavesALineAtTheMissAndOneAtTheReturn() {
    log.hear(kept(1));
    log.hear(missed(2));
    log.hear(kept(2));
    log.hear(kept(3));

    assertThat(said())
        .containsExactly(
            "study digits: the adviser did not answer question 2 in time; ranks decide until it"
                + " does",
            "study digits: the adviser answers again, from question 2 on");
  }

  @Test
  void takesTheRestOfAnOlderAnswerForNoReturn() {
    log.hear(missed(2));
    log.hear(kept(1));

    assertThat(said()).hasSize(1);
  }

  @Test
  void remembersASilenceOfAnEarlierProcessWithoutRepeatingIt() {
    log.remember(missed(2));
    assertThat(said()).isEmpty();

    log.hear(kept(2));
    assertThat(said()).singleElement().asString().contains("answers again");
  }
}
