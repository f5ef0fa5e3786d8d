/**
 * The GIC system instructions: their names and encodings, their operands and the results of acknowledging.
 * Values only: nothing here has state, so any thread may use it.
 */
package org.gale.tables.operand;
