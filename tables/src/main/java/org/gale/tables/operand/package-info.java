/**
 * GIC system instructions: their names and encodings, their operands and the results of acknowledging. The types here
 * are values without state, so any thread may use them.
 */
package org.gale.tables.operand;
