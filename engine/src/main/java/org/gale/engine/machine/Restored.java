package org.gale.engine.machine;

/**
 * What a machine that was restored is, beside what it has to be.
 *
 * @param savedState digest of the state that was saved
 * @param state      digest of the state that was restored
 * @param savedRun   digest of commands, outputs and state that was saved
 * @param run        digest of commands, outputs and state that was restored
 */
public record Restored(long savedState, long state, long savedRun, long run)
{
    /** Is it the machine that was saved? */
    public boolean isSame()
    {
        return savedState == state && savedRun == run;
    }
}
