/**
 * Typed commands: the words of each opcode, their text, the cursor that walks them, and the version of their meaning. A
 * host verb has its number and operands here, in {@link org.gale.engine.command.KvmVerb} or
 * {@link org.gale.engine.command.V4Verb}; numbers are appended, never reused. A cursor belongs to one thread; nothing
 * else here has state.
 */
package org.gale.engine.command;
