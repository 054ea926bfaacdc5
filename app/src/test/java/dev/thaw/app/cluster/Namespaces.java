package dev.thaw.app.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace for each node and one for a router between them, with addresses 10.77.x.y.
 * The router drops by policy rules, so a link is cut in one direction or in both, without a word to
 * either end. Needs root and {@code ip}. Names are unique to this process and network.
 */
public final class Namespaces implements Network {

  private static final int NETS = 250;

  private final int net;
  private final String name;
  private final int nodes;
  private final Set<List<String>> rules = new LinkedHashSet<>();
  private final Set<String> slow = new LinkedHashSet<>();
  private final Thread hook;
  private boolean closed;

  private Namespaces(int net, int nodes) {
    this.net = net;
    this.name = "thaw%d".formatted(net);
    this.nodes = nodes;
    this.hook = new Thread(this::remove, "namespaces-end");
  }

  /** Makes the network of so many nodes; empty if that is not permitted here. */
  public static Optional<Network> of(int nodes) {
    // Another process may have the first number that comes to mind.
    int first = (int) (ProcessHandle.current().pid() % NETS);
    for (int i = 0; i < NETS; i++) {
      var network = new Namespaces(1 + (first + i) % NETS, nodes);
      if (network.claimed()) {
        network.make();
        return Optional.of(network);
      }
      if (!permitted()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean permitted() {
    String probe = "thawp" + ProcessHandle.current().pid();
    boolean made = tried("ip", "netns", "add", probe);
    return made && tried("ip", "netns", "del", probe);
  }

  /** The router's name is the lock: it can be made once. */
  private boolean claimed() {
    return tried("ip", "netns", "add", router());
  }

  private void make() {
    Runtime.getRuntime().addShutdownHook(hook);
    inside(router(), "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    run("ip", "link", "add", name, "type", "veth", "peer", "name", "uplink", "netns", router());
    run("ip", "addr", "add", address(1) + "/30", "dev", name);
    run("ip", "link", "set", name, "up");
    at(router(), "addr", "add", address(2) + "/30", "dev", "uplink");
    at(router(), "link", "set", "uplink", "up");
    run("ip", "route", "add", address(0) + "/24", "via", address(2));
    for (int node = 0; node < nodes; node++) {
      makeNode(node);
    }
  }

  private void makeNode(int node) {
    String space = space(node);
    String port = port(node);
    String gateway = address(4 * (node + 1) + 1);
    run("ip", "netns", "add", space);
    at(space, "link", "set", "lo", "up");
    run(
        "ip", "link", "add", "eth0", "netns", space, "type", "veth", "peer", "name", port, "netns",
        router());
    at(space, "addr", "add", host(node) + "/30", "dev", "eth0");
    at(space, "link", "set", "eth0", "up");
    at(router(), "addr", "add", gateway + "/30", "dev", port);
    at(router(), "link", "set", port, "up");
    at(space, "route", "add", "default", "via", gateway);
  }

  private String router() {
    return name + "r";
  }

  private String space(int node) {
    return name + "n" + node;
  }

  private static String port(int node) {
    return "node" + node;
  }

  private String address(int last) {
    return "10.77.%d.%d".formatted(net, last);
  }

  @Override
  public String host(int node) {
    return node == JOURNAL ? journalHost() : address(4 * (node + 1) + 2);
  }

  @Override
  public String journalHost() {
    return address(1);
  }

  @Override
  public boolean ownAddresses() {
    return true;
  }

  @Override
  public List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", space(node));
  }

  @Override
  public void drop(int from, int to) {
    List<String> rule = List.of("from", host(from), "to", host(to), "blackhole");
    if (rules.add(rule)) {
      rule("add", rule);
    }
  }

  @Override
  public void slow(int node, int kilobits) {
    String port = port(node);
    if (slow.add(port)) {
      run(
          "tc",
          "-n",
          router(),
          "qdisc",
          "add",
          "dev",
          port,
          "root",
          "tbf",
          "rate",
          kilobits + "kbit",
          "burst",
          "4kb",
          "latency",
          "500ms");
    }
  }

  @Override
  public void heal() {
    rules.forEach(rule -> rule("del", rule));
    rules.clear();
    slow.forEach(port -> run("tc", "-n", router(), "qdisc", "del", "dev", port, "root"));
    slow.clear();
  }

  private void rule(String verb, List<String> rule) {
    List<String> command = new ArrayList<>(List.of("rule", verb));
    command.addAll(rule);
    at(router(), command.toArray(String[]::new));
  }

  private static void at(String space, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", space));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void inside(String space, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", space));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) {
    if (!tried(command)) {
      throw new IllegalStateException("%s failed".formatted(String.join(" ", command)));
    }
  }

  private static boolean tried(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean well = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      if (!well && !said.isEmpty() && !said.contains("File exists")) {
        System.err.printf("%s: %s%n", String.join(" ", command), said);
      }
      return well;
    } catch (IOException e) {
      return false; // There is no such program.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs, or has run.
    }
  }

  /** The interfaces go with the namespaces that they are in. */
  private synchronized void remove() {
    if (closed) {
      return;
    }
    closed = true;
    for (int node = 0; node < nodes; node++) {
      tried("ip", "netns", "del", space(node));
    }
    tried("ip", "link", "del", name);
    tried("ip", "netns", "del", router());
  }
}
