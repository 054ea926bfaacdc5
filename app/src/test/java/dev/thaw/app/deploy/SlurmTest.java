package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.fixture.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The batch file in {@code conf/slurm}, among stand-ins for Slurm and Thaw that take notes. */
final class SlurmTest {

  private static final Path SCRIPT = Deployed.CONF.resolve("slurm/thaw.sbatch");

  private static final int SIGUSR1 = 10;

  /** Two nodes; asked to queue again, it notes the job. */
  private static final String SCONTROL =
      """
      #!/bin/sh
      case $1 in
        show) [ "$3" = 'gpu-[1-2]' ] && printf 'gpu-1\\ngpu-2\\n' ;;
        *) echo "scontrol $*" >>"$NOTES/all" ;;
      esac
      """;

  /**
   * Starts the command once a node. As the real one it hands SIGUSR1 on, here to all processes of
   * both nodes, and kills them all at a SIGTERM.
   */
  private static final String SRUN =
      """
      #!/bin/bash
      echo "srun $*" >>"$NOTES/srun"
      while case $1 in --*) true ;; *) false ;; esac; do shift; done
      set -m # a process group for each node
      trap 'kill -USR1 -- "-$one" "-$two"' USR1
      trap 'echo "srun: forcing job termination" >>"$NOTES/all"; kill -KILL -- "-$one" "-$two"' TERM HUP QUIT
      SLURMD_NODENAME=gpu-1 "$@" & one=$!
      echo "$one" >"$NOTES/task-gpu-1"
      SLURMD_NODENAME=gpu-2 "$@" & two=$!
      while kill -0 "$one" 2>/dev/null || kill -0 "$two" 2>/dev/null; do wait; done
      """;

  /**
   * A node that notes how it was started, and leaves when it is told to, once even if it is told
   * again; a client of one server.
   */
  private static final String THAW =
      """
      #!/bin/bash
      case $1 in
        create) echo "$*; server $THAW_SERVER" >>"$NOTES/all"; echo '{"study":"digits","created":true}'; exit ;;
        wait)
          echo "$*" >>"$NOTES/all"
          while [ ! -e "$NOTES/ended" ]; do read -rt 0.05 <> <(:); done
          exit ;;
      esac
      all=$*; name=${all##*--name }; name=${name%% *}
      trap 'trap "" TERM; echo "left $name" >>"$NOTES/all"; exit 0' TERM
      { echo "$*"; env | grep ^THAW_; grep ^SigIgn: "/proc/$$/status"; } >"$NOTES/$name.part" && mv "$NOTES/$name.part" "$NOTES/$name"
      while [ ! -e "$NOTES/crash-$name" ]; do read -rt 0.05 <> <(:); done
      exit 1
      """;

  @TempDir private Path place;
  private Path notes = Path.of("");
  private @Nullable Process job;

  @BeforeEach
  void standIns() throws IOException {
    assumeTrue(Programs.has("bash"), "there is no bash");
    notes = Files.createDirectory(place.resolve("notes"));
    program("bin/scontrol", SCONTROL);
    program("bin/srun", SRUN);
    program("thaw/thaw", THAW);
    write("thaw/conf/cluster.conf", "");
    write(
        "home/.config/thaw/journal.env",
        """
        # the journal
        THAW_JOURNAL_URL=jdbc:postgresql://db/thaw?sslmode=verify-full&currentSchema=me

        THAW_JOURNAL_PASSWORD='p& $HOME `id` \\"\
        """);
  }

  @AfterEach
  void endTheJob() throws InterruptedException {
    if (job != null && job.isAlive()) {
      job.descendants().forEach(ProcessHandle::destroyForcibly);
      job.destroyForcibly().waitFor();
    }
  }

  private Process running() {
    return Objects.requireNonNull(job, "job");
  }

