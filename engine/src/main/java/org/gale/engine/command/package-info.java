/** Typed commands: the words of each opcode, their text, and the version of their meaning. No class here has state. */
package org.gale.engine.command;
