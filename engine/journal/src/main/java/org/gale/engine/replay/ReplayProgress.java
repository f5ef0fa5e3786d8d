package org.gale.engine.replay;

/** Listener that a replay calls a few times a second, on the thread that replays. */
@FunctionalInterface
public interface ReplayProgress
{
    /** Listener that does nothing. */
    ReplayProgress NONE = (commands, doneBytes, totalBytes, elapsedNs) -> { };

    /**
     * Receives the progress of a replay.
     *
     * @param commands   commands applied so far
     * @param doneBytes  bytes of the journal read so far
     * @param totalBytes approximate length of the journal in bytes
     * @param elapsedNs  time since the first command
     */
    void onProgress(long commands, long doneBytes, long totalBytes, long elapsedNs);
}
