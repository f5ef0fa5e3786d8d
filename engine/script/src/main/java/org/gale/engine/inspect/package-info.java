/**
 * Decoded views of a machine as lines of JSON, under Arm's names, and watches: paths into them. Both are queries, which
 * change nothing. The thread that owns the machine owns them.
 */
package org.gale.engine.inspect;
