/**
 * Result of a storm: what came out, as a tree of records, and the sum of the results of its parts. A run makes it, and
 * reports read it. Records are immutable, sums pure functions.
 */
package org.gale.engine.storm.result;
