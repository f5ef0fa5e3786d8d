/**
 * The line protocol that drives a machine from outside, and transcripts of it. A session parses a line, checks it, and
 * hands a {@link org.gale.engine.script.ScriptTarget} only what is right; a line that is wrong is answered {@code FAIL}
 * and changes nothing. All state of a session belongs to the one thread that executes its lines.
 */
package org.gale.engine.script;
