package dev.thaw.app.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with an authority and the certificates that it has signed:
 *
 * <pre>
 * authority/authority.p12    the key that signs; stays here
 * authority/authority.pem    its certificate
 * NAME/keystore.p12          a node's key, with a certificate for its addresses
 * NAME/truststore.p12        the authority's certificate: whom the node believes
 * NAME/tls.env               the password of both, unless one was given
 * </pre>
 *
 * <p>Keys are of elliptic curves (P-256). An authority is valid for ten years. Files can be read by
 * their owner only. What has its name is complete, and is never overwritten.
 */
public final class Certificates {

  /** The folder of the authority, and the alias of its certificate. */
  static final String AUTHORITY = "authority";

  private static final String NODE = "node";
  private static final int DAYS_OF_AUTHORITY = 3650;

  private final Path folder;
  private final Optional<String> password;
  private final Keytool keytool;

  /**
   * Opens a folder, which need not be there.
   *
   * @param password the password of all key stores; empty to make one for each
   * @param javaHome the Java runtime whose keytool does the work
   * @throws BadCertificatesException if the password is too short or there is no keytool
   */
  public Certificates(Path folder, Optional<String> password, Path javaHome) {
    Secrets.check(password);
    this.folder = folder;
    this.password = password;
    this.keytool = Keytool.of(javaHome);
  }

  /** Whether the folder has an authority, which will sign further nodes. */
  public boolean hasAuthority() {
    return Files.exists(folder.resolve(AUTHORITY));
  }

  /**
   * Makes certificates for nodes, and an authority first if there is none. All names are looked at
   * before anything is written.
   *
   * @param days how long they are valid
   * @return the nodes' folders
   * @throws BadCertificatesException if a node is there already or keytool refuses
   */
  public List<Path> issue(List<NodeName> nodes, int days) throws IOException, InterruptedException {
    refuseToOverwrite(nodes);
    Files.createDirectories(folder);
    if (!hasAuthority()) {
      make(AUTHORITY, this::makeAuthority);
    }
    List<Path> made = new ArrayList<>();
    for (NodeName node : nodes) {
      made.add(make(node.name(), place -> makeNode(node, place, days)));
    }
    return made;
  }

  /** Returns the files of the folder that others than their owner may read. */
  public List<Path> exposed() throws IOException {
    return Secrets.exposed(folder);
  }

  private void refuseToOverwrite(List<NodeName> nodes) {
    var seen = new LinkedHashSet<String>();
    for (NodeName node : nodes) {
      Path place = folder.resolve(node.name());
      if (Files.exists(place)) {
        throw new BadCertificatesException(
            "%s must not be there yet: certificates are not overwritten.\nMaybe delete it first, if the node is to get a new one."
                .formatted(place));
      }
      if (!seen.add(node.name())) {
        throw new BadCertificatesException(
            "node %s must be named once.\nMaybe give all its addresses at once: %s=%s"
                .formatted(node.name(), node.name(), String.join(",", node.addresses())));
      }
    }
  }

  /** Fills a folder. */
  private interface Filling {
    void fill(Path place) throws IOException, InterruptedException;
  }

  /** Fills a folder under another name first, so that what has its name is complete. */
  private Path make(String name, Filling filling) throws IOException, InterruptedException {
    Path unfinished = folder.resolve("." + name + ".unfinished");
    delete(unfinished);
    Secrets.makeFolder(unfinished);
    try {
      filling.fill(unfinished);
      Secrets.lock(unfinished);
      return Files.move(unfinished, folder.resolve(name));
    } finally {
      delete(unfinished);
    }
  }

  private static void delete(Path unfinished) throws IOException {
    if (Files.exists(unfinished)) {
      try (Stream<Path> all = Files.walk(unfinished)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void makeAuthority(Path place) throws IOException, InterruptedException {
    String secret = Secrets.choose(password, place);
    Path store = place.resolve("authority.p12");
    generate(store, secret, AUTHORITY, DAYS_OF_AUTHORITY, "bc:critical=ca:true,pathlen:0");
    keytool.run(
        store,
        secret,
        "-exportcert",
        "-rfc",
        "-alias",
        AUTHORITY,
        "-file",
        place.resolve("authority.pem").toString());
  }

  private void makeNode(NodeName node, Path place, int days)
      throws IOException, InterruptedException {
    String secret = Secrets.choose(password, place);
    Path store = place.resolve("keystore.p12");
    Path request = place.resolve("request.pem");
    Path chain = place.resolve("chain.pem");
    Path authority = folder.resolve(AUTHORITY).resolve("authority.pem");
    generate(store, secret, NODE, days, node.alternativeNames());
    keytool.run(store, secret, "-certreq", "-alias", NODE, "-file", request.toString());
    sign(node, request, chain, days);
    Files.writeString(chain, Files.readString(chain) + Files.readString(authority));
    keytool.run(
        store, secret, "-importcert", "-noprompt", "-alias", NODE, "-file", chain.toString());
    keytool.run(
        place.resolve("truststore.p12"),
        secret,
        "-importcert",
        "-noprompt",
        "-alias",
        AUTHORITY,
        "-file",
        authority.toString());
    Files.delete(request);
    Files.delete(chain);
  }

  private void generate(Path store, String secret, String alias, int days, String extension)
      throws IOException, InterruptedException {
    keytool.run(
        store,
        secret,
        "-genkeypair",
        "-alias",
        alias,
        "-dname",
        "CN=Thaw " + alias,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        Integer.toString(days),
        "-ext",
        extension,
        "-ext",
        alias.equals(AUTHORITY) ? "ku:critical=keyCertSign,cRLSign" : "ku=digitalSignature");
  }

  private void sign(NodeName node, Path request, Path certificate, int days)
      throws IOException, InterruptedException {
    Path home = folder.resolve(AUTHORITY);
    keytool.run(
        home.resolve("authority.p12"),
        Secrets.read(password, home),
        "-gencert",
        "-rfc",
        "-alias",
        AUTHORITY,
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString(),
        "-dname",
        "CN=" + node.name(),
        "-validity",
        Integer.toString(days),
        "-ext",
        node.alternativeNames(),
        "-ext",
        "ku:critical=digitalSignature",
        "-ext",
        "eku=serverAuth,clientAuth");
  }
}
