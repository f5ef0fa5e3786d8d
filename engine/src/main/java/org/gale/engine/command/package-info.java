/**
 * Typed commands: the words of each opcode, their text, and the version of what they mean. Nothing in here has state.
 */
package org.gale.engine.command;
