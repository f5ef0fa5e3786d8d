/**
 * Several engines of one storm in one process: what each of them runs, where they meet, and their sum. An engine is an
 * ordinary storm on a thread of its own; the thread that runs the session waits for them and reports.
 */
package org.gale.engine.storm.engines;
