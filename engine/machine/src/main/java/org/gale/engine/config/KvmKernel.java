package org.gale.engine.config;

/** Kernel that the model follows: the machine key {@code kvm}. */
public enum KvmKernel
{
    /** Linux 7.4, with our wake of vCPUs that blocked while their IRS was disabled (K-LP-9). */
    LINUX_7_4("7.4", true, true),
    /** Linux 7.1: the device has PPIs and the group CTRL only (K-SRC-1). */
    LINUX_7_1("7.1", false, true),
    /** Linux 7.4 as the kernel has it, without that wake. */
    LINUX_7_4_GAP("7.4-gap", true, false);

    private final String key;
    private final boolean hasIrs;
    private final boolean armsOnReload;

    KvmKernel(final String key, final boolean hasIrs, final boolean armsOnReload)
    {
        this.key = key;
        this.hasIrs = hasIrs;
        this.armsOnReload = armsOnReload;
    }

    /** Returns the value of the key. */
    public String key()
    {
        return key;
    }

    /** Returns whether guests have an IRS, with SPIs and LPIs. */
    public boolean hasIrs()
    {
        return hasIrs;
    }

    /** Returns whether a vCPU that blocked while IRSEN was 0 gets its doorbell once IRSEN is 1. */
    public boolean armsOnReload()
    {
        return armsOnReload;
    }
}
