/**
 * What people and programs read about a run: the text report, the live line, the JSON report. All are written from the
 * same results and carry the same numbers. Owned by the thread that reports.
 */
package org.gale.engine.report;
