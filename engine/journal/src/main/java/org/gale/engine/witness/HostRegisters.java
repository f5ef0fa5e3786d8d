package org.gale.engine.witness;

/** Registers by which a hypervisor changes VMs, their tables and VPEs, and enters guests. */
final class HostRegisters
{
    /** Register of a PE that makes a VPE resident, ICH_CONTEXTR_EL2, as instructions name it. */
    static final int CONTEXTR = 0xe65e;

    private static final int FIRST_MAP_REGISTER = 0x200;
    private static final int LAST_MAP_REGISTER = 0x2e7;

    private HostRegisters()
    {
    }

    /** Returns whether a register of the frame of an IRS is one of VMs or VPEs. */
    static boolean maps(final long offset)
    {
        return offset >= FIRST_MAP_REGISTER && offset <= LAST_MAP_REGISTER;
    }
}
