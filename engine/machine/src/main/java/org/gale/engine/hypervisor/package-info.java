/**
 * KVM's VGICv5 device and the life cycle of its VMs, as a client of a GICv5 machine. The host owns pages in the upper
 * half of RAM and writes tables into them. It drives the machine through register frames, instructions and system
 * registers alone, with the IRS driver of {@code software} that storms use, too.
 *
 * <p>A verb has its number, operands and words in {@link org.gale.engine.command.KvmVerb}. {@code KvmRefusal} checks it
 * and {@link org.gale.engine.hypervisor.KvmHostVerbs} executes it. Class {@code KvmVerbs} of room {@code script} parses
 * lines of more than a VM, a vCPU and a number. Everything here is owned by the thread that owns the machine.
 */
package org.gale.engine.hypervisor;
