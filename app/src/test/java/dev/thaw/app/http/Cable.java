package dev.thaw.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a server that can be pulled and plugged in again. */
public final class Cable implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cable.class);
  private final InetSocketAddress server;
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean pulled;

  /** A connection to a server, plugged in. */
  public Cable(InetSocketAddress server) throws IOException {
    this.server = server;
    Thread.ofVirtual().start(this::accept);
  }

  /** Where the server is reached through it. */
  public String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/";
  }

  /** Cuts all connections, and every one that comes. */
  public void pull() throws IOException {
    pulled = true;
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** Lets connections through again. */
  public void plugIn() {
    pulled = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        if (pulled) {
          near.close();
          continue;
        }
        var far = new Socket(server.getAddress(), server.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> carry(near, far));
        Thread.ofVirtual().start(() -> carry(far, near));
      } catch (IOException refused) {
        LOG.debug("a connection was refused", refused);
      }
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] bytes = new byte[8192];
      int read = in.read(bytes);
      while (read >= 0) {
        to.getOutputStream().write(bytes, 0, read);
        to.getOutputStream().flush();
        read = in.read(bytes);
      }
    } catch (IOException broken) {
      LOG.debug("a connection ends", broken);
    }
  }

  @Override
  public void close() throws IOException {
    pull();
    listening.close();
  }
}
