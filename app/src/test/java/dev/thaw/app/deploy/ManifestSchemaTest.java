package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code conf/kubernetes} against the schema of Kubernetes. */
final class ManifestSchemaTest {

  static List<Manifest> all() {
    return Manifest.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void followsTheSchema(Manifest manifest) {
    assertThat(manifest.fault()).isEmpty();
  }

  @ParameterizedTest(name = "{1} for {0}")
  @CsvSource({
    "replicas:, replica:",
    "terminationGracePeriodSeconds:, terminationGracePeriodSecond:",
    "periodSeconds: 2, periodSecond: 2",
    "fieldPath:, fieldpath:",
    "secretRef:, secretref:",
    "topologyKey:, topology:",
    "replicas: 3, replicas: three",
    "path: /health/live, route: /health/live",
    "memory: 3Gi, memory: three",
    "apiVersion: apps/v1, apiVersion: apps/v2",
    "kind: StatefulSet, kind: StatefullSet",
    "serviceName: thaw-supervisor, serviceName: [thaw-supervisor]",
  })
  void aSlipOfTheHandIsFound(String right, String wrong) {
    String text = Deployed.text(Deployed.CONF.resolve("kubernetes/supervisors.yaml"));
    assertThat(text).contains(right);

    assertThat(Manifest.read("broken.yaml", text.replace(right, wrong)))
        .anySatisfy(manifest -> assertThat(manifest.fault()).isPresent());
  }

  @Test
  void aKeyThatIsThereTwiceIsFound() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Manifest.read("broken.yaml", "kind: Pod\nkind: Secret\n"))
        .withMessageContaining("Duplicate");
  }
}
