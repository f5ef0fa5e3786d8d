/**
 * Comparison of storms by their JSON reports: figures by name, noise bounds from the intervals of each run, verdicts,
 * and the conditions of {@code --fail-if}. The room reads what reports promise and nothing else. Owner: the calling
 * thread.
 */
package org.gale.engine.report.compare;
