/**
 * Decoded views of a machine as lines of JSON, under Arm's names. A view is a query: it changes nothing. The thread
 * that owns the machine owns the views.
 */
package org.gale.engine.inspect;
