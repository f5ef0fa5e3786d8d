/**
 * Line protocol that drives a machine from outside, and sessions that execute it. A session parses and checks a line,
 * and passes a {@link org.gale.engine.script.ScriptTarget} only right arguments. A line that is wrong is answered
 * {@code FAIL} and changes nothing. All state of a session belongs to the one thread that executes its lines.
 */
package org.gale.engine.script;
