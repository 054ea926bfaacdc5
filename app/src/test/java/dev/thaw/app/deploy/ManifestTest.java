package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import dev.thaw.actors.journal.JournalSettings;
import dev.thaw.app.cluster.ClusterSettings;
import dev.thaw.app.cluster.Role;
import dev.thaw.app.http.HttpSettings;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the objects in {@code conf/kubernetes} say of each other and of Thaw. */
final class ManifestTest {

  static List<Manifest> workloads() {
    return Manifest.all().stream().filter(each -> each.podTemplate().isPresent()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void selectsItsOwnPods(Manifest workload) {
    JsonNode labels = template(workload).at("/metadata/labels");

    assertThat(matches(workload.body().at("/spec/selector/matchLabels"), labels)).isTrue();
    for (Manifest other : workloads()) {
      boolean own = other.name().equals(workload.name());
      JsonNode others = template(other).at("/metadata/labels");
      assertThat(matches(workload.body().at("/spec/selector/matchLabels"), others)).isEqualTo(own);
    }
  }

  @Test
  void serviceBudgetAndAffinityMeanTheSupervisors() {
    Manifest supervisors = Manifest.of("StatefulSet", "thaw-supervisor");
    JsonNode labels = template(supervisors).at("/metadata/labels");
    JsonNode service = Manifest.of("Service", "thaw-supervisor").body();
    JsonNode budget = Manifest.of("PodDisruptionBudget", "thaw-supervisor").body();
    JsonNode affinity =
        template(supervisors)
            .at("/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");

    assertThat(matches(service.at("/spec/selector"), labels)).isTrue();
    assertThat(matches(budget.at("/spec/selector/matchLabels"), labels)).isTrue();
    assertThat(matches(affinity.at("/labelSelector/matchLabels"), labels)).isTrue();
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(supervisors.body().at("/spec/serviceName").asText()).isEqualTo("thaw-supervisor");
  }

  @Test
  void thePolicyMeansAllPodsAndOpensTheirPorts() {
    JsonNode policy = Manifest.of("NetworkPolicy", "thaw").body().at("/spec");

    for (Manifest workload : workloads()) {
      JsonNode labels = template(workload).at("/metadata/labels");
      assertThat(matches(policy.at("/podSelector/matchLabels"), labels)).isTrue();
      assertThat(matches(policy.at("/ingress/0/from/0/podSelector/matchLabels"), labels)).isTrue();
    }
    assertThat(policy.findValuesAsText("port")).containsExactlyInAnyOrder("2551", "8081");
  }

  @Test
  void aSupervisorIsNamedAsInTheSeeds() {
    Manifest supervisors = Manifest.of("StatefulSet", "thaw-supervisor");
    int replicas = supervisors.body().at("/spec/replicas").asInt();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < replicas; i++) {
      ClusterSettings settings = ClusterSettings.from(settings(supervisors, i));
      names.add(settings.host() + ":" + settings.port());
      assertThat(settings.name()).isEqualTo("thaw-supervisor-" + i);
    }

    assertThat(ClusterSettings.from(settings(supervisors, 0)).seeds()).isEqualTo(names);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void itsSettingsAreAccepted(Manifest workload) {
    Config config = settings(workload, 0);
    HttpSettings http = HttpSettings.from(config);
    ClusterSettings cluster = ClusterSettings.from(config);

    assertThat(http.probe()).isPresent();
    assertThat(portOf(workload, "probes")).isEqualTo(http.probe().orElseThrow().port());
    assertThat(portOf(workload, "cluster")).isEqualTo(cluster.port());
    assertThat(mounts(workload)).contains(cluster.directory().toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void usesVariablesThatThawReads(Manifest workload) {
    Set<String> used = new TreeSet<>(environment(workload, 0).keySet());
    used.removeIf(name -> !name.startsWith("THAW_"));

    assertThat(used).hasSizeGreaterThan(8).isSubsetOf(Deployed.variables());
  }

  @Test
  void aVariableThatNobodyReadsIsSeen() {
    assertThat(Deployed.variables())
        .contains("THAW_SEEDS", "THAW_HEAP", "THAW_JAVA_OPTS", "THAW_TLS_PASSWORD")
        .doesNotContain("THAW_SEED_NODES");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void isGivenMoreTimeToLeaveThanItTakes(Manifest workload) {
    long grace = template(workload).at("/spec/terminationGracePeriodSeconds").asLong();

    assertThat(grace).isGreaterThan(Deployed.leavesWithin().toSeconds());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void isProbedWhereThawAnswers(Manifest workload) {
    JsonNode container = container(workload);

    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(container.findValuesAsText("port")).hasSize(3).containsOnly("probes");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void whatItNeedsIsThere(Manifest workload) {
    for (JsonNode source : container(workload).path("envFrom")) {
      if (source.has("configMapRef")) {
        Manifest.of("ConfigMap", source.at("/configMapRef/name").asText());
      } else {
        Manifest.of("Secret", source.at("/secretRef/name").asText());
      }
    }
    Set<String> volumes = new TreeSet<>();
    for (JsonNode volume : template(workload).at("/spec/volumes")) {
      volumes.add(volume.path("name").asText());
      if (volume.has("configMap")) {
        Manifest.of("ConfigMap", volume.at("/configMap/name").asText());
      } else if (volume.has("secret")) {
        Manifest.of("Secret", volume.at("/secret/secretName").asText());
      } else if (volume.has("persistentVolumeClaim")) {
        Manifest.of(
            "PersistentVolumeClaim", volume.at("/persistentVolumeClaim/claimName").asText());
      }
    }
    assertThat(texts(container(workload).path("volumeMounts"), "name"))
        .containsExactlyInAnyOrderElementsOf(volumes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void isNotPrivileged(Manifest workload) {
    JsonNode pod = template(workload).path("spec");
    JsonNode container = container(workload).path("securityContext");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.at("/enableServiceLinks").asBoolean(true)).isFalse();
    assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @Test
  void onlySupervisorsKnowTheJournal() {
    for (Manifest workload : workloads()) {
      boolean supervises = ClusterSettings.from(settings(workload, 0)).role() != Role.WORKER;
      assertThat(environment(workload, 0).containsKey("THAW_JOURNAL_PASSWORD"))
          .isEqualTo(supervises);
    }
  }

  @Test
  void thePlaceholdersStartNothing() {
    Map<String, String> example = data(Manifest.of("Secret", "thaw-journal"), "/stringData");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalSettings.from(Deployed.with(example)))
        .withMessageContaining("thaw.journal.url (replace-me) must begin with jdbc:postgresql:");
  }

  @Test
  void theSettingsThatItIncludesAreShipped() {
    Manifest conf = Manifest.of("ConfigMap", "thaw-conf");
    List<String> included =
        Pattern.compile("file\\(\"/opt/thaw/conf/([^\"]+)\"\\)")
            .matcher(conf.body().at("/data/node.conf").asText())
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(included).hasSize(2).allMatch(file -> Files.exists(Deployed.CONF.resolve(file)));
  }

  @Test
  void noSecretIsAmongWhatIsApplied() {
    JsonNode kustomization =
        Manifest.read(
                "kustomization.yaml",
                Deployed.text(Deployed.CONF.resolve("kubernetes/kustomization.yaml")))
            .getFirst()
            .body();
    List<String> files = Manifest.files().stream().map(f -> f.getFileName().toString()).toList();
    List<String> applied = new ArrayList<>();
    kustomization.path("resources").forEach(file -> applied.add(file.asText()));

    assertThat(files).containsAll(applied);
    assertThat(files)
        .filteredOn(file -> !applied.contains(file))
        .containsExactly("cpu-workers.yaml", "kustomization.yaml", "secrets-example.yaml");
    assertThat(Manifest.all())
        .filteredOn(each -> each.kind().equals("Secret"))
        .extracting(Manifest::file)
        .containsOnly("secrets-example.yaml");
  }

  @Test
  void theImagesAreNamedInOnePlace() {
    JsonNode kustomization =
        Manifest.read(
                "kustomization.yaml",
                Deployed.text(Deployed.CONF.resolve("kubernetes/kustomization.yaml")))
            .getFirst()
            .body();

    assertThat(workloads())
        .extracting(workload -> container(workload).path("image").asText())
        .hasSameElementsAs(texts(kustomization.path("images"), "name"));
  }

  private static JsonNode template(Manifest workload) {
    return workload.podTemplate().orElseThrow();
  }

  private static JsonNode container(Manifest workload) {
    return template(workload).at("/spec/containers/0");
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
  }

  private static int portOf(Manifest workload, String name) {
    return stream(container(workload).path("ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .mapToInt(port -> port.path("containerPort").asInt())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> mounts(Manifest workload) {
    return texts(container(workload).path("volumeMounts"), "mountPath");
  }

  private static List<String> texts(JsonNode list, String key) {
    return stream(list).map(each -> each.path(key).asText()).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** The settings of one of its pods, with the arguments of the command in front. */
  private static Config settings(Manifest workload, int ordinal) {
    Map<String, String> environment = environment(workload, ordinal);
    List<String> args = new ArrayList<>();
    container(workload).path("args").forEach(arg -> args.add(arg.asText()));
    environment.put("THAW_ROLE", args.get(args.indexOf("--role") + 1));
    return Deployed.with(environment);
  }

  /** As the kubelet puts it together: sources first, then variables in their order. */
  private static Map<String, String> environment(Manifest workload, int ordinal) {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode source : container(workload).path("envFrom")) {
      environment.putAll(
          source.has("configMapRef")
              ? data(Manifest.of("ConfigMap", source.at("/configMapRef/name").asText()), "/data")
              : data(Manifest.of("Secret", source.at("/secretRef/name").asText()), "/stringData"));
    }
    Map<String, String> fields =
        Map.of(
            "metadata.name", workload.name() + "-" + ordinal,
            "metadata.namespace", Manifest.of("Namespace", "thaw").name(),
            "status.podIP", "10.0.0." + ordinal,
            "spec.nodeName", "machine-" + ordinal);
    for (JsonNode variable : container(workload).path("env")) {
      String field = variable.at("/valueFrom/fieldRef/fieldPath").asText();
      String value =
          field.isEmpty() ? variable.path("value").asText() : fields.getOrDefault(field, "");
      assertThat(value).as(variable.toString()).isNotEmpty();
      for (Map.Entry<String, String> known : Map.copyOf(environment).entrySet()) {
        value = value.replace("$(" + known.getKey() + ")", known.getValue());
      }
      assertThat(value).doesNotContain("$(");
      environment.put(variable.path("name").asText(), value);
    }
    return environment;
  }

  private static Map<String, String> data(Manifest manifest, String path) {
    Map<String, String> data = new HashMap<>();
    manifest.body().at(path).properties().forEach(e -> data.put(e.getKey(), e.getValue().asText()));
    return data;
  }
}
