package org.gale.engine.transcript;

import java.util.List;

/**
 * What came of a transcript.
 *
 * @param name         of the file, as it was given.
 * @param commandCount how many commands were executed, the one that failed included.
 * @param failure      what stopped it, or null.
 */
public record PlayResult(String name, long commandCount, Failure failure)
{
    /** Why a transcript was stopped. */
    public enum Kind
    {
        /** A reply is not one that the transcript accepts. */
        MISMATCH,
        /** The file is not a transcript from there on. */
        MALFORMED,
        /** The file cannot be read. */
        UNREADABLE,
        /** The engine failed. */
        INTERNAL
    }

    /**
     * The place and the evidence.
     *
     * @param kind         what is at fault.
     * @param lineNumber   of the reply or of the malformed line, from 1; 0 if it is none.
     * @param message      one sentence.
     * @param expected     the accepted reply, or null.
     * @param actual       the reply, or null.
     * @param lastCommands the last ten commands with their line numbers, the oldest first.
     */
    public record Failure(
        Kind kind, long lineNumber, String message, String expected, String actual, List<String> lastCommands)
    {
        /** Copies the list. */
        public Failure
        {
            lastCommands = List.copyOf(lastCommands);
        }
    }

    /** Did every reply match? */
    public boolean isPassed()
    {
        return failure == null;
    }
}
