package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomKillsTest {

  @TempDir private Path root;

  @Test
  void countsThoseOfOurControlGroup() throws IOException {
    write("proc/self/cgroup", "0::/thaw.slice\n");
    write("sys/fs/cgroup/thaw.slice/memory.events", "low 0\noom 3\noom_kill 2\n");
    write("proc/vmstat", "oom_kill 9\n");

    assertThat(OomKills.count(root)).hasValue(2);
  }

  @Test
  void countsThoseOfOurControlGroupOfTheFirstVersion() throws IOException {
    write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/thaw\n");
    write("sys/fs/cgroup/memory/thaw/memory.oom_control", "under_oom 0\noom_kill 4\n");

    assertThat(OomKills.count(root)).hasValue(4);
  }

  @Test
  void looksAtTheTopWhereAContainerHidesThePath() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/pod7\n");
    write("sys/fs/cgroup/memory.events", "oom_kill 5\n");

    assertThat(OomKills.count(root)).hasValue(5);
  }

  @Test
  void countsThoseOfTheMachineOtherwise() throws IOException {
    write("proc/vmstat", "pgfault 1\noom_kill 9\n");

    assertThat(OomKills.count(root)).hasValue(9);
  }

  @Test
  void knowsNothingWhereTheKernelDoesNotTell() {
    assertThat(OomKills.count(root)).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
