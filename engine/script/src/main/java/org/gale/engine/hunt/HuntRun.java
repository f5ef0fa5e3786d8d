package org.gale.engine.hunt;

import java.util.List;
import org.gale.engine.record.InvariantBrokenException;

/**
 * One run of a program, ended. Immutable, but for the logs of its sessions.
 *
 * @param check    the check by which it failed, or {@link Check#NONE}
 * @param reason   why, as a sentence; empty where it passed
 * @param exitCode of the program; −1 if its time ran out
 * @param sessions in the order of their connections
 */
record HuntRun(Check check, String reason, int exitCode, List<HuntSession> sessions)
{
    /** Checks of a run. */
    enum Check
    {
        /** The run passed. */
        NONE,
        /** The program ended with a code that is not 0. */
        EXIT,
        /** The program did not end in time. */
        TIMEOUT,
        /** A promise broke. */
        PROMISE,
        /** An operation was ignored, or software made an error. */
        STRICT,
        /** A session gave a key that hunt gives itself. */
        KEYS
    }

    /** Returns whether this run failed by the same check as another one. */
    boolean isSame(final HuntRun other)
    {
        return check == other.check && (check != Check.EXIT || exitCode == other.exitCode);
    }

    /** Returns the first promise that broke, or null. */
    InvariantBrokenException broken()
    {
        return sessions.stream().map(HuntSession::broken).filter(first -> first != null).findFirst().orElse(null);
    }

    /** Returns the number of commands of all sessions. */
    long commands()
    {
        return sessions.stream().mapToLong(HuntSession::commands).sum();
    }
}
