/**
 * Console of the {@code gale} command: the options that every command has, exit codes, messages of errors, lines of
 * progress, signals. Everything belongs to the main thread unless it says otherwise.
 */
package org.gale.engine.cli.console;
