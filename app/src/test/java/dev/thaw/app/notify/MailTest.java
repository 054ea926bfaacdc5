package dev.thaw.app.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MailTest {

  private static final Notice NOTICE =
      new Notice(
          "digits",
          Notice.Event.ENDED,
          "digits ended:\r\nBcc: somebody@example.org",
          null,
          "# Würfel\n",
          "<p>Würfel</p>");

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  @BeforeEach
  void listen() {
    server.setUser("night@example.org", "night", "hush");
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private NotifySettings.Letter letter(
      int port, NotifySettings.Encryption encryption, String user, String password) {
    return new NotifySettings.Letter(
        "127.0.0.1",
        port,
        encryption,
        "thaw@example.org",
        List.of("night@example.org", "day@example.org"),
        user,
        password,
        Duration.ofSeconds(20));
  }

  private Mail mail(String user, String password) {
    return new Mail(
        letter(server.getSmtp().getPort(), NotifySettings.Encryption.NONE, user, password));
  }

  @Test
  void sendsTheReportAsTextWithThePageAttached() throws Exception {
    assertThat(mail("", "").send(NOTICE, Instant.EPOCH)).isNull();

    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage message = server.getReceivedMessages()[0];
    MimeMultipart parts = (MimeMultipart) message.getContent();
    BodyPart text = parts.getBodyPart(0);
    BodyPart page = parts.getBodyPart(1);
    assertThat(message.getFrom()[0]).hasToString("thaw@example.org");
    assertThat(message.getRecipients(Message.RecipientType.TO)).hasSize(2);
    assertThat(text.getContentType()).startsWith("text/plain");
    assertThat((String) text.getContent()).contains("# Würfel");
    assertThat(page.getFileName()).isEqualTo("report.html");
    assertThat((String) page.getContent()).contains("<p>Würfel</p>");
  }

  @Test
  void letsNoNameBeginAHeader() throws Exception {
    mail("", "").send(NOTICE, Instant.EPOCH);

    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("[thaw] digits ended: Bcc: somebody@example.org");
    assertThat(message.getRecipients(Message.RecipientType.BCC)).isNull();
  }

  @Test
  void logsInWhereAUserIsNamed() {
    assertThat(mail("night", "hush").send(NOTICE, Instant.EPOCH)).isNull();
    assertThat(mail("night", "wrong").send(NOTICE, Instant.EPOCH)).contains("Authentication");
  }

  @Test
  void saysNothingInTheClearWhereEncryptionIsWanted() {
    var wanted =
        letter(server.getSmtp().getPort(), NotifySettings.Encryption.STARTTLS, "night", "hush");

    assertThat(new Mail(wanted).send(NOTICE, Instant.EPOCH)).contains("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    assertThat(
            new Mail(letter(free, NotifySettings.Encryption.NONE, "", ""))
                .send(NOTICE, Instant.EPOCH))
        .contains("Couldn't connect to host");
  }
}
