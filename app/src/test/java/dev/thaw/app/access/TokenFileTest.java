package dev.thaw.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the tokens. */
final class TokenFileTest {
  private static final String HASH = Token.hash("thaw_anything");

  @TempDir Path folder;

  @Test
  void givesBackWhatWasAddedAndLeavesTheRestAlone() throws Exception {
    Path file = folder.resolve("deep/tokens");
    var anna =
        new Token(
            "anna",
            HASH,
            Scope.SUBMIT,
            List.of("team-*", "x"),
            Optional.of(Instant.parse("2030-01-02T03:04:05Z")));
    var ben = new Token("ben@lab", HASH, Scope.READ, List.of(), Optional.empty());

    TokenFile.add(file, anna);
    Files.writeString(file, Files.readString(file) + "\n# of the lab\n");
    TokenFile.add(file, ben);

    assertThat(TokenFile.read(file)).containsExactly(anna, ben);
    assertThat(TokenFile.remove(file, "anna")).isTrue();
    assertThat(TokenFile.remove(file, "anna")).isFalse();
    assertThat(TokenFile.read(file)).containsExactly(ben);
    assertThat(file).content().contains("# of the lab");
    assertThat(folder.resolve("deep").toFile().list())
        .containsExactlyInAnyOrder(".tokens.lock", "tokens");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anna",
        "anna scope=read",
        "anna sha256=00 scope=read",
        "anna sha256=HASH",
        "anna sha256=HASH scope=root",
        "anna sha256=HASH scope=read projects=*",
        "anna sha256=HASH scope=read projects=a,,b",
        "anna sha256=HASH scope=read expires=tomorrow",
        "anna sha256=HASH scope=read more",
        "-anna sha256=HASH scope=read",
        "anna sha256=HASH scope=read\nanna sha256=HASH scope=read"
      })
  void refusesLinesThatAreWrongWithoutRepeatingHashes(String lines) throws Exception {
    Path file = Files.writeString(folder.resolve("tokens"), lines.replace("HASH", HASH));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenFile.read(file))
        .withMessageContaining("line ")
        .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain(HASH));
  }

  @Test
  void makesTokensThatDifferAndAreNotTheirHash() {
    String one = Token.secret();

    assertThat(one).startsWith("thaw_").hasSize(48).isNotEqualTo(Token.secret());
    assertThat(Token.isSecret(one)).isTrue();
    assertThat(Token.isSecret(Token.hash(one))).isFalse();
  }

  @Test
  void knowsATokenUntilTheInstantAtWhichItExpires() {
    String secret = Token.secret();
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    TokenSource source =
        () -> List.of(new Token("a", Token.hash(secret), Scope.READ, List.of(), Optional.of(end)));

    assertThat(source.caller(secret, end.minusNanos(1))).map(Caller::name).contains("a");
    assertThat(source.caller(secret, end)).isEmpty();
    assertThat(source.caller(Token.secret(), end.minusNanos(1))).isEmpty();
  }

  @Test
  void forgetsWhoHasNotAskedForTheLongestTime() {
    var rate = new RateLimit(0.5, 1);
    assertThat(rate.take("first", 0)).isZero();
    assertThat(rate.take("first", 0)).isEqualTo(2);
    assertThat(rate.take("first", 1_000_000_000)).isEqualTo(1);
    assertThat(rate.take("first", 2_000_000_000)).isZero();
    for (int i = 0; i < RateLimit.REMEMBERED; i++) {
      rate.take("other " + i, 2_000_000_000);
    }
    assertThat(rate.take("first", 2_000_000_000)).isZero();
  }
}
