/**
 * Wire of vfio-user: the socket, its messages, and the file descriptors that pass with them. This room alone passes
 * descriptors. The answering thread owns its state.
 */
package org.gale.engine.device.wire;
