/**
 * KVM's VGICv5 device and the life cycle of its VMs, as a client of a GICv5 machine: it owns pages in the upper half of
 * RAM, writes tables into them and drives the machine through register frames, instructions and system registers alone.
 * Everything here is owned by the thread that owns the machine.
 */
package org.gale.engine.hypervisor;
