/**
 * {@code gale sweep}: its plan, its shards on this host or on a cluster, their merge and their report. A command
 * belongs to the main thread.
 */
package org.gale.engine.cli.sweep;
