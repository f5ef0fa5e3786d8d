/**
 * KVM's VGICv5 device and the life cycle of its VMs, as a client of a GICv5 machine. The host owns pages in the upper
 * half of RAM and writes tables into them. It drives the machine through register frames, instructions and system
 * registers alone, with the IRS driver of {@code software} that storms use, too. {@link
 * org.gale.engine.hypervisor.KvmHostVerbs} executes the verbs of {@link org.gale.engine.command.KvmVerb}, which scripts
 * and storms put into commands. Everything here is owned by the thread that owns the machine.
 */
package org.gale.engine.hypervisor;
