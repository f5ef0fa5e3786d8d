/**
 * Interrupt state tables: the layouts of their entries, the shapes a table may have, and the one class that loads
 * and stores entries. Entries and shapes are values; a table's owner is the IRS that made it valid.
 */
package org.gale.tables.ist;
