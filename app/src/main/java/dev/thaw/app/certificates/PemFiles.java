package dev.thaw.app.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and keys in PEM, as certificate authorities hand them out. */
public final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");
  private static final byte[] PROBE = "thaw".getBytes(StandardCharsets.US_ASCII);

  /** In memory only; a key store wants one. */
  private static final char[] NO_PASSWORD = {};

  private PemFiles() {}

  /**
   * What a server shows to its clients.
   *
   * @param certificate its certificate, then those that signed it
   * @param key in PKCS 8 without a password
   * @throws IllegalArgumentException if a file has something else; the message is for people
   */
  public static SSLContext server(Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    List<? extends Certificate> chain = certificates(certificate);
    PrivateKey secret = key(key);
    if (!belong(chain.getFirst(), secret)) {
      throw new IllegalArgumentException(
          "%s is not the key of the first certificate of %s.".formatted(key, certificate));
    }
    KeyStore store = empty();
    store.setKeyEntry("server", secret, NO_PASSWORD, chain.toArray(Certificate[]::new));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /**
   * What a client believes: servers whose certificates are signed by those of a file, and no
   * others.
   *
   * @throws IllegalArgumentException if the file has something else; the message is for people
   */
  public static SSLContext client(Path authorities) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate authority : certificates(authorities)) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var found =
        List.copyOf(
            factory.generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
    if (found.isEmpty()) {
      throw new IllegalArgumentException(file + " has no certificate in PEM.");
    }
    return found;
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IllegalArgumentException(file + " has no BEGIN PRIVATE KEY.");
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException other) {
        // It is of another kind; the next one is tried.
      }
    }
    throw new IllegalArgumentException("%s must have a key of %s.".formatted(file, KINDS));
  }

  private static boolean belong(Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "Ed25519";
        };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(PROBE);
    byte[] signed = signing.sign();
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())
        && !algorithm.equals("Ed25519")) {
      return false;
    }
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(PROBE);
    return checking.verify(signed);
  }
}
