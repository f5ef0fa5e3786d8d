/** Verdicts for pipelines: baselines of a gate, and the forms that their systems read. Owner: the calling thread. */
package org.gale.engine.report.verdict;
