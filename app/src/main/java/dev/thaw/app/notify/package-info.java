/**
 * Provides the word that a study has ended, sent to whoever is not at the terminal.
 *
 * <p>A {@link dev.thaw.app.notify.Notice} is what is to be said. {@link
 * dev.thaw.app.notify.NotifySettings} name the receivers: a {@link dev.thaw.app.notify.Webhook},
 * which gets a JSON object by HTTP, and {@link dev.thaw.app.notify.Mail}. The {@link
 * dev.thaw.app.notify.Notifier} tells them all and returns what went wrong; it never throws, since
 * a study's result does not depend on who hears of it.
 */
@NullMarked
package dev.thaw.app.notify;

import org.jspecify.annotations.NullMarked;
