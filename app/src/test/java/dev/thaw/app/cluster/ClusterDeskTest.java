package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.directory.StudyDirectory;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.core.share.ShareChange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

/** What the desk of a cluster says by itself. */
final class ClusterDeskTest {

  @Test
  void refusesAChangeThatSuitsNoShareAsBadInput() {
    var quiet = ConfigFactory.parseString("pekko.loglevel = OFF, pekko.stdout-loglevel = OFF");
    ActorTestKit kit = ActorTestKit.create("desk", quiet.withFallback(ConfigFactory.load()));
    try {
      var directory = kit.createTestProbe(StudyDirectory.Command.class);
      var desk =
          new ClusterDesk(
              kit.system(), directory.ref(), study -> new CompletableFuture<>(), spec -> {});

      var answer = desk.setShare("digits", new ShareChange(9, 4, null, null));

      assertThatThrownBy(() -> answer.toCompletableFuture().getNow(null))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.refusal()).isEqualTo(Refusal.BAD_INPUT))
          .hasMessageContaining("slotsMin (9)");
    } finally {
      kit.shutdownTestKit();
    }
  }
}
