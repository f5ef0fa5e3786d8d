/**
 * Sweeps: runs of one job over many values of its keys. A file names the parameters, a plan numbers the runs, and a
 * directory holds their results, which several processes and hosts may share. The main thread owns a shard that runs.
 */
package org.gale.engine.storm.sweep;
