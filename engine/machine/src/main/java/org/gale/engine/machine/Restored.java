package org.gale.engine.machine;

/**
 * Digests of a restored machine, next to those that were saved.
 *
 * @param savedState digest of the state that was saved
 * @param state      digest of the state that was restored
 * @param savedRun   digest of commands, outputs and state that was saved
 * @param run        digest of commands, outputs and state that was restored
 */
public record Restored(long savedState, long state, long savedRun, long run)
{
    /** Returns whether the restored machine equals the saved one. */
    public boolean isSame()
    {
        return savedState == state && savedRun == run;
    }
}
