/** Readers of what a storm shows, as text and as a page, which compare it with its report. */
package org.gale.engine.report.shown;
