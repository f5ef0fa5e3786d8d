package org.gale.engine.hypervisor;

/** Name of an attribute within its group: a number of the kernel's interface, or a register of a vCPU by its index. */
final class AttrName
{
    long number;
    /** True if {@link #number} is {@code index << 16 | register}, which only group CPU_SYSREGS has. */
    boolean isByIndex;
}
