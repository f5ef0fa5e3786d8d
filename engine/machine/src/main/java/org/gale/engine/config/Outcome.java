package org.gale.engine.config;

import java.util.List;

/** Outcome of a run or of a command, with the exit code of the process that reports it. */
public enum Outcome
{
    /** Everything went well. */
    OK(0),
    /** An internal error. */
    INTERNAL(1),
    /** A setting is wrong, or a path is missing or of the wrong kind. */
    USAGE(2),
    /** A check failed: a threshold, a comparison, a transcript. */
    CHECK_FAILED(3),
    /** A check was skipped, or a run shows nothing about what was asked of it. */
    SKIPPED(4),
    /** A replay differs from the live run. */
    DIVERGED(5),
    /** The journal holds bytes that no crash can explain. */
    JOURNAL_DAMAGED(6),
    /** An interrupt was lost or invented, or the accounting has a remainder. */
    INVARIANT_BROKEN(7),
    /** The host lacks disk, memory or a permission. */
    RESOURCES(8),
    /** The user interrupted the run; its report is complete. */
    INTERRUPTED(130);

    private static final List<Outcome> ORDER = List.of(INTERNAL, JOURNAL_DAMAGED, INVARIANT_BROKEN, DIVERGED,
        RESOURCES, CHECK_FAILED, INTERRUPTED, USAGE, SKIPPED);

    /** Order of the outcomes of several storms, such as those of the engines of one or of the runs of a sweep. */
    private static final List<Outcome> OF_STORMS = List.of(INTERNAL, USAGE, JOURNAL_DAMAGED, INVARIANT_BROKEN,
        DIVERGED, RESOURCES, INTERRUPTED, CHECK_FAILED, SKIPPED);

    private final int exitCode;

    Outcome(final int exitCode)
    {
        this.exitCode = exitCode;
    }

    /** Returns the exit code of a process with this outcome. */
    public int exitCode()
    {
        return exitCode;
    }

    /** Returns whether a storm that ended with an exit code has a result: it did not fail, and was not cut. */
    public static boolean hasResult(final int exitCode)
    {
        return exitCode == OK.exitCode || exitCode == CHECK_FAILED.exitCode || exitCode == SKIPPED.exitCode;
    }

    /**
     * Returns the outcome of several storms together.
     *
     * @param outcomes in any order
     * @return {@link #OK} if there are none
     */
    public static Outcome firstOfStorms(final List<Outcome> outcomes)
    {
        return OF_STORMS.stream().filter(outcomes::contains).findFirst().orElse(OK);
    }

    /**
     * Returns the most severe of several outcomes.
     *
     * @param outcomes in any order
     * @return {@link #OK} if there are none
     */
    public static Outcome first(final Outcome... outcomes)
    {
        final List<Outcome> given = List.of(outcomes);

        return ORDER.stream().filter(given::contains).findFirst().orElse(OK);
    }
}
