/**
 * Tables of an ITS, which software owns and the ITS only loads: layouts of the entries, the walk, and one class per
 * table that finds and loads them. Only a latched base is state, owned by the ITS's thread.
 */
package org.gale.tables.its;
