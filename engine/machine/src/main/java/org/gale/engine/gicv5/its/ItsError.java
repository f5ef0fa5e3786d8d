package org.gale.engine.gicv5.its;

import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.tables.its.ItsWalk;
import org.gale.tables.register.ItsSwerrSyndromer0;

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

    /** Returns an error of an ITS in words. */
    static String text(final int code, final long syndrome0, final long syndrome1)
    {
        final String what = switch (code)
        {
            case DEVICE_ID_RANGE -> "the DeviceID is beyond ITS_DT_CFGR.DEVICEID_BITS";
            case L1_DTE_ACCESS -> "the L1_DTE is not in RAM";
            case L1_DTE_INVALID -> "the L1_DTE is not valid";
            case DEVICE_ID_SPAN -> "the DeviceID is beyond the span of the L1_DTE";
            case L2_DTE_ACCESS -> "the DTE is not in RAM";
            case L2_DTE_INVALID -> "the DTE is not valid";
            case EVENT_ID_RANGE -> "the EventID is beyond EVENTID_BITS of the DTE";
            case L1_ITTE_ACCESS -> "the L1_ITTE is not in RAM";
            case L1_ITTE_INVALID -> "the L1_ITTE is not valid";
            case EVENT_ID_SPAN -> "the EventID is beyond the span of the L1_ITTE";
            case L2_ITTE_ACCESS -> "the ITTE is not in RAM";
            case L2_ITTE_INVALID -> "the ITTE is not valid";
            default -> SoftwareErrors.text(code, 0, syndrome1);
        };

        return code >= DEVICE_ID_RANGE && code <= L2_ITTE_INVALID ? "event " +
            ItsSwerrSyndromer0.DEVICE_ID.get(syndrome0) + ':' + ItsSwerrSyndromer0.EVENT_ID.get(syndrome0) +
            " was dropped: " + what + (syndrome1 == 0 ? "" : " (0x" + Long.toHexString(syndrome1) + ')') : what;
    }

    /** Returns the step at which the walk of one table ended; the codes of each table are in this order. */
    private static int step(final long reason)
    {
        return (int)(ItsWalk.OUT_OF_RANGE - reason);
    }
}
