package org.gale.engine.transcript;

import java.util.List;

/**
 * Result of playing a transcript.
 *
 * @param name         name of the file, as it was passed
 * @param keys         keys that were put over those of its machine, as one line; empty for none
 * @param commandCount number of commands executed, the failed one included
 * @param failure      reason why the player stopped, or null
 * @param skipReason   reason of the transcript or its machine for not being played, empty for none; null if it was
 */
public record PlayResult(String name, String keys, long commandCount, Failure failure, String skipReason)
{
    /** Describes a transcript with its own machine. */
    public PlayResult(
        final String name, final long commandCount, final Failure failure, final String skipReason)
    {
        this(name, "", commandCount, failure, skipReason);
    }

    /** Describes a transcript that was played. */
    public PlayResult(final String name, final long commandCount, final Failure failure)
    {
        this(name, commandCount, failure, null);
    }

    /** Kind of failure that stopped a transcript. */
    public enum PlayKind
    {
        /** Reply that the transcript does not accept. */
        MISMATCH,
        /** Promise that broke, and no notice was expected. */
        PROMISE,
        /** Line from which on the file is not a transcript. */
        MALFORMED,
        /** File that cannot be read. */
        UNREADABLE,
        /** Failure of the engine. */
        INTERNAL;

        /** Returns whether the machine did not do what the transcript asks, rather than that nobody could tell. */
        public boolean isOfTranscript()
        {
            return this == MISMATCH || this == PROMISE;
        }
    }

    /**
     * Place and evidence of a failure.
     *
     * @param kind         kind of the failure
     * @param lineNumber   line of the reply or of the malformed line, from 1; 0 for none
     * @param message      one sentence
     * @param expected     the accepted reply, or null
     * @param actual       the reply, or null
     * @param lastCommands the last ten commands with their line numbers, the oldest first
     * @param cause        failure of the engine, or null
     * @param explained    lines on the interrupts that the replies name, none if they name none
     */
    public record Failure(
        PlayKind kind,
        long lineNumber,
        String message,
        String expected,
        String actual,
        List<String> lastCommands,
        Throwable cause,
        List<String> explained)
    {
        /** Describes a failure that is not the engine's. */
        public Failure(
            final PlayKind kind,
            final long lineNumber,
            final String message,
            final String expected,
            final String actual,
            final List<String> lastCommands)
        {
            this(kind, lineNumber, message, expected, actual, lastCommands, null, List.of());
        }

        /** Copies the lists. */
        public Failure
        {
            lastCommands = List.copyOf(lastCommands);
            explained = List.copyOf(explained);
        }
    }

    /** Returns the name, with the keys that were put over those of the machine in parentheses. */
    public String title()
    {
        return keys.isEmpty() ? name : name + " (" + keys + ')';
    }

    /** Returns whether the transcript was played and every reply matched. */
    public boolean isPassed()
    {
        return failure == null && !isSkipped();
    }

    /** Returns whether the transcript asks not to be played, or its machine refuses the keys. */
    public boolean isSkipped()
    {
        return skipReason != null;
    }
}
