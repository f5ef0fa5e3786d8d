/**
 * Interrupt state tables: the layouts of their entries, the shapes of a table, and the one class that loads and stores
 * entries. Entries and shapes are values. A table's owner is the IRS that made it valid.
 */
package org.gale.tables.ist;
