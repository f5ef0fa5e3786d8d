/**
 * Pages of HTML about storms: self-contained, without scripts, fonts or requests. Each picture is SVG that one class
 * draws; all text passes through {@link org.gale.engine.report.page.Markup}, which escapes it. Owner: the calling
 * thread.
 */
package org.gale.engine.report.page;
