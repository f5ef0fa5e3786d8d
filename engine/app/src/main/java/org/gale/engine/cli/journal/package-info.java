/**
 * Commands that read a journal: {@code gale journal}, {@code gale replay} with its steps, {@code gale inspect}. A
 * command belongs to the main thread.
 */
package org.gale.engine.cli.journal;
