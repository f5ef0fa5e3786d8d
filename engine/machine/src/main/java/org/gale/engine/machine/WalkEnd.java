package org.gale.engine.machine;

/** End of the walk of an ITS for an event: the translation, or the step that fails (B-ITS-3). */
public enum WalkEnd
{
    /** Valid L2 ITTE. */
    FOUND("a valid L2_ITTE"),
    /** ITSEN that is 0 (B-ITS-2). */
    ITS_DISABLED("ITSEN is 0"),
    /** DeviceID beyond DT_CFGR.DEVICEID_BITS or the ITS. */
    DEVICE_ID_RANGE("the DeviceID is out of range"),
    /** L1 DTE outside RAM. */
    L1_DTE_ACCESS("the L1_DTE is not in RAM"),
    /** L1 DTE that is not valid. */
    L1_DTE_INVALID("the L1_DTE is not valid"),
    /** DeviceID beyond the span of the L1 DTE. */
    DEVICE_ID_SPAN("the DeviceID is beyond the span of its L1_DTE"),
    /** L2 DTE outside RAM. */
    L2_DTE_ACCESS("the L2_DTE is not in RAM"),
    /** L2 DTE that is not valid. */
    L2_DTE_INVALID("the L2_DTE is not valid"),
    /** EventID beyond EVENTID_BITS of the L2 DTE or the ITS. */
    EVENT_ID_RANGE("the EventID is out of range"),
    /** L1 ITTE outside RAM. */
    L1_ITTE_ACCESS("the L1_ITTE is not in RAM"),
    /** L1 ITTE that is not valid. */
    L1_ITTE_INVALID("the L1_ITTE is not valid"),
    /** EventID beyond the span of the L1 ITTE. */
    EVENT_ID_SPAN("the EventID is beyond the span of its L1_ITTE"),
    /** L2 ITTE outside RAM. */
    L2_ITTE_ACCESS("the L2_ITTE is not in RAM"),
    /** L2 ITTE that is not valid. */
    L2_ITTE_INVALID("the L2_ITTE is not valid");

    private final String text;

    WalkEnd(final String text)
    {
        this.text = text;
    }

    /** Returns a clause for users. */
    public String text()
    {
        return text;
    }
}
