/**
 * VM table and the tables that it points to: layouts of the entries, shapes of the tables, ids and widths as separate
 * types, and one class per table that loads and stores. A table's owner is the IRS that made it valid.
 */
package org.gale.tables.vm;
