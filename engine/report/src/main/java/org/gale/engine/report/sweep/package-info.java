/**
 * Results of many storms, joined without loss: counters are added, histograms are added from their logs, and means are
 * taken from sums. Owned by one thread; knows reports as files alone, and no machine.
 */
package org.gale.engine.report.sweep;
