/**
 * MSI-X device of a program in a guest: its registers, the messages of its vectors, and their proof. The answering
 * thread owns its state.
 */
package org.gale.engine.device.msix;
