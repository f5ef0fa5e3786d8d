/**
 * The composition root: turns a configuration into a machine with its host verbs. The only room that names the machines
 * and the hypervisor together. Nothing in here has state.
 */
package org.gale.engine.system;
