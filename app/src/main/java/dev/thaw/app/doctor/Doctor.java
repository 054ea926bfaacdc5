package dev.thaw.app.doctor;

import dev.thaw.app.view.Terminal;
import dev.thaw.workers.launch.SearchPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks over the machine.
 *
 * @param environment the variables of the environment
 * @param studies the folder for studies, which need not exist
 * @param temporary the folder for temporary files
 */
public record Doctor(Map<String, String> environment, Path studies, Path temporary) {

  private static final Duration SHORT = Duration.ofSeconds(15);

  /** Longer than an inventory waits for both of its sources. */
  private static final Duration DRIVER = Duration.ofSeconds(45);

  private static final Duration START = Duration.ofSeconds(10);
  private static final Duration LOAD = Duration.ofSeconds(60);

  public Doctor {
    environment = Map.copyOf(environment);
  }

  /** A doctor for this process and this machine. */
  public static Doctor ofProcess(Path studies) {
    return new Doctor(
        System.getenv(), studies, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  /**
   * Looks at everything side by side. Takes a second or two, or as long as PyTorch takes to load;
   * never more than a minute and a half, whatever hangs.
   *
   * @return at least one finding for each thing, in a fixed order
   */
  public List<Finding> examine() {
    String path = environment.getOrDefault("PATH", SearchPath.USUAL);
    var python = Look.begin("Python", LOAD.plus(SHORT), new PythonLook(path, START, LOAD)::read);
    var gpus = Look.begin("GPU", DRIVER, () -> Graphics.read(environment));
    var java = Look.begin("Java", SHORT, JavaRuntime::read);
    var machine = Look.begin("machine", SHORT, Machine::read);
    var networks = Look.begin("ND4J", SHORT, () -> Networks.read(classes(), environment));
    var tools = Look.begin("programs", SHORT, () -> Tools.read(path));
    var disk = Look.begin("disk", SHORT, () -> Disk.read(studies));
    var journal = Look.begin("journal", SHORT, () -> Journal.tryIn(Disk.existing(studies)));
    var temporaries = Look.begin("temporary", SHORT, () -> TemporaryFolder.read(temporary));

    List<Finding> findings = new ArrayList<>();
    findings.addAll(java.findings(JavaRuntime::findings));
    findings.addAll(machine.findings(Machine::findings));
    findings.addAll(gpus.findings(Graphics::findings));
    findings.addAll(networks.findings(Networks::findings));
    int count = gpus.facts().map(facts -> facts.inventory().gpus().size()).orElse(0);
    findings.addAll(python.findings(facts -> facts.findings(count)));
    findings.addAll(tools.findings(Tools::findings));
    findings.addAll(disk.findings(Disk::findings));
    findings.addAll(journal.findings(Doctor::ofJournal));
    findings.addAll(temporaries.findings(TemporaryFolder::findings));
    findings.add(cluster());
    findings.addAll(Screen.findings(Terminal.ofProcess()));
    return List.copyOf(findings);
  }

  private static List<Finding> ofJournal(Optional<Journal> journal) {
    return journal.map(Journal::findings).orElse(List.of());
  }

  private static ClassLoader classes() {
    return Doctor.class.getClassLoader();
  }

  private static Finding cluster() {
    return Finding.ok("cluster", "none: a study is one process, and opens no port");
  }
}
