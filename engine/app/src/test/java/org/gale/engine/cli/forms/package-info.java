/**
 * Forms of verdicts: each outcome of each command that judges, over whole reports, said alike by exit code, text, JSON,
 * JUnit, Markdown and page. The readers here share no class with what writes the forms.
 */
package org.gale.engine.cli.forms;
