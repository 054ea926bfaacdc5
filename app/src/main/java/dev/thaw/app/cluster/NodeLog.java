package dev.thaw.app.cluster;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** The log of the process of a node, which has neither a terminal of its own nor a folder. */
public final class NodeLog {

  private static final String OWN = "/logback-node.xml";

  private NodeLog() {}

  /**
   * Sends the log of this process to the standard error from now on, unless its operator has named
   * a configuration by {@code logback.configurationFile}.
   */
  public static void toStandardError() {
    if (System.getProperty("logback.configurationFile") == null
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      URL own = Objects.requireNonNull(NodeLog.class.getResource(OWN), OWN);
      context.reset();
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      try {
        configurator.doConfigure(own);
      } catch (JoranException broken) {
        throw new IllegalStateException("the configuration of the log cannot be read", broken);
      }
    }
  }
}
