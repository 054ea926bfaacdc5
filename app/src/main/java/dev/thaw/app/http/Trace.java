package dev.thaw.app.http;

import dev.thaw.app.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What is found out about a request while it is answered, for the audit. Written by one thread at a
 * time; volatile, since handlers run elsewhere than the router.
 */
final class Trace {
  private final String address;
  private volatile @Nullable Route route;
  private volatile @Nullable Caller caller;
  private volatile String study = "";

  Trace(String address) {
    this.address = address;
  }

  /** A trace that nobody reads. */
  static Trace none() {
    return new Trace("");
  }

  String address() {
    return address;
  }

  @Nullable Route route() {
    return route;
  }

  void found(Route found) {
    route = found;
  }

  /** Who asks; null while that is not known. */
  @Nullable Caller caller() {
    return caller;
  }

  void asks(Caller known) {
    caller = known;
  }

  /** The study that it is about; empty while that is not known. */
  String study() {
    return study;
  }

  void isAbout(String name) {
    study = name;
  }
}
