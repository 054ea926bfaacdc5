package dev.thaw.app.cluster;

import java.util.List;

/** How the nodes of a cluster reach one another, and how that is cut. Closing it removes it. */
public interface Network extends AutoCloseable {

  /** The machine that runs PostgreSQL and the test, as an end of a link. */
  int JOURNAL = -1;

  /** The address of a node. */
  String host(int node);

  /** The address at which nodes reach {@link #JOURNAL}. */
  String journalHost();

  /** Whether every node has an address of its own; otherwise they differ by their ports. */
  boolean ownAddresses();

  /** What stands in front of a command line that is to run at a node. */
  List<String> prefix(int node);

  /** Drops everything that one end sends to another, silently. */
  void drop(int from, int to);

  /** Makes the way to a node slow: so many bits a second, and little room to wait. */
  void slow(int node, int kilobits);

  /** Ends all that was dropped or slow. */
  void heal();

  @Override
  void close();

  /** All nodes at 127.0.0.1; nothing can be cut. */
  static Network loopback() {
    return new Network() {
      @Override
      public String host(int node) {
        return "127.0.0.1";
      }

      @Override
      public String journalHost() {
        return "127.0.0.1";
      }

      @Override
      public boolean ownAddresses() {
        return false;
      }

      @Override
      public List<String> prefix(int node) {
        return List.of();
      }

      @Override
      public void drop(int from, int to) {
        throw new UnsupportedOperationException("the loopback cannot be cut");
      }

      @Override
      public void slow(int node, int kilobits) {
        throw new UnsupportedOperationException("the loopback cannot be slow");
      }

      @Override
      public void heal() {
        // Nothing is ever broken.
      }

      @Override
      public void close() {
        // Nothing was made.
      }
    };
  }
}
