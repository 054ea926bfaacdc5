package dev.thaw.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that {@code build/Image.java} makes of a small stand-in for an unpacked archive. */
final class ImageIT {

  @TempDir private Path place;

  @BeforeEach
  void archive() throws IOException {
    for (String file :
        List.of(
            "thaw/bin/thaw",
            "thaw/runtime/bin/java",
            "thaw/runtime/lib/modules",
            "thaw/lib/thaw-app.jar",
            "thaw/lib/pekko-actor.jar",
            "thaw/lib/classpath.txt",
            "thaw/conf/cluster.conf",
            "thaw/conf/systemd/thaw-worker.service",
            "thaw/LICENSE",
            "system/bin/sh",
            "system/etc/passwd")) {
      Path path = place.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
      if (file.contains("/bin/")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @Test
  void startsTheLauncherAsAUserOfItsOwn() throws Exception {
    JsonNode config = make("scratch", "image.tar").json("config.json").path("config");

    assertThat(config.path("Entrypoint"))
        .extracting(JsonNode::asText)
        .containsExactly("/opt/thaw/bin/thaw");
    assertThat(config.path("User").asText()).isEqualTo("10001:10001");
    assertThat(config.path("WorkingDir").asText()).isEqualTo("/var/lib/thaw");
    assertThat(config.path("Env"))
        .extracting(JsonNode::asText)
        .containsExactly("PATH=/opt/thaw/bin:/bin");
  }

  @Test
  void whatChangesRarelyLiesBelow() throws Exception {
    List<Map<String, TarArchiveEntry>> layers = make("scratch", "image.tar").layers();

    assertThat(layers.stream().map(ImageIT::filesOf))
        .containsExactly(
            List.of("bin/sh", "etc/passwd"),
            List.of(),
            List.of("opt/thaw/runtime/bin/java", "opt/thaw/runtime/lib/modules"),
            List.of("opt/thaw/lib/pekko-actor.jar"),
            List.of(
                "opt/thaw/LICENSE",
                "opt/thaw/bin/thaw",
                "opt/thaw/conf/cluster.conf",
                "opt/thaw/lib/classpath.txt",
                "opt/thaw/lib/thaw-app.jar"));
  }

  @Test
  void onlyRootMayChangeItAndEverybodyMayRunIt() throws Exception {
    Map<String, TarArchiveEntry> all = new TreeMap<>();
    make("scratch", "image.tar").layers().forEach(all::putAll);

    assertThat(octal(all, "opt/thaw/bin/thaw")).isEqualTo("755 0:0");
    assertThat(octal(all, "opt/thaw/conf/cluster.conf")).isEqualTo("644 0:0");
    assertThat(octal(all, "var/lib/thaw/")).isEqualTo("750 10001:10001");
    assertThat(octal(all, "tmp/")).isEqualTo("777 0:0");
  }

  @Test
  void isTheSameBitForBitTheNextTime() throws Exception {
    make("scratch", "one.tar");
    make("scratch", "two.tar");

    assertThat(place.resolve("one.tar")).hasSameBinaryContentAs(place.resolve("two.tar"));
  }

  @Test
  void liesOnTopOfAnotherImage() throws Exception {
    Tar base = make("scratch", "base.tar");
    Tar made = make("tar://" + place.resolve("base.tar"), "image.tar");

    assertThat(made.json("manifest.json").at("/0/Layers"))
        .startsWith(base.json("manifest.json").at("/0/Layers/0"))
        .hasSize(9);
    assertThat(made.layers().subList(5, 9).stream().map(ImageIT::filesOf))
        .noneMatch(files -> files.contains("bin/sh"));
  }

  @Test
  void refusesToHoldSecrets() throws Exception {
    Files.writeString(place.resolve("thaw/conf/keystore.p12"), "");

    assertThat(image("scratch", "image.tar")).contains("keystore.p12", "is no place for secrets");
    assertThat(place.resolve("image.tar")).doesNotExist();
  }

  private Tar make(String base, String name) throws Exception {
    String said = image(base, name);
    assertThat(place.resolve(name)).as(said).exists();
    return new Tar(read(Files.readAllBytes(place.resolve(name))));
  }

  /** Runs the program as {@code build/image.sh} does, and returns what it says. */
  private String image(String base, String name) throws Exception {
    String classPath = System.getProperty("surefire.test.class.path");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--class-path",
                classPath == null ? System.getProperty("java.class.path") : classPath,
                Deployed.ROOT.resolve("build/Image.java").toString(),
                place.resolve("thaw").toString(),
                base,
                place.resolve("system").toString(),
                "thaw:test",
                place.resolve(name).toString())
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("said").toFile())
            .start();
    process.waitFor();
    return Files.readString(place.resolve("said"));
  }

  private static List<String> filesOf(Map<String, TarArchiveEntry> layer) {
    return layer.keySet().stream().filter(name -> !name.endsWith("/")).sorted().toList();
  }

  private static String octal(Map<String, TarArchiveEntry> all, String name) {
    TarArchiveEntry entry = all.get(name);
    assertThat(entry).as(name).isNotNull();
    return "%o %d:%d"
        .formatted(entry.getMode() & 0777, entry.getLongUserId(), entry.getLongGroupId());
  }

  private static Map<String, Entry> read(byte[] tar) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new Entry(entry, ByteBuffer.wrap(in.readAllBytes())));
      }
    }
    return entries;
  }

  private record Entry(TarArchiveEntry head, ByteBuffer content) {}

  /** A saved image. */
  private record Tar(Map<String, Entry> entries) {

    JsonNode json(String name) throws IOException {
      return new ObjectMapper().readTree(bytes(name));
    }

    private byte[] bytes(String name) {
      Entry entry = entries.get(name);
      if (entry == null) {
        throw new AssertionError("%s is not among %s.".formatted(name, entries.keySet()));
      }
      return entry.content().array();
    }

    /** What is in each layer, the lowest first. */
    List<Map<String, TarArchiveEntry>> layers() throws IOException {
      List<Map<String, TarArchiveEntry>> layers = new ArrayList<>();
      for (JsonNode layer : json("manifest.json").at("/0/Layers")) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes(layer.asText())))) {
          Map<String, TarArchiveEntry> heads = new TreeMap<>();
          read(in.readAllBytes()).forEach((name, entry) -> heads.put(name, entry.head()));
          layers.add(heads);
        }
      }
      return layers;
    }
  }
}
