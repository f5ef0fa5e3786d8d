/**
 * Server of a journal's page: the shell between HTTP and the rooms that answer. The threads of the server check and
 * queue requests; the thread that called {@link org.gale.engine.explore.ExploreServer#serve} owns the machine.
 */
package org.gale.engine.explore;
