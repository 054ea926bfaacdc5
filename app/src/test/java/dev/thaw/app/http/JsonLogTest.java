package dev.thaw.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.StatusUtil;
import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What conf/logback-json.xml makes of a line of the log. */
final class JsonLogTest {
  private final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter about = new LogbackMDCAdapter();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void configure() throws JoranException {
    context.setMDCAdapter(about);
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Path.of("..", "conf", "logback-json.xml").toFile());
    var console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("JSON");
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
  void writesOneObjectALineThatSaysWhatItIsAbout() throws IOException {
    about.put("study", "digits");
    about.put("trial", "7");
    about.put("lease", "31");
    about.put("node", "node-1");

    context.getLogger("dev.thaw.Somewhere").info("trial {} was \"frozen\"\nat {}", 7, 3);

    JsonNode line = onlyLine();
    assertThat(line.get("formattedMessage").asText()).isEqualTo("trial 7 was \"frozen\"\nat 3");
    assertThat(line.get("level").asText()).isEqualTo("INFO");
    assertThat(line.get("loggerName").asText()).isEqualTo("dev.thaw.Somewhere");
    assertThat(line.get("mdc").toString())
        .contains("\"study\":\"digits\"", "\"trial\":\"7\"", "\"lease\":\"31\"", "\"node-1\"");
  }

  @Test
  void saysWhoJoinsTheClusterAndNothingElseThatIsWell() throws IOException {
    context.getLogger("org.apache.pekko.cluster.Cluster").info("Node [a] is JOINING");
    context.getLogger("org.apache.pekko.cluster.ClusterHeartbeat").info("a heart beat");
    context.getLogger("org.apache.pekko.cluster.sharding.ShardRegion").info("a shard moved");
    context.getLogger("org.flywaydb.core.FlywayExecutor").info("a table is there");

    assertThat(onlyLine().get("formattedMessage").asText()).isEqualTo("Node [a] is JOINING");
  }

  @Test
  void writesAnExceptionOnTheSameLine() throws IOException {
    context.getLogger("dev.thaw.Somewhere").error("failed", new IllegalStateException("why"));

    assertThat(onlyLine().get("throwable").get("message").asText()).isEqualTo("why");
  }

  private JsonNode onlyLine() throws IOException {
    String all = written.toString(UTF_8);
    assertThat(all.strip().lines()).hasSize(1);
    return DeskJson.tree(all.getBytes(UTF_8));
  }
}
