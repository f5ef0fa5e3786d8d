package org.gale.engine.cli;

/** The exit codes of {@code gale}. */
public final class ExitCode
{
    public static final int OK = 0;
    /** An internal error. */
    public static final int INTERNAL = 1;
    /** The command line is wrong, or a path is missing or of the wrong kind. */
    public static final int USAGE = 2;
    /** A check failed: a threshold, a comparison, a transcript. */
    public static final int CHECK_FAILED = 3;
    public static final int SKIPPED = 4;
    /** A replay came to something else than the live run. */
    public static final int DIVERGED = 5;
    public static final int JOURNAL_DAMAGED = 6;
    public static final int INVARIANT_BROKEN = 7;
    /** Disk, memory or permission. */
    public static final int RESOURCES = 8;
    /** Interrupted by the user; the report is complete. */
    public static final int INTERRUPTED = 130;

    private static final int[] ORDER = {
        INTERNAL, JOURNAL_DAMAGED, INVARIANT_BROKEN, DIVERGED, RESOURCES, CHECK_FAILED, INTERRUPTED, USAGE, SKIPPED};

    private ExitCode()
    {
    }

    /** The one to exit with, where several apply. */
    public static int first(final int... codes)
    {
        for (final int candidate : ORDER)
        {
            for (final int code : codes)
            {
                if (code == candidate)
                {
                    return code;
                }
            }
        }

        return OK;
    }
}
