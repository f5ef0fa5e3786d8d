/**
 * Sums of the results of the parts of a storm: of the partitions that an engine simulates, and of the engines that run
 * a storm. Sums may be added in any grouping. Pure functions.
 */
package org.gale.engine.storm.sum;
