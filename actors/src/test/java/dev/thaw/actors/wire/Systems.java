package dev.thaw.actors.wire;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;

/** Actor systems that reach one another over the loopback. */
final class Systems {

  private static final Config REMOTE =
      ConfigFactory.parseString(
          """
          pekko.actor.provider = remote
          pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
          # A busy machine may take long for the first handshake.
          pekko.actor.testkit.typed { single-expect-default = 60s, filter-leeway = 60s }
          """);

  private Systems() {}

  static ActorTestKit start(String name) {
    return ActorTestKit.create(name, REMOTE.withFallback(ConfigFactory.load()));
  }

  /** Returns an actor of one system as another one sees it. */
  static <T> ActorRef<T> as(ActorTestKit seenBy, ActorTestKit home, ActorRef<T> actor) {
    String address = ActorRefResolver.get(home.system()).toSerializationFormat(actor);
    return ActorRefResolver.get(seenBy.system()).resolveActorRef(address);
  }
}
