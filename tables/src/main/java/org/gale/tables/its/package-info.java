/**
 * The tables of an ITS, which software owns and the ITS only reads: layouts of the entries, index maths, and one class
 * per table that finds and loads them. They have state only where a base is latched, owned by the ITS's thread.
 */
package org.gale.tables.its;
