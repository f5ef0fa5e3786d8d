/**
 * What is counted beside the models: the accounting of interrupts per VM, from outcomes alone. Written by the thread
 * that owns the machine.
 */
package org.gale.engine.accounting;
