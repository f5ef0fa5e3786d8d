/**
 * Golden files: what commands print and write, compared with the texts of {@code app/src/test/resources/golden}. Tests
 * only; each class owns its directories.
 */
package org.gale.engine.cli.golden;
