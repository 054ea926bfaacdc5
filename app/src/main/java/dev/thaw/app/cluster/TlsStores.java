package dev.thaw.app.cluster;

import com.typesafe.config.Config;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;

/**
 * The key stores with which a node shows who it is and knows the others. The actor system opens
 * them when it first speaks to somebody, too late to tell whoever started it.
 */
public final class TlsStores {

  private static final String ARTERY = "pekko.remote.artery.";
  private static final String READER = "org.apache.pekko.remote.artery.tcp.ConfigSSLEngineProvider";

  private TlsStores() {}

  /**
   * Opens them, if there is to be TLS.
   *
   * @throws IllegalArgumentException if one cannot be opened; the message is for people
   */
  public static void check(Config config) {
    if (config.getString(ARTERY + "transport").equals("tls-tcp")
        && config.getString(ARTERY + "ssl.ssl-engine-provider").equals(READER)) {
      check(config, "key-store");
      check(config, "trust-store");
    }
  }

  private static void check(Config config, String key) {
    String path = ARTERY + "ssl.config-ssl-engine." + key;
    String file = config.getString(path);
    try {
      KeyStore.getInstance(new File(file), config.getString(path + "-password").toCharArray());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "%s (%s) must be a key store that THAW_TLS_PASSWORD opens: %s\nMaybe THAW_TLS_%s must name the file that thaw certificates has made."
              .formatted(
                  path,
                  file,
                  unusable.getMessage(),
                  key.replace('-', '_').toUpperCase(Locale.ROOT)),
          unusable);
    }
  }
}
