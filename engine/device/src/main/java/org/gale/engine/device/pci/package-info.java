/**
 * PCI function that a client of vfio-user attaches: its configuration space, its vectors, the memory that the client
 * shared, and the answers to the client's messages. The answering thread owns its state.
 */
package org.gale.engine.device.pci;
