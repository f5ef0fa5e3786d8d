package org.gale.engine.report.verdict;

import java.util.List;

/**
 * Verdict on one thing that a command judged: a job, a report, a transcript.
 *
 * @param message one sentence; empty where there is nothing to say
 * @param details lines that explain the message
 * @param seconds that it took; 0 if nothing was run
 */
public record Verdict(String name, Status status, String message, List<String> details, double seconds)
{
    /** Kinds of verdicts. */
    public enum Status
    {
        /** Holds. */
        PASSED,
        /** Does not hold. */
        FAILED,
        /** No verdict. */
        SKIPPED,
        /** Could not be judged, or broke. */
        ERROR
    }

    public Verdict
    {
        details = List.copyOf(details);
    }

    /** Makes a verdict that needs no words. */
    public static Verdict passed(final String name, final double seconds)
    {
        return new Verdict(name, Status.PASSED, "", List.of(), seconds);
    }
}
