/**
 * Provides the server through which programs and people reach a cluster.
 *
 * <p>{@link dev.thaw.app.http.HttpServer} listens where {@link dev.thaw.app.http.HttpSettings} say.
 * It is a table of routes, each a method, a path and a handler, in front of a {@link
 * dev.thaw.app.desk.StudyDesk}; whatever is wrong is answered as a problem of RFC 9457. {@link
 * dev.thaw.app.http.NodeMetrics} holds what Prometheus reads.
 *
 * <pre>
 * GET   /health/live, /health/ready    200, or 503 and the reasons
 * GET   /metrics                       the text format of Prometheus
 * POST  /api/v1/studies                a spec in YAML or JSON: 201, or 200 if it is there already
 * GET   /api/v1/studies                {studies: [row, ...]}
 * GET   /api/v1/whoami                 {name, scopes, projects}
 * GET   /api/v1/studies/NAME           the status of one
 * PATCH /api/v1/studies/NAME           {slotsMin, slotsMax, weight, priority}, any of them
 * POST  /api/v1/studies/NAME/stop      202
 * GET   /api/v1/openapi.json           all others, with what they take and answer
 * GET   /, /ui/FILE                   the dashboard
 * </pre>
 *
 * <p>A study runs commands. So the API listens on the loopback unless callers must show tokens, of
 * {@link dev.thaw.app.access}, each route needs a scope, and what changes something is written
 * down. Web pages are kept out: names by which it does not expect to be called, requests that come
 * from a page of another origin, and bodies that a plain form could send are refused.
 */
@NullMarked
package dev.thaw.app.http;

import org.jspecify.annotations.NullMarked;
