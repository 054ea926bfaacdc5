package dev.thaw.app.cli;

import dev.thaw.app.certificates.BadCertificatesException;
import dev.thaw.app.certificates.Certificates;
import dev.thaw.app.certificates.NodeName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the certificates by which the nodes of a cluster know each other. */
@Command(
    name = "certificates",
    description = "Makes the certificates by which the nodes of a cluster know each other.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: thaw certificates --out tls gpu-1 gpu-2=gpu-2.example.org,10.0.0.2",
      "",
      "Copy the folder of each node to it, and use conf/tls.conf. The folder authority stays where"
          + " it is; the same command signs further nodes with it. Each node gets a password of its"
          + " own in tls.env, unless THAW_TLS_PASSWORD gives one for all."
    })
final class CertificatesCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the authority and of all certificates.")
  private Path folder;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How long the certificates are valid (${DEFAULT-VALUE}).")
  private int days = 1095;

  @Option(
      names = "--json",
      description = "One JSON object {authority, days, nodes}, of nodes {folder, addresses}.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME[=ADDRESS,...]",
      description = "A node, and the host names and IP addresses at which others reach it.")
  private List<String> names;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (days < 1 || days > 3650) {
      throw new UserMistake("--days (%d) must be from 1 to 3650.".formatted(days));
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UserMistake("--out (%s) must be a folder, or nothing yet.".formatted(folder));
    }
    try {
      List<NodeName> nodes = names.stream().map(NodeName::parse).toList();
      make(nodes);
    } catch (BadCertificatesException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
    return ExitCode.OK;
  }

  private void make(List<NodeName> nodes) throws IOException, InterruptedException {
    var certificates =
        new Certificates(
            folder,
            Optional.ofNullable(System.getenv("THAW_TLS_PASSWORD")),
            Path.of(System.getProperty("java.home")));
    boolean added = certificates.hasAuthority();
    List<Path> made = certificates.issue(nodes, days);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(object(made, nodes)));
    } else {
      list(out, added, made, nodes);
    }
    out.flush();
    certificates.exposed().forEach(this::warn);
  }

  private Map<String, Object> object(List<Path> made, List<NodeName> nodes) {
    List<Map<String, Object>> each = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("folder", made.get(i).toString());
      node.put("addresses", nodes.get(i).addresses());
      each.add(node);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("authority", folder.resolve("authority").toString());
    object.put("days", days);
    object.put("nodes", each);
    return object;
  }

  private void list(PrintWriter out, boolean added, List<Path> made, List<NodeName> nodes) {
    out.println(
        "%s  %s"
            .formatted(
                folder.resolve("authority"),
                added ? "the authority that was there" : "a new authority; keep it here"));
    for (int i = 0; i < made.size(); i++) {
      String addresses = String.join(", ", nodes.get(i).addresses());
      out.println("%s  for %s, %d days".formatted(made.get(i), addresses, days));
    }
  }

  private void warn(Path file) {
    spec.commandLine()
        .getErr()
        .println(
            "warning: %s can be read by others than its owner.%nMaybe say: chmod 600 %s"
                .formatted(file, file));
  }
}
