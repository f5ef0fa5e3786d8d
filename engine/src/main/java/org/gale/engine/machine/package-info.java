/**
 * Parts that every machine has, whatever it emulates: outputs, digests, and the ports for software and host verbs. One
 * thread owns a machine and everything in it.
 */
package org.gale.engine.machine;
