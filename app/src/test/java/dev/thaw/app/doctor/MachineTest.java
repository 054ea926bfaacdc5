package dev.thaw.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.view.Terminal;
import dev.thaw.workers.launch.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java, the machine, the programs and the terminal, from handmade facts. */
final class MachineTest {

  @TempDir private Path folder;

  private static Finding java(int feature, long heap) {
    return new JavaRuntime(feature, feature + ".0.1", "Eclipse", heap).findings().getFirst();
  }

  private static Finding machine(long memory, long built, long heap) {
    return new Machine("Linux", 4, memory, OptionalLong.of(built), heap).findings().getFirst();
  }

  private static Networks networks(
      boolean library, Optional<String> backend, boolean code, boolean unpacks) {
    return new Networks(
        library, backend, code, "linux-arm64", Path.of("cache"), unpacks, Optional.of("1"));
  }

  @Test
  void knowsTheJavaThatRunsIt() {
    JavaRuntime java = JavaRuntime.read();

    assertThat(java.feature()).isGreaterThanOrEqualTo(25);
    assertThat(java.heap()).isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
  }

  @Test
  void refusesAJavaThatIsTooOld() {
    assertThat(java(24, 2 * Bytes.GIB).level()).isEqualTo(Level.PROBLEM);
    assertThat(java(25, 2 * Bytes.GIB).level()).isEqualTo(Level.OK);
  }

  @Test
  void warnsOfASmallHeap() {
    assertThat(java(25, 512 * Bytes.MIB).level()).isEqualTo(Level.OK);
    assertThat(java(25, 511 * Bytes.MIB).remedy()).contains("THAW_HEAP");
  }

  @Test
  void knowsTheMachineThatItRunsOn() {
    Machine machine = Machine.read();

    assertThat(machine.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.memory()).isPositive();
  }

  @Test
  void warnsOfAHeapThatLeavesTrialsNoMemory() {
    Finding finding = machine(2 * Bytes.GIB, 2 * Bytes.GIB, 2 * Bytes.GIB);

    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.remedy()).contains("THAW_HEAP=1024m");
  }

  @Test
  void tellsTheMemoryOfAContainerFromThatOfTheMachine() {
    assertThat(machine(8 * Bytes.GIB, 64 * Bytes.GIB, Bytes.GIB).what())
        .contains("8.0 GiB of memory (a container's limit; the machine has 64.0 GiB)");
    assertThat(machine(63 * Bytes.GIB, 64 * Bytes.GIB, Bytes.GIB).what())
        .doesNotContain("container");
  }

  @Test
  void findsTheNetworksOfThisBuild() {
    Networks networks = Networks.read(getClass().getClassLoader(), Map.of("OMP_NUM_THREADS", "1"));

    assertThat(networks.library()).isTrue();
    assertThat(networks.findings().getFirst().what()).contains(networks.platform());
  }

  @Test
  void missesNetworksInASlimBuildWithoutAlarm() {
    Finding finding = networks(false, Optional.empty(), false, true).findings().getFirst();

    assertThat(finding.level()).isEqualTo(Level.NOTE);
  }

  @Test
  void findsNoNetworksWhereNoneAre() {
    Networks networks = Networks.read(ClassLoader.getPlatformClassLoader(), Map.of());

    assertThat(networks.library()).isFalse();
    assertThat(networks.backend()).isEmpty();
    assertThat(networks.machineCode()).isFalse();
  }

  @Test
  void warnsOfNetworksThatCannotRunHere() {
    Optional<String> backend = Optional.of("nd4j-native");

    assertThat(networks(true, Optional.empty(), false, true).findings().getFirst().what())
        .contains("no backend");
    assertThat(networks(true, backend, false, true).findings().getFirst().remedy())
        .contains("-Dnative.platform=linux-arm64");
    assertThat(networks(true, backend, true, false).findings().getFirst().remedy())
        .contains("cachedir");
    assertThat(networks(true, backend, true, true).findings().getFirst().level())
        .isEqualTo(Level.OK);
  }

  @Test
  void namesPlatformsAsNd4jDoes() {
    assertThat(Networks.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(Networks.platform("Mac OS X", "aarch64")).isEqualTo("macosx-arm64");
    assertThat(Networks.platform("Linux", "ppc64le")).isEqualTo("linux-ppc64le");
  }

  @Test
  void findsProgramsInTheOrderOfThePath() throws IOException {
    Path tool = Scripts.write(folder, "tool", "exit 0");

    assertThat(SearchPath.find("tool", "/nowhere:" + folder + ":/bin")).contains(tool);
    assertThat(SearchPath.find("tool", "/nowhere")).isEmpty();
  }

  @Test
  void namesTheProgramsThatAreMissing() {
    Finding finding = new Tools(List.of("setsid", "nice")).findings().getFirst();

    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
    assertThat(finding.what()).startsWith("setsid, nice not found");
  }

  @Test
  void saysWhatProgressWillLookLike() {
    assertThat(Screen.findings(new Terminal(true, true, true, 132, 50)))
        .containsExactly(Finding.ok("terminal", "132 x 50, colours: progress is drawn"));
    assertThat(Screen.findings(new Terminal(true, false, false, 80, 24)).getFirst().remedy())
        .contains("LC_ALL");
    assertThat(Screen.findings(new Terminal(false, false, true, 80, 24)).getFirst().level())
        .isEqualTo(Level.OK);
  }

  @Test
  void writesAmountsOfBytesShortly() {
    assertThat(Bytes.text(Bytes.GIB - 1)).isEqualTo("1023 MiB");
    assertThat(Bytes.text(3 * Bytes.GIB / 2)).isEqualTo("1.5 GiB");
    assertThat(Bytes.text(2000 * Bytes.GIB)).isEqualTo("2,000 GiB");
  }
}
