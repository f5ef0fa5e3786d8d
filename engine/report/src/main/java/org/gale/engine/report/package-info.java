/**
 * Reports of a run for people and programs: text, live line and JSON. All are written from the same results and have
 * the same numbers. Owned by the thread that reports.
 */
package org.gale.engine.report;