  @Test
  void startsASupervisorAndAWorkerOnEachNodeWhichJoinIt() throws Exception {
    start(Map.of());
    String config = place.resolve("thaw/conf/cluster.conf").toString();
    String studies = place.resolve("submitted/studies").toString();

    assertThat(noted("supervisor-gpu-1").getFirst())
        .isEqualTo(
            "node --config %s --role supervisor --join gpu-1:24711 --host gpu-1 --port 24711 --name supervisor-gpu-1 --dir %s"
                .formatted(config, studies));
    for (String node : List.of("gpu-1", "gpu-2")) {
      assertThat(noted(node).getFirst())
          .isEqualTo(
              "node --config %s --role worker --join gpu-1:24711 --port 0 --dir %s --host %s --name %s"
                  .formatted(config, studies, node, node));
    }
    assertThat(noted("srun").getFirst())
        .startsWith(
            "srun --ntasks=2 --ntasks-per-node=1 --cpus-per-task=32 --gpus-per-task=4 --no-kill"
                + " --kill-on-bad-exit=0 --label ");
  }

  @Test
  void onlyTheSupervisorKnowsTheJournal() throws Exception {
    start(Map.of());

    assertThat(noted("supervisor-gpu-1"))
        .contains(
            "THAW_JOURNAL_URL=jdbc:postgresql://db/thaw?sslmode=verify-full&currentSchema=me",
            "THAW_JOURNAL_PASSWORD='p& $HOME `id` \\\"",
            "THAW_GPUS_PER_TRIAL=0");
    assertThat(noted("gpu-2")).noneMatch(line -> line.matches("THAW_(JOURNAL|GPUS).*"));
  }

  @Test
  void whenTheTimeIsNearlyOverAllLeaveAndTheJobQueuesAgain() throws Exception {
    start(Map.of());
    running().destroy();

    assertThat(exitCode()).isZero();
    assertThat(noted("all").subList(0, 2)).containsExactlyInAnyOrder("left gpu-1", "left gpu-2");
    assertThat(noted("all").subList(2, 4))
        .containsExactly("left supervisor-gpu-1", "scontrol requeue 4711");
  }

