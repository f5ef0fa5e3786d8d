/**
 * NVMe controller with one namespace: its registers, queues and commands, the blocks of its drive, and the times at
 * which a drive of a job completes requests. The answering thread owns its state.
 */
package org.gale.engine.device.nvme;
