package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenFile;
import dev.thaw.app.fixture.Specs;
import dev.thaw.app.fixture.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code thaw token}, and how the command line shows one. */
final class TokenCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Answer token(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "token";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--file";
    all[words.length + 2] = folder.resolve("tokens").toString();
    return Answer.to(all);
  }

  @Test
  void makesShowsAndTakesAwayATokenOfWhichOnlyTheHashIsKept() throws Exception {
    Answer made =
        token("create", "anna", "--scope", "submit", "--project", "team-*", "--expires", "30d");
    Path file = folder.resolve("tokens");

    String secret = made.out().strip();
    assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.OK);
    assertThat(Token.isSecret(secret)).isTrue();
    assertThat(made.err()).contains("only time").doesNotContain(secret);
    assertThat(file).content().contains(Token.hash(secret)).doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(token("ls").out()).contains("anna", "submit", "team-*").doesNotContain("expired");

    Answer twice = token("create", "anna");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(twice.err()).contains("NAME (anna)", "Maybe");
    assertThat(token("revoke", "anna").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(TokenFile.read(file)).isEmpty();
    assertThat(token("revoke", "anna").err()).contains("NAME (anna)", "Maybe");
  }

  @Test
  void losesNoTokenOfThoseThatAreMadeAtTheSameTime() throws Exception {
    Path file = folder.resolve("tokens");
    List<Thread> makers = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      var token = new Token("t" + number, Token.hash("x"), Scope.READ, List.of(), Optional.empty());
      makers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      TokenFile.add(file, token);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
    for (Thread maker : makers) {
      maker.join();
    }

    assertThat(TokenFile.read(file)).hasSize(20);
  }

  @Test
  void tellsProgramsInJsonWhatWasMadeAndWhatIsThere() throws Exception {
    JsonNode made = JSON.readTree(token("create", "anna", "--expires", "12h", "--json").out());
    JsonNode listed = JSON.readTree(token("ls", "--json").out());

    assertThat(Token.isSecret(made.path("token").asText())).isTrue();
    assertThat(made.path("scope").asText()).isEqualTo("submit");
    assertThat(listed).hasSize(1);
    assertThat(listed.path(0).properties()).hasSize(4);
    listed
        .path(0)
        .properties()
        .forEach(each -> assertThat(made.path(each.getKey())).isEqualTo(each.getValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "anna --scope root, --scope (root)",
    "anna --project *, project (*)",
    "anna --expires soon, --expires (soon)",
    "anna --expires 0d, --expires (0d)",
    "-, name (-)"
  })
  void refusesWhatMakesNoToken(String words, String message) {
    Answer answer = token(("create " + words).split(" "));

    assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(answer.err()).contains(message);
    assertThat(folder.resolve("tokens")).doesNotExist();
  }

  @Test
  void countsHoursAndDaysFromNow() {
    Instant now = Instant.parse("2030-01-01T00:00:00.5Z");

    assertThat(TokenCommand.expiry("12h", now)).contains(Instant.parse("2030-01-01T12:00:00Z"));
    assertThat(TokenCommand.expiry("30d", now)).contains(Instant.parse("2030-01-31T00:00:00Z"));
    assertThat(TokenCommand.expiry(null, now)).isEmpty();
  }

  @Test
  void takesTheTokenOfTheFileThatWasGivenThenTheVariablesThenTheHomes() throws Exception {
    String given = Token.secret();
    String variable = Token.secret();
    String usual = Token.secret();
    Path file = secretFile(folder.resolve("given"), given);
    Path home = folder.resolve("home");
    secretFile(home.resolve(".config/thaw/token"), usual);
    Map<String, String> environment = Map.of("THAW_TOKEN", variable);

    assertThat(TokenChoice.of(file, environment, home)).contains(given);
    assertThat(TokenChoice.of(null, environment, home)).contains(variable);
    assertThat(TokenChoice.of(null, Map.of(), home)).contains(usual);
    assertThat(TokenChoice.of(null, Map.of(), folder)).isEmpty();
  }

  private static Path secretFile(Path file, String secret) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, secret + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void takesNoTokenThatOthersCanReadAndRepeatsNoneThatIsWrong() throws Exception {
    Path file = secretFile(folder.resolve("file"), Token.secret());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> TokenChoice.of(file, Map.of(), folder))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("chmod 600");
    assertThatThrownBy(() -> TokenChoice.of(null, Map.of("THAW_TOKEN", "hunter2"), folder))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("THAW_TOKEN")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void saysInWordsWhatAServerThatWantsATokenAnswers() throws Exception {
    String reader = Token.secret();
    Path tokens = folder.resolve("tokens");
    TokenFile.add(
        tokens, new Token("r", Token.hash(reader), Scope.READ, List.of(), Optional.empty()));
    Path good = secretFile(folder.resolve("good"), reader);
    Path wrong = secretFile(folder.resolve("wrong"), Token.secret());
    try (var server = TestServer.start("thaw.http.tokens-file = \"%s\"".formatted(tokens))) {
      var _ = server.desk().submit(Specs.accuracy(1, 9));
      Answer listed = ls(server, good);
      Answer unknown = ls(server, wrong);
      Answer forbidden =
          Answer.to("stop", "digits", "--server", server.url(), "--token-file", good.toString());

      assertThat(listed.exitCode()).as(listed.err()).isEqualTo(ExitCode.OK);
      assertThat(unknown.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(unknown.err()).contains("does not know the token", "Maybe", "THAW_TOKEN");
      assertThat(forbidden.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(forbidden.err()).contains("needs the scope (submit)", "Maybe");
      assertThat(server.desk().stopped()).isEmpty();
    }
  }

  private static Answer ls(TestServer server, Path file) {
    return Answer.to("ls", "--server", server.url(), "--token-file", file.toString());
  }
}
