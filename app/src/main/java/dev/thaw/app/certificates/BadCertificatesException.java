package dev.thaw.app.certificates;

/** Certificates that cannot be made as asked; the message is for whoever asked. */
public final class BadCertificatesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadCertificatesException(String message) {
    super(message);
  }
}
