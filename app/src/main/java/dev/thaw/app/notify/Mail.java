package dev.thaw.app.notify;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Sends a notice as a letter: the report as text, and as a page that is attached, since programs
 * for mail change pages.
 */
final class Mail {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final NotifySettings.Letter letter;

  Mail(NotifySettings.Letter letter) {
    this.letter = letter;
  }

  /** Sends a notice; what went wrong, or null. */
  @Nullable String send(Notice notice, Instant now) {
    try {
      Transport.send(message(notice, now));
      return null;
    } catch (MessagingException failed) {
      return String.valueOf(failed);
    }
  }

  private MimeMessage message(Notice notice, Instant now) throws MessagingException {
    var message = new MimeMessage(session());
    message.setFrom(new InternetAddress(letter.from()));
    for (String receiver : letter.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(receiver));
    }
    // A name may hold what would begin another header.
    message.setSubject("[thaw] " + notice.headline().replaceAll("\\s+", " "), UTF_8);
    message.setSentDate(Date.from(now));
    var parts = new MimeMultipart("mixed");
    var text = new MimeBodyPart();
    String body = notice.markdown() == null ? notice.headline() : notice.markdown();
    text.setText(body, UTF_8, "plain");
    parts.addBodyPart(text);
    if (notice.html() != null) {
      var page = new MimeBodyPart();
      page.setText(notice.html(), UTF_8, "html");
      page.setDisposition(MimeBodyPart.ATTACHMENT);
      page.setFileName("report.html");
      parts.addBodyPart(page);
    }
    message.setContent(parts);
    return message;
  }

  private Session session() {
    var settings = new Properties();
    String timeout = Long.toString(letter.timeout().toMillis());
    settings.put("mail.transport.protocol", "smtp");
    settings.put("mail.smtp.host", letter.host());
    settings.put("mail.smtp.port", Integer.toString(letter.port()));
    settings.put("mail.smtp.connectiontimeout", timeout);
    settings.put("mail.smtp.timeout", timeout);
    settings.put("mail.smtp.writetimeout", timeout);
    switch (letter.encryption()) {
      case STARTTLS -> {
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.starttls.required", "true");
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
      }
      case TLS -> {
        settings.put("mail.smtp.ssl.enable", "true");
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
      }
      case NONE -> {}
    }
    if (letter.user().isEmpty()) {
      return Session.getInstance(settings);
    }
    settings.put("mail.smtp.auth", "true");
    return Session.getInstance(
        settings,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(letter.user(), letter.password());
          }
        });
  }
}
