/**
 * The {@code gale} command: its sub-commands, what they say when something is wrong, and their exit codes. Nothing
 * imports this package. A command belongs to the main thread.
 */
package org.gale.engine.cli;
