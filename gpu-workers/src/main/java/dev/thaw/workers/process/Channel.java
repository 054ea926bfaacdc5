package dev.thaw.workers.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The Unix-domain socket between a worker and its script: one connection, one line a message. A
 * thread of its own reads, and turns all that happens into events, of which heartbeats are none.
 */
final class Channel implements AutoCloseable {

  /** A longer line is no message. */
  static final int LINE_LIMIT = 1 << 20;

  /** A script that says more than this before it is asked is not heard any more. */
  static final int UNREAD_LIMIT = 1000;

  private final Path path;
  private final ServerSocketChannel server;
  private final BlockingQueue<Event> events;
  private final LineSplitter lines = new LineSplitter(LINE_LIMIT);
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("thaw-channel-writer").factory());
  private volatile @Nullable SocketChannel connection;
  private volatile boolean closed;
  private volatile boolean listensWhileTraining;

  /**
   * Listens at a path, which must be shorter than 100 bytes.
   *
   * @throws IOException if it cannot
   */
  Channel(Path path, BlockingQueue<Event> events) throws IOException {
    this.path = path;
    this.events = events;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    Thread.ofPlatform().daemon().name("thaw-channel").start(this::listen);
  }

  /** Whether the script has shown that it hears a stop in the middle of an epoch. */
  boolean listensWhileTraining() {
    return listensWhileTraining;
  }

  /**
   * Sends one line, on a thread that nobody interrupts: an interrupt closes a channel that is being
   * written to, and a script that is to be stopped could not be told so any more. Whoever is
   * interrupted meanwhile has still sent the line. The thread that closes must be the one that
   * sends.
   *
   * @throws IOException if the script has not connected, or has closed the connection
   */
  void send(String line) throws IOException, InterruptedException {
    SocketChannel open = connection;
    if (open == null) {
      throw new IOException("The script has not connected.");
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    try {
      writer.submit(() -> write(open, bytes)).get();
    } catch (RejectedExecutionException e) {
      throw new IOException("The connection was closed.", e);
    } catch (ExecutionException e) {
      throw new IOException("The line could not be sent: " + e.getCause(), e);
    }
  }

  private static boolean write(SocketChannel open, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
    return true;
  }

  /**
   * Lets the reader come to its end after the script has ended, whether it had ever connected or
   * not: a connection of our own is last in the row of those who wait.
   */
  void expectNobody() {
    if (connection == null) {
      try {
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
      } catch (IOException e) {
        // It has connected meanwhile, and its socket was taken away.
        return;
      }
    }
  }

  private void listen() {
    try (SocketChannel accepted = acceptOne()) {
      events.add(new Event.Connected());
      read(accepted);
    } catch (IOException e) {
      // Reset by the script's end, or closed by us: either way nothing more comes.
    } finally {
      if (!closed) {
        events.add(new Event.Closed());
      }
    }
  }

  private SocketChannel acceptOne() throws IOException {
    try (server) {
      SocketChannel accepted = server.accept();
      connection = accepted;
      if (closed) {
        accepted.close();
      }
      Files.deleteIfExists(path);
      return accepted;
    }
  }

  private void read(SocketChannel accepted) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
    while (accepted.read(buffer) >= 0) {
      buffer.flip();
      boolean legible = lines.add(buffer, this::take);
      buffer.clear();
      if (!legible) {
        return;
      }
    }
  }

  /** Whether to go on reading. */
  private boolean take(String line) {
    try {
      if (line.length() >= LINE_LIMIT) {
        throw new IllegalArgumentException("a line has at most %d bytes".formatted(LINE_LIMIT));
      }
      ClientMessage message = ClientMessage.parse(line);
      if (message instanceof ClientMessage.Heartbeat(var progress)) {
        listensWhileTraining |= progress.isPresent();
        return true;
      }
      if (events.size() >= UNREAD_LIMIT) {
        throw new IllegalArgumentException("it is one message too many that nobody asked for");
      }
      events.add(new Event.Said(message));
      return true;
    } catch (IllegalArgumentException e) {
      events.add(new Event.Garbage(line, String.valueOf(e.getMessage())));
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    writer.shutdownNow();
    try {
      server.close();
      SocketChannel open = connection;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // Nothing was buffered that could be lost.
      return;
    }
  }
}
