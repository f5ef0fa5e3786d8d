/**
 * Fields of words, each declared once. Table entries, registers and operands are lists of fields. The types here are
 * values without state, so any thread may use them.
 */
package org.gale.tables.field;
