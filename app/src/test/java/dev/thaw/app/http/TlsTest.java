package dev.thaw.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.app.certificates.PemFiles;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.fixture.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API behind a certificate. */
final class TlsTest {
  private static final String PASSWORD = "secret-of-a-test";

  @TempDir Path folder;

  @Test
  void servesTheCertificateThatIsThereNow() throws Exception {
    Path one = make("one");
    Path two = make("two");
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    Path trusted = folder.resolve("trusted.pem");
    write(two, certificate, key);
    Files.copy(certificate, trusted);
    write(one, certificate, key);
    Files.writeString(trusted, Files.readString(trusted) + Files.readString(certificate));
    SSLContext trust = PemFiles.client(trusted);

    try (var server =
        TestServer.start(
            "thaw.http.tls.certificate = \"%s\"".formatted(certificate),
            "thaw.http.tls.key = \"%s\"".formatted(key))) {
      assertThat(server.server().scheme()).isEqualTo("https");
      String url = server.url().replace("http:", "https:");
      try (var desk = RemoteDesk.at(url, null, trust)) {
        assertThat(desk.list().toCompletableFuture().join()).isEmpty();
        assertThat(desk.isOverheard()).isFalse();
      }
      assertThat(shown(server, trust)).isEqualTo("CN=one");

      Files.writeString(certificate, "half of it");
      later(certificate, 1);
      assertThat(shown(server, trust)).isEqualTo("CN=one");

      write(two, certificate, key);
      later(certificate, 2);
      assertThat(shown(server, trust)).isEqualTo("CN=two");
    }

    Path other = Files.writeString(folder.resolve("other.pem"), "no key");
    assertThatThrownBy(
            () ->
                TestServer.start(
                        "thaw.http.tls.certificate = \"%s\"".formatted(certificate),
                        "thaw.http.tls.key = \"%s\"".formatted(other))
                    .close())
        .hasStackTraceContaining("thaw.http.tls.certificate (%s)".formatted(certificate))
        .hasStackTraceContaining("BEGIN PRIVATE KEY")
        .hasStackTraceContaining("Maybe ");
  }

  /** A key with a certificate of its own. */
  private Path make(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    var command =
        "-genkeypair -alias node -storepass %s -dname CN=%s -keyalg EC -groupname secp256r1 -validity 9 -ext san=ip:127.0.0.1 -keystore"
            .formatted(PASSWORD, name);
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.add(store.toString());
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    return store;
  }

  private static String shown(TestServer server, SSLContext trust) throws Exception {
    try (var socket =
        (SSLSocket)
            trust
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort())) {
      socket.startHandshake();
      var first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return first.getSubjectX500Principal().getName();
    }
  }

  /** Whatever the file system's clock can tell apart. */
  private static void later(Path file, int number) throws Exception {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(number * 10L)));
  }

  private static void write(Path store, Path certificate, Path key) throws Exception {
    KeyStore opened = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    StringBuilder chain = new StringBuilder();
    for (Certificate each : opened.getCertificateChain("node")) {
      chain.append(pem("CERTIFICATE", each.getEncoded()));
    }
    Files.writeString(certificate, chain);
    Files.writeString(
        key, pem("PRIVATE KEY", opened.getKey("node", PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String kind, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded), kind);
  }
}
