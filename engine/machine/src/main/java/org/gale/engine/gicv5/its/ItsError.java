package org.gale.engine.gicv5.its;

import org.gale.tables.its.ItsWalk;

/**
 * Error codes of ITS_SWERR_STATUSR.EC, one for each end of a walk. No source lists the architecture's codes, so all of
 * these are our choice (M-SWERR). SYNDROMER0 has the device and the event, SYNDROMER1 the address of the table entry.
 */
final class ItsError
{
    /** Code of a DeviceID beyond DT_CFGR.DEVICEID_BITS or the ITS; no address. */
    public static final int DEVICE_ID_RANGE = 0x80;
    /** Code of an L1 DTE outside RAM. */
    public static final int L1_DTE_ACCESS = 0x81;
    /** Code of an L1 DTE that is not valid. */
    public static final int L1_DTE_INVALID = 0x82;
    /** Code of a DeviceID beyond the span of the L1 DTE. */
    public static final int DEVICE_ID_SPAN = 0x83;
    /** Code of an L2 DTE outside RAM. */
    public static final int L2_DTE_ACCESS = 0x84;
    /** Code of an L2 DTE that is not valid. */
    public static final int L2_DTE_INVALID = 0x85;
    /** Code of an EventID beyond EVENTID_BITS of the L2 DTE or the ITS; no address. */
    public static final int EVENT_ID_RANGE = 0x88;
    /** Code of an L1 ITTE outside RAM. */
    public static final int L1_ITTE_ACCESS = 0x89;
    /** Code of an L1 ITTE that is not valid. */
    public static final int L1_ITTE_INVALID = 0x8a;
    /** Code of an EventID beyond the span of the L1 ITTE. */
    public static final int EVENT_ID_SPAN = 0x8b;
    /** Code of an L2 ITTE outside RAM. */
    public static final int L2_ITTE_ACCESS = 0x8c;
    /** Code of an L2 ITTE that is not valid. */
    public static final int L2_ITTE_INVALID = 0x8d;

    private ItsError()
    {
    }

    /**
     * Returns the code of a failed walk of the device table.
     *
     * @param reason a reason of {@link ItsWalk}
     */
    static int ofDeviceWalk(final long reason)
    {
        return DEVICE_ID_RANGE + step(reason);
    }

    /**
     * Returns the code of a failed walk of a translation table.
     *
     * @param reason a reason of {@link ItsWalk}
     */
    static int ofEventWalk(final long reason)
    {
        return EVENT_ID_RANGE + step(reason);
    }

    /** Returns the step at which the walk of one table ended; the codes of each table are in this order. */
    private static int step(final long reason)
    {
        return (int)(ItsWalk.OUT_OF_RANGE - reason);
    }
}
