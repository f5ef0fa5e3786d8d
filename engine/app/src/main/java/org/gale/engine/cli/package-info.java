/**
 * The {@code gale} command, which chooses a sub-command, and the small sub-commands; the others have rooms of their own
 * inside this one. Nothing imports these rooms. A command belongs to the main thread.
 */
package org.gale.engine.cli;
