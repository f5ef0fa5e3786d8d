package org.gale.engine.gicv5.its;

import org.gale.tables.its.ItsWalk;

/**
 * The error codes in ITS_SWERR_STATUSR.EC: where the walk of an event ended. No source lists the architecture's codes,
 * so all of these are ours (M-SWERR). SYNDROMER0 has the device and the event, SYNDROMER1 the address of the table
 * entry in question.
 */
public final class ItsError
{
    /** The DeviceID does not fit DT_CFGR.DEVICEID_BITS or the ITS; no address. */
    public static final int DEVICE_ID_RANGE = 0x80;
    /** The L1 DTE lies outside RAM. */
    public static final int L1_DTE_ACCESS = 0x81;
    /** The L1 DTE is not valid. */
    public static final int L1_DTE_INVALID = 0x82;
    /** The DeviceID lies beyond the span of the L1 DTE. */
    public static final int DEVICE_ID_SPAN = 0x83;
    /** The L2 DTE lies outside RAM. */
    public static final int L2_DTE_ACCESS = 0x84;
    /** The L2 DTE is not valid. */
    public static final int L2_DTE_INVALID = 0x85;
    /** The EventID does not fit EVENTID_BITS of the L2 DTE or the ITS; no address. */
    public static final int EVENT_ID_RANGE = 0x88;
    /** The L1 ITTE lies outside RAM. */
    public static final int L1_ITTE_ACCESS = 0x89;
    /** The L1 ITTE is not valid. */
    public static final int L1_ITTE_INVALID = 0x8a;
    /** The EventID lies beyond the span of the L1 ITTE. */
    public static final int EVENT_ID_SPAN = 0x8b;
    /** The L2 ITTE lies outside RAM. */
    public static final int L2_ITTE_ACCESS = 0x8c;
    /** The L2 ITTE is not valid. */
    public static final int L2_ITTE_INVALID = 0x8d;

    private ItsError()
    {
    }

    /** @param reason one of those of {@link ItsWalk} */
    static int ofDeviceWalk(final long reason)
    {
        return DEVICE_ID_RANGE + step(reason);
    }

    /** @param reason one of those of {@link ItsWalk} */
    static int ofEventWalk(final long reason)
    {
        return EVENT_ID_RANGE + step(reason);
    }

    /** How far a walk of one table came; the codes of each table are in this order. */
    private static int step(final long reason)
    {
        return (int)(ItsWalk.OUT_OF_RANGE - reason);
    }
}
