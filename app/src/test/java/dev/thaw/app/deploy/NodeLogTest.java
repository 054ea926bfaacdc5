package dev.thaw.app.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.StatusUtil;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What logback-node.xml, which a node uses unless told otherwise, makes of a line of the log. */
final class NodeLogTest {

  private final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter about = new LogbackMDCAdapter();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void configure() throws JoranException {
    context.setMDCAdapter(about);
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(NodeLogTest.class.getResource("/logback-node.xml")));
    var console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDERR");
    console.setOutputStream(written);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void isReadByLogbackWithoutAWarning() {
    assertThat(new StatusUtil(context).getHighestLevel(0)).isZero();
  }

  @Test
  void aLineSaysWhatItIsAboutAndNothingOfPekko() {
    about.put("pekkoSource", "pekko://thaw@10.0.0.1:2551/system/sharding/study/17/digits");
    about.put("sourceThread", "thaw-pekko.actor.default-dispatcher-11");
    about.put("pekkoTimestamp", "09:05:24.330UTC");
    about.put("study", "digits");
    about.put("trial", "7");
    about.put("lease", "31");

    context.getLogger("dev.thaw.actors.study.StudySupervisor").info("the study goes on");

    assertThat(lines().getFirst())
        .endsWith(
            "INFO  d.t.a.s.StudySupervisor study=digits trial=7 lease=31 - the study goes on");
  }

  @Test
  void aLineThatIsAboutNothingHasNoWordOfIt() {
    Logger log = context.getLogger("dev.thaw.Somewhere");
    log.info("the node has joined");
    about.put("node", "gpu-1");
    log.info("the node leaves");

    assertThat(lines().get(0)).endsWith("INFO  dev.thaw.Somewhere - the node has joined");
    assertThat(lines().get(1)).endsWith("INFO  dev.thaw.Somewhere node=gpu-1 - the node leaves");
  }

  @Test
  void saysWhoJoinsTheClusterAndNothingElseThatIsWell() {
    context.getLogger("org.apache.pekko.cluster.Cluster").info("Node [a] is JOINING");
    context.getLogger("org.apache.pekko.cluster.ClusterHeartbeat").info("a heart beat");
    context.getLogger("org.apache.pekko.cluster.singleton.ClusterSingletonManager").info("moved");
    context.getLogger("org.apache.pekko.cluster.sharding.ShardRegion").info("a shard moved");

    assertThat(lines()).hasSize(1).first().asString().endsWith("Node [a] is JOINING");
  }

  private List<String> lines() {
    return written.toString(UTF_8).lines().toList();
  }
}
