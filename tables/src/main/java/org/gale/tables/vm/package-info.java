/**
 * The VM table and what hangs on it: layouts of the entries, shapes of the tables, ids and widths as types of their
 * own, and one class per table that loads and stores. A table's owner is the IRS that made it valid.
 */
package org.gale.tables.vm;
