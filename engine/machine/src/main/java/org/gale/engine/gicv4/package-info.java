/**
 * The GICv4.1 machine: ITS, redistributors and CPU interfaces with direct injection of virtual LPIs, and its host as
 * their client, which switches direct injection per vCPU without losing an interrupt. Tables in RAM hold the state of
 * the hardware; indexes over them are derived. Everything belongs to the thread that owns the machine.
 */
package org.gale.engine.gicv4;
