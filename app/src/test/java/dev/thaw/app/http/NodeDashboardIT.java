package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.client.AskClient;
import dev.thaw.app.cluster.Network;
import dev.thaw.app.cluster.NodeProcess;
import dev.thaw.app.cluster.TestCluster;
import dev.thaw.app.desk.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real node of a cluster, and whoever comes by HTTP: a person with a browser, and a program that
 * asks and tells. The node's log stays in {@code target/cluster-dashboard}.
 */
final class NodeDashboardIT {
  private static final Path FOLDER = Path.of("target", "cluster-dashboard");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String SPEC =
      """
      study: seen
      objective: {metric: loss, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
      fidelity: {name: epochs, min: 1, max: 9}
      scheduler: {name: asha, eta: 3}
      trainer: {name: chain, epochMillis: 100, burn: false, log: "%s"}
      budget: {trials: 5000}
      resources: {slots: 2}
      seed: 3
      """;

  private static final String ASKED =
      """
      study: lent
      objective: {metric: loss, goal: minimize}
      parameters:
        rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
      fidelity: {name: epochs, min: 1, max: 2}
      scheduler: {name: asha, eta: 2}
      trainer: {name: asked}
      resources: {slots: 1}
      budget: {trials: 3}
      """;

  @SuppressWarnings("NullAway.Init")
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    TestCluster.delete(FOLDER);
    TestCluster.Shape one = new TestCluster.Shape(1, 0, 2, false, Map.of(), node -> List.of());
    cluster = TestCluster.start(FOLDER, Network.loopback(), one);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.nodes().forEach(NodeProcess::kill);
      cluster.close();
    }
  }

  private static StudyRow row(String study) {
    return cluster.row(study).orElseThrow();
  }

  @Test
  void leadsAStudyFromItsSpecToItsEndInABrowser() throws Exception {
    String missing = Browser.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    try (Browser browser = Browser.start()) {
      browser.at(cluster.nodes().getFirst().server() + "/");
      browser.screen(1280, 800, "dark");
      browser.open("#/submit");
      browser.see("#spec").clear();
      browser.see("#spec").sendKeys(SPEC.formatted(cluster.epochLogs()));
      browser.press("Submit");
      browser.read("Learning curves");
      browser.read("Best: loss");
      browser.drawn();
      browser.keep("node-running-desk-dark");

      browser.screen(390, 844, "light");
      confirmed(browser, "Pause");
      browser.read("Paused since");
      cluster.await(PATIENCE, "slots are not given back", () -> row("seen").slots() == 0);
      assertThat(row("seen").paused()).isTrue();
      int before = row("seen").trials();
      browser.drawn();
      browser.keep("node-paused-phone-light");
      confirmed(browser, "Resume");
      cluster.await(PATIENCE, "it does not go on", () -> row("seen").trials() > before);

      browser.press("Extend …");
      browser.see("dialog[open] input[name=trials]").sendKeys("+7");
      browser.press("Extend");
      browser.read("of 5,007");
      browser.open("#/studies/seen/trials");
      browser.see("tbody a");
      browser.script("document.querySelector('tbody a').click()"); // Rows are drawn anew meanwhile.
      browser.read("Every decision about it");

      browser.open("#/studies/seen");
      confirmed(browser, "Stop");
      cluster.awaitEnd("seen", PATIENCE);
      browser.read("stopped");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static void confirmed(Browser browser, String button) {
    browser.press(button);
    browser.see("dialog[open]");
    browser.press(button);
  }

  @Test
  void lendsItsTrialsToAProgramThatAsksAndTells() throws InterruptedException {
    cluster.submit(ASKED);
    try (var client = new AskClient(cluster.nodes().getFirst().server(), null)) {
      int told = 0;
      JsonNode next = asked(client);
      while (!next.path("ended").asBoolean()) {
        String order = "continue";
        for (int epoch = next.path("epoch").asInt(); order.equals("continue"); epoch++) {
          told++;
          order = told(client, next.path("session").asText(), epoch, 10.0 / told);
        }
        next = asked(client);
      }

      cluster.awaitEnd("lent", PATIENCE);
      assertThat(row("lent").trials()).isEqualTo(3);
      assertThat(row("lent").epochs()).isEqualTo(told);
      assertThat(row("lent").best()).isEqualTo(10.0 / told);
    }
  }

  private static JsonNode asked(AskClient client) throws InterruptedException {
    AskClient.Answered answer = client.send("lent", "ask", Map.of("wait", 30));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private static String told(AskClient client, String session, int epoch, double loss)
      throws InterruptedException {
    AskClient.Answered answer =
        client.send(
            "lent",
            "tell",
            Map.of(
                "session",
                session,
                "epoch",
                epoch,
                "metrics",
                Map.of("loss", loss),
                "checkpoint",
                false));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().path("next").asText();
  }
}
