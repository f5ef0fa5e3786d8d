package org.gale.engine.replay;

/** Is told a few times a second how far a replay has come, on the thread that replays. */
@FunctionalInterface
public interface ReplayProgress
{
    /** Tells nobody. */
    ReplayProgress NONE = (commands, doneBytes, totalBytes, elapsedNs) -> { };

    /**
     * The replay has come this far.
     *
     * @param commands   commands applied so far
     * @param doneBytes  bytes of the journal read so far
     * @param totalBytes about how many there are
     * @param elapsedNs  since the first command
     */
    void onProgress(long commands, long doneBytes, long totalBytes, long elapsedNs);
}
