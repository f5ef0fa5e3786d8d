/**
 * A field of a word, declared once: table entries, registers and operands are lists of these.
 * Values only: nothing here has state, so any thread may use it.
 */
package org.gale.tables.field;
