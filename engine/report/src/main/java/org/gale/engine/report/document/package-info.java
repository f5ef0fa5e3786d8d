/**
 * Report of a storm as a document: one tree of records, which the writer turns into JSON and the reader makes of it.
 * Names, types and ranges of all values are declared by the components of the records, and nowhere else.
 */
package org.gale.engine.report.document;
