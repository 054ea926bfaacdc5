package dev.thaw.app.http;

import dev.thaw.app.certificates.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the API as it is now: both files are looked at for each connection, and read
 * again when one has changed. If the new ones do not fit together, which they may not while one of
 * them is being replaced, those before them are used on.
 */
final class LiveTls {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTls.class);

  private final Path certificate;
  private final Path key;
  private List<FileTime> times;
  private SSLContext context;

  private LiveTls(Path certificate, Path key) throws IOException, GeneralSecurityException {
    this.certificate = certificate;
    this.key = key;
    this.times = times();
    this.context = PemFiles.server(certificate, key);
  }

  /**
   * Opens the files of the settings; empty if they name none.
   *
   * @throws IllegalArgumentException if they cannot be used; the message is for people
   */
  static Optional<LiveTls> open(AccessSettings settings) {
    if (settings.certificate().isEmpty() || settings.key().isEmpty()) {
      return Optional.empty();
    }
    Path certificate = settings.certificate().get();
    Path key = settings.key().get();
    try {
      return Optional.of(new LiveTls(certificate, key));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "thaw.http.tls.certificate (%s) and tls.key (%s) must be a certificate and its key in PEM: %s\nMaybe the key has a password, or another layout: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
              .formatted(certificate, key, unusable.getMessage()),
          unusable);
    }
  }

  private List<FileTime> times() throws IOException {
    return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
  }

  /** An end of a new connection, on the server's side. */
  synchronized SSLEngine engine() {
    try {
      List<FileTime> now = times();
      if (!now.equals(times)) {
        times = now;
        context = PemFiles.server(certificate, key);
        LOG.info("thaw.http.tls.certificate ({}) was read again", certificate);
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      LOG.error(
          "the certificate that was read before is used on: thaw.http.tls.certificate ({}): {}",
          certificate,
          unusable.getMessage());
    }
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    return engine;
  }
}
