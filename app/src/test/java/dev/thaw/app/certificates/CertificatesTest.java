package dev.thaw.app.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of certificates, made by the keytool of the Java that runs this. */
final class CertificatesTest {

  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @TempDir private Path other;

  @BeforeAll
  static void makeTwoNodesAndAThirdLater() throws Exception {
    open(folder).issue(List.of(NodeName.parse("a=a.example.org,10.0.0.1"), NodeName.parse("b")), 5);
    open(folder).issue(List.of(NodeName.parse("c")), 5);
  }

  private static Certificates open(Path folder) {
    return new Certificates(folder, Optional.empty(), JAVA);
  }

  private static char[] password(String name) throws IOException {
    return Secrets.read(Optional.empty(), folder.resolve(name)).toCharArray();
  }

  private static KeyStore store(String node, String file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(node, file))) {
      store.load(in, password(node));
    }
    return store;
  }

  private static X509Certificate certificate(String node) throws Exception {
    return (X509Certificate) store(node, "keystore.p12").getCertificate("node");
  }

  private static X509Certificate believed(String node) throws Exception {
    return (X509Certificate) store(node, "truststore.p12").getCertificate("authority");
  }

  @Test
  void everyNodeIsSignedByTheAuthorityThatAllBelieve() throws Exception {
    for (String node : List.of("a", "b", "c")) {
      certificate(node).verify(believed("a").getPublicKey());
      assertThat(believed(node)).isEqualTo(believed("a"));
    }
  }

  @Test
  void aNodeHasItsKeyAndNobodyElses() throws Exception {
    KeyStore store = store("a", "keystore.p12");

    assertThat(store.getKey("node", password("a"))).isNotNull();
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.getCertificateChain("node")).hasSize(2);
    assertThat(store("a", "truststore.p12").size()).isEqualTo(1);
    assertThat(store("a", "truststore.p12").isKeyEntry("authority")).isFalse();
  }

  @Test
  void aCertificateIsForTheAddressesOfItsNode() throws Exception {
    assertThat(certificate("a").getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder("a.example.org", "10.0.0.1");
    assertThat(certificate("a").getSubjectX500Principal().getName()).isEqualTo("CN=a");
  }

  @Test
  void aNodeCannotSignOthers() throws Exception {
    assertThat(certificate("a").getBasicConstraints()).isEqualTo(-1);
    assertThat(believed("a").getBasicConstraints()).isZero();
  }

  @Test
  void aCertificateEndsAfterItsDays() throws Exception {
    X509Certificate certificate = certificate("a");

    assertThat(
            Duration.between(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofDays(5));
  }

  @Test
  void everyNodeHasAPasswordOfItsOwn() throws Exception {
    assertThat(password("a")).hasSizeGreaterThan(30).isNotEqualTo(password("b"));
    assertThat(Files.readString(folder.resolve("a", "tls.env"))).startsWith("THAW_TLS_PASSWORD=");
  }

  @Test
  void onlyTheOwnerCanReadWhatWasMade() throws IOException {
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(path -> !path.equals(folder)))
          .hasSize(4 + 4 * 3)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
    assertThat(open(folder).exposed()).isEmpty();
  }

  @Test
  void namesWhatOthersCanRead() throws IOException {
    Path file = Files.writeString(other.resolve("tls.env"), "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(open(other).exposed()).containsExactly(file);
  }

  @Test
  void overwritesNothingAndMakesNothingBesideIt() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("a", "keystore.p12"));

    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> open(folder).issue(List.of(NodeName.parse("d"), NodeName.parse("a")), 5))
        .withMessageContaining("must not be there yet")
        .withMessageContaining("Maybe delete it first");
    assertThat(folder.resolve("a", "keystore.p12")).hasBinaryContent(before);
    assertThat(folder.resolve("d")).doesNotExist();
  }

  @Test
  void refusesANodeThatIsNamedTwice() {
    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> open(other).issue(List.of(NodeName.parse("d"), NodeName.parse("d=e")), 5))
        .withMessageContaining("node d must be named once");
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void refusesAPasswordThatKeytoolWouldNotTake() {
    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> new Certificates(other, Optional.of("12345"), JAVA))
        .withMessageContaining("THAW_TLS_PASSWORD (5 characters) must have at least 6");
  }

  @Test
  void saysThatAnotherPasswordDoesNotOpenTheAuthority() throws Exception {
    new Certificates(other, Optional.of("secret-1"), JAVA).issue(List.of(NodeName.parse("d")), 5);
    var wrong = new Certificates(other, Optional.of("secret-2"), JAVA);

    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> wrong.issue(List.of(NodeName.parse("e")), 5))
        .withMessageContaining("authority.p12 failed")
        .withMessageContaining("Maybe THAW_TLS_PASSWORD is another than")
        .satisfies(bad -> assertThat(bad.getMessage()).doesNotContain("secret-2"));
    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> open(other).issue(List.of(NodeName.parse("e")), 5))
        .withMessageContaining("the password of")
        .withMessageContaining("Maybe set THAW_TLS_PASSWORD");
    assertThat(other.toFile().list()).containsExactlyInAnyOrder("authority", "d");
  }

  @Test
  void needsAKeytool() {
    assertThatExceptionOfType(BadCertificatesException.class)
        .isThrownBy(() -> new Certificates(folder, Optional.empty(), other))
        .withMessageContaining("keytool (" + other.resolve("bin", "keytool") + ") must be there");
  }
}