  @Test
  void ofAllSignalsWorkersAndTheirScriptsIgnoreOnlyTheOneOfSrun() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "there is no /proc");
    start(Map.of());

    assertThat(ignored("gpu-1")).isEqualTo(ignored("supervisor-gpu-1") | 1L << (SIGUSR1 - 1));
  }

  @Test
  void aWorkerThatSlurmTellsToEndLeavesAsWell() throws Exception {
    start(Map.of());
    long task = Long.parseLong(noted("task-gpu-1").getFirst());
    assertThat(ProcessHandle.of(task)).get().matches(ProcessHandle::destroy);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(notes.resolve("all")) && !noted("all").isEmpty());
    assertThat(noted("all")).containsExactly("left gpu-1");
    assertThat(running().isAlive()).isTrue();
  }

  @Test
  void takesPortsThatNobodyElseGivesAway() throws Exception {
    start(Map.of("SLURM_JOB_ID", "129999"));

    assertThat(noted("supervisor-gpu-1"))
        .anyMatch(line -> line.contains(" --port 24999 "))
        .contains("THAW_HTTP_PORT=29999");
  }

  @Test
  void refusesALineThatIsNoValueWithoutShowingIt() throws Exception {
    write("home/.config/thaw/journal.env", "# the journal\nexport THAW_JOURNAL_PASSWORD=secret\n");
    run(Map.of());

    assertThat(exitCode()).isEqualTo(2);
    assertThat(Files.readString(place.resolve("output")))
        .contains("line 2 of ", "/journal.env must be NAME=value.", "the word export")
        .doesNotContain("secret");
  }

  @Test
  void doesNotQueueAgainIfNotWanted() throws Exception {
    start(Map.of("THAW_REQUEUE", "no"));
    running().destroy();

    assertThat(exitCode()).isZero();
    assertThat(noted("all")).hasSize(3).noneMatch(line -> line.startsWith("scontrol"));
  }

  @Test
  void endsWithTheStudiesThatItWasGiven() throws Exception {
    start(Map.of(), "study.yaml");
    Files.createFile(notes.resolve("ended"));

    assertThat(exitCode()).isZero();
    assertThat(noted("all"))
        .startsWith("create -f study.yaml --json; server http://127.0.0.1:29711", "wait digits")
        .contains("left gpu-1", "left gpu-2")
        .endsWith("left supervisor-gpu-1")
        .noneMatch(line -> line.startsWith("scontrol"));
  }

  @Test
  void aSupervisorThatCrashesEndsTheJobAsAFault() throws Exception {
    start(Map.of());
    Files.createFile(notes.resolve("crash-supervisor-gpu-1"));

    assertThat(exitCode()).isOne();
    assertThat(noted("all")).containsExactlyInAnyOrder("left gpu-1", "left gpu-2");
  }

  @Test
  void refusesToStartWithoutAJournal() throws Exception {
    Files.delete(place.resolve("home/.config/thaw/journal.env"));
    run(Map.of());

    assertThat(exitCode()).isEqualTo(2);
    assertThat(Files.readString(place.resolve("output")))
        .contains("THAW_JOURNAL_URL () must name the PostgreSQL that keeps the studies.")
        .contains("Maybe write it into");
  }

  @Test
  void isToldEarlyEnough() {
    Matcher signal =
        Pattern.compile("#SBATCH --signal=B:TERM@([0-9]+)").matcher(Deployed.text(SCRIPT));

    assertThat(signal.find()).isTrue();
    assertThat(Duration.ofSeconds(Long.parseLong(signal.group(1))))
        .isGreaterThan(Deployed.leavesWithin().multipliedBy(2));
    assertThat(Deployed.text(SCRIPT)).contains("\n#SBATCH --requeue\n");
  }

  @Test
  void shellcheckHasNothingAgainstIt() throws Exception {
    assumeTrue(Programs.has("shellcheck"), "there is no shellcheck");
    for (String script : List.of("conf/slurm/thaw.sbatch", "build/image.sh", "build/launcher.sh")) {
      Process check =
          new ProcessBuilder("shellcheck", Deployed.ROOT.resolve(script).toString())
              .inheritIO()
              .start();
      assertThat(check.waitFor()).as(script).isZero();
    }
  }

  /** Runs the script until all nodes have started. */
  private void start(Map<String, String> more, String... arguments) throws IOException {
    run(more, arguments);
    for (String node : List.of("supervisor-gpu-1", "gpu-1", "gpu-2")) {
      Awaitility.await(node)
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(notes.resolve(node)));
    }
    if (arguments.length > 0) {
      Awaitility.await("wait")
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(notes.resolve("all")) && noted("all").size() == 2);
    }
  }

  private void run(Map<String, String> more, String... arguments) throws IOException {
    var command = new ProcessBuilder("bash", SCRIPT.toString());
    command.command().addAll(List.of(arguments));
    Map<String, String> environment = command.environment();
    environment.clear();
    environment.putAll(
        Map.of(
            "PATH",
            place.resolve("bin") + ":/usr/bin:/bin",
            "HOME",
            place.resolve("home").toString(),
            "NOTES",
            notes.toString(),
            "THAW_PROGRAM",
            place.resolve("thaw/thaw").toString(),
            "SLURM_JOB_ID",
            "4711",
            "SLURM_JOB_NODELIST",
            "gpu-[1-2]",
            "SLURM_SUBMIT_DIR",
            place.resolve("submitted").toString(),
            "SLURM_CPUS_PER_TASK",
            "32",
            "SLURM_GPUS_PER_TASK",
            "4"));
    environment.putAll(more);
    job =
        command.redirectErrorStream(true).redirectOutput(place.resolve("output").toFile()).start();
  }

  private int exitCode() throws Exception {
    assertThat(running().waitFor(60, TimeUnit.SECONDS)).isTrue();
    return running().exitValue();
  }

  private long ignored(String node) throws IOException {
    String line =
        noted(node).stream().filter(each -> each.startsWith("SigIgn:")).findFirst().orElseThrow();
    return Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
  }

  private List<String> noted(String name) throws IOException {
    return Files.readAllLines(notes.resolve(name));
  }

  private void program(String path, String text) throws IOException {
    Path file = write(path, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path write(String path, String text) throws IOException {
    Path file = place.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
