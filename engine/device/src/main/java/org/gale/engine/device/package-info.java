/**
 * Storm in front of a real VM: a PCI function behind a socket of vfio-user, driven by a job. One thread, that of the
 * command, answers the client, and never waits for anything else.
 */
package org.gale.engine.device;
