/**
 * In-memory structures, registers and commands of a GICv4.1: device, translation, collection and vPE tables, property
 * bytes, ITS commands, and the registers that a host writes. Layouts that the architecture leaves open are declared
 * here as this model has them. All methods are pure.
 */
package org.gale.tables.gicv4;
