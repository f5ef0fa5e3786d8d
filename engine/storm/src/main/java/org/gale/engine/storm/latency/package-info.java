/**
 * Latencies of a storm: recorders on the engine's thread, the histograms that they fill, the slowest responses with
 * their causes, and the stalls of the host.
 */
package org.gale.engine.storm.latency;
