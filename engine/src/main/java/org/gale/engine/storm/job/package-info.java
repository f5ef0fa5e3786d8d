/**
 * Job files, which describe a host: machine, groups of VMs with their devices, traffic and phases. A file is read into
 * a tree with places, and the tree into records. YAML is known in this room alone. Immutable.
 */
package org.gale.engine.storm.job;
