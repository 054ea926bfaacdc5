package dev.thaw.app.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.node.GpuNode.BatchTaken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with {@code conf/tls.conf} talk to each other and to nobody else. */
final class TlsRemotingIT {

  private static final String PASSWORD = "of all nodes here";

  /** What is read from a connection that the other side has closed. */
  private static final int END = -1;

  private static final Config TLS =
      ConfigFactory.parseFile(Path.of("..", "conf", "tls.conf").toFile());
  private static final Config LOOPBACK =
      ConfigFactory.parseString(
          """
          pekko.actor.provider = remote
          pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
          # A busy machine may take long for the first handshake.
          pekko.actor.testkit.typed { single-expect-default = 60s, filter-leeway = 60s }
          # How long a system takes to hang up on those it was refused by is not asked here.
          pekko.actor.testkit.typed.throw-on-shutdown-timeout = off
          """);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit home;

  @SuppressWarnings("NullAway.Init")
  private static ActorTestKit friend;

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority("ours", "home=127.0.0.1", "friend=127.0.0.1", "elsewhere=10.9.9.9");
    authority("theirs", "stranger=127.0.0.1");
    home = start("home", tls("ours/home", "ours/home"));
    friend = start("friend", tls("ours/friend", "ours/friend"));
  }

  @AfterAll
  static void stop() {
    home.shutdownTestKit();
    friend.shutdownTestKit();
  }

  private static void authority(String name, String... nodes) throws Exception {
    var java = Path.of(System.getProperty("java.home"));
    new Certificates(folder.resolve(name), Optional.of(PASSWORD), java)
        .issue(List.of(nodes).stream().map(NodeName::parse).toList(), 5);
  }

  /** The settings of a node, with the environment that the file asks for. */
  private static Config tls(String key, String trust) {
    Map<String, String> environment =
        Map.of(
            "THAW_TLS_PASSWORD", PASSWORD,
            "THAW_TLS_KEY_STORE", folder.resolve(key, "keystore.p12").toString(),
            "THAW_TLS_TRUST_STORE", folder.resolve(trust, "truststore.p12").toString());
    return ConfigFactory.parseMap(environment).withFallback(TLS).resolve();
  }

  private static ActorTestKit start(String name, Config more) {
    return ActorTestKit.create(
        name, LOOPBACK.withFallback(more).withFallback(ConfigFactory.load()));
  }

  private static ActorRef<BatchTaken> as(
      ActorTestKit from, ActorTestKit to, TestProbe<BatchTaken> probe) {
    String address = ActorRefResolver.get(to.system()).toSerializationFormat(probe.ref());
    return ActorRefResolver.get(from.system()).resolveActorRef(address);
  }

  private static BatchTaken message(String word) {
    return new BatchTaken(word, 1, List.of());
  }

  /** Something is said to a node in vain, which is logged; then a friend is heard at once. */
  private static void assertRefused(ActorTestKit from, ActorTestKit to, String complaint) {
    TestProbe<BatchTaken> probe = to.createTestProbe();

    assertLogged(from, as(from, to, probe), complaint);

    as(friend, to, probe).tell(message("friend"));
    probe.expectMessage(message("friend"));
  }

  private static void assertLogged(
      ActorTestKit from, ActorRef<BatchTaken> remote, String complaint) {
    LoggingTestKit.empty()
        .withMessageRegex("(?s).*message stream.*" + complaint + ".*")
        .expect(
            from.system(),
            () -> {
              remote.tell(message("stranger"));
              return remote;
            });
  }

  private static void with(ActorTestKit system, Consumer<ActorTestKit> body) {
    try {
      body.accept(system);
    } finally {
      system.shutdownTestKit();
    }
  }

  @Test
  void nodesOfOneAuthorityTalkToEachOther() {
    TestProbe<BatchTaken> there = home.createTestProbe();
    TestProbe<BatchTaken> here = friend.createTestProbe();

    as(friend, home, there).tell(message("question"));
    there.expectMessage(message("question"));
    as(home, friend, here).tell(message("answer"));
    here.expectMessage(message("answer"));
  }

  @Test
  void refusesTheCertificateOfAnotherAuthority() {
    with(
        start("stranger", tls("theirs/stranger", "theirs/stranger")),
        stranger -> assertRefused(stranger, home, "PKIX path validation failed"));
  }

  @Test
  void refusesWhoBelievesUsButIsOfAnotherAuthority() {
    with(
        start("spy", tls("theirs/stranger", "ours/home")),
        // The alert that says why is lost if the connection is reset before it was read.
        spy -> assertRefused(spy, home, "Upstream failed"));
  }

  @Test
  void refusesWhoIsNotWhereItsCertificateSays() {
    with(
        start("elsewhere", tls("ours/elsewhere", "ours/elsewhere")),
        elsewhere -> {
          TestProbe<BatchTaken> probe = elsewhere.createTestProbe();
          assertLogged(
              home, as(home, elsewhere, probe), "No subject alternative names matching IP address");
        });
  }

  @Test
  void saysNothingToWhoHasNoTls() {
    with(
        start("plain", ConfigFactory.empty()),
        plain -> assertLogged(home, as(home, plain, plain.createTestProbe()), "Upstream failed"));
  }

  @Test
  void hangsUpOnWhoHasNoTls() throws IOException {
    TestProbe<BatchTaken> probe = home.createTestProbe();
    int port = home.system().address().getPort().orElseThrow();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);

      // How a node without TLS begins: a magic word and the number of a stream.
      socket.getOutputStream().write(new byte[] {'P', 'E', 'K', 'K', 2, 0, 0, 0, 0});

      assertThat(firstAnswer(socket)).isEqualTo(END);
    }
    as(friend, home, probe).tell(message("friend"));
    probe.expectMessage(message("friend"));
  }

  private static int firstAnswer(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException reset) {
      return END;
    }
  }
}
