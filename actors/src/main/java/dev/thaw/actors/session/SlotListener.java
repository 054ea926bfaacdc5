package dev.thaw.actors.session;

import java.util.List;

/**
 * Hears which slots a host has to offer. Called from the host's threads; must return at once.
 *
 * <p>A slot is in quarantine from {@link #quarantined} on until {@link #offered} names it again.
 */
public interface SlotListener {

  /** These slots can be used from now on, and no others. */
  void offered(List<NodeSlot> slots);

  /**
   * The memory of a slot's device did not come back, and the slot must not be handed out. Called
   * before the {@link SessionListener} of the session that left it hears {@code closed} or {@code
   * failed}.
   *
   * @param slot the slot's index
   * @param reason what was seen, for people
   */
  void quarantined(int slot, String reason);
}
