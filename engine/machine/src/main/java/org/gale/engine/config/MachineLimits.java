package org.gale.engine.config;

/** Limits and sizes that the keys of all machines obey. */
public final class MachineLimits
{
    /** Length of a register frame in bytes. */
    public static final long FRAME_BYTES = 0x10000;
    /** Largest number of PEs: the limit of IAFFID in this model with tables of a reasonable length. */
    public static final int PE_LIMIT = 4096;
    /** The most IRSs, ITSs or IWBs. */
    public static final int PART_LIMIT = 16;
    /** DeviceID of the interrupt wire bridge. */
    public static final int IWB_DEVICE_ID = 64;
    /** Number of wires of an IWB, unless {@code iwb.wires} says another. */
    public static final int IWB_WIRES = 64;
    /** The most wires of an IWB. */
    public static final int WIRE_LIMIT = 1 << 16;
    /** The highest DeviceID of all. */
    static final long DEVICE_ID_MAX = 0xffff_ffffL;
    /** Largest physical address. */
    static final long ADDRESS_LIMIT = (1L << 56) - 1;

    private MachineLimits()
    {
    }
}
