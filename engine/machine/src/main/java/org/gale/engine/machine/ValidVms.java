package org.gale.engine.machine;

/** Text about the VMs that are valid, for messages about one that is not. Pure functions. */
public final class ValidVms
{
    private static final int LISTED_LIMIT = 16;

    private ValidVms()
    {
    }

    /** Returns {@code valid VMs: 1, 3}, shortened for a message. */
    public static String text(final InterruptQueries queries)
    {
        final StringBuilder text = new StringBuilder();
        int listed = 0;
        for (int vmId = queries.nextVm(0); vmId >= 0 && listed <= LISTED_LIMIT; vmId = queries.nextVm(vmId + 1))
        {
            text.append(text.isEmpty() ? "valid VMs: " : ", ").append(listed == LISTED_LIMIT ? "..." : vmId);
            listed++;
        }

        return text.isEmpty() ? "no VM is valid" : text.toString();
    }
}
