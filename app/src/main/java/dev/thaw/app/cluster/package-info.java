/**
 * Provides one node of a cluster: a process that looks after studies, or trains, or both.
 *
 * <p>{@link dev.thaw.app.cluster.ClusterNode} is the process. It holds what outlives an actor
 * system (the session host, what the node must not forget, the journal), joins the cluster, and
 * joins again with another actor system if a partition made the first one leave. {@link
 * dev.thaw.app.cluster.Wiring} says which actors there are and how they find each other; nothing
 * else knows of sharding, singletons or addresses. {@link dev.thaw.app.cluster.ClusterDesk} is what
 * programs and people ask.
 */
@NullMarked
package dev.thaw.app.cluster;

import org.jspecify.annotations.NullMarked;
